// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.cli.process.Failure;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Asks a process one question, and prints its answer as it comes. */
record AskCommand(String resource, Question question) implements Command {
    @Override
    public void describe(CommandSpec spec) {
        question.describe(spec);
    }

    @Override
    public int run(ParseResult arguments, Session session) throws Failure {
        return Question.print(Question.target(arguments, session), question.request(resource, arguments), session);
    }
}
