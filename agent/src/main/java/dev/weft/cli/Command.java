// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.cli.process.Failure;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What one word on the command line does. Made for one run. */
interface Command {
    /** Adds the options and parameters that it takes. Its name and its help are there already. */
    void describe(CommandSpec spec);

    /**
     * Runs.
     *
     * @return the status to exit with
     * @throws Failure if it cannot be done
     */
    int run(ParseResult arguments, Session session) throws Failure;
}
