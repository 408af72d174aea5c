// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.cli.process.ExitStatus;
import dev.weft.cli.process.Failure;
import dev.weft.files.ClassFiles;
import dev.weft.files.RefusedException;
import dev.weft.files.WeaveSummary;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Copies a folder or jar, with its classes woven. */
final class WeaveCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Places.parameter("0", "1", "IN", "a folder of class files, or a jar"));
        spec.addPositional(Places.parameter("1", "1", "OUT", "where the same goes, with its classes woven; may be IN"));
    }

    @Override
    public int run(ParseResult arguments, Session session) throws Failure {
        Path from = arguments.matchedPositional(0).getValue();
        Path to = arguments.matchedPositional(1).getValue();
        try {
            WeaveSummary summary = ClassFiles.weave(from, to);
            Places.report(summary, session);
            session.out()
                    .println("[weft] " + from + ": " + summary.woven().size() + " of " + summary.classes()
                            + " classes woven");
            return (summary.refused().isEmpty() ? ExitStatus.DONE : ExitStatus.FOUND).number();
        } catch (IOException | RefusedException e) {
            throw Places.failure(e);
        }
    }
}
