// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.cli.process.Failure;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Prints all of all tasks, for people or for programs. */
final class DumpCommand implements Command {
    private final Question question = Question.forTasks(QueryOption.CLUSTER);

    @Override
    public void describe(CommandSpec spec) {
        question.describe(spec);
        spec.addOption(OptionSpec.builder("--json")
                .arity("0")
                .type(Boolean.class)
                .description("as JSON, in the form weft-dump/1")
                .build());
    }

    @Override
    public int run(ParseResult arguments, Session session) throws Failure {
        String resource = arguments.hasMatchedOption("--json") ? "dump.json" : "dump";
        return Question.print(Question.target(arguments, session), question.request(resource, arguments), session);
    }
}
