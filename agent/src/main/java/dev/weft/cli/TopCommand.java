// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.cli.process.ExitStatus;
import dev.weft.cli.process.Failure;
import dev.weft.cli.process.Request;
import dev.weft.cli.process.Target;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Prints again and again which tasks have the loops busy; on a terminal in place. */
final class TopCommand implements Command {
    private static final String CLEAR = "\033[2J";
    private static final String HOME = "\033[H";
    private static final String TO_END_OF_LINE = "\033[K";
    private static final String TO_END_OF_SCREEN = "\033[J";

    private final Question question = Question.with(QueryOption.SECONDS, QueryOption.LIMIT);

    @Override
    public void describe(CommandSpec spec) {
        question.describe(spec);
        spec.addOption(OptionSpec.builder("--once")
                .arity("0")
                .type(Boolean.class)
                .description("print one table and end")
                .build());
    }

    @Override
    public int run(ParseResult arguments, Session session) throws Failure {
        Target target = Question.target(arguments, session);
        Request request = question.request("top", arguments, Map.of("seconds", "1"));
        if (arguments.hasMatchedOption("--once")) {
            return Question.print(target, request, session);
        }
        if (session.isTerminal()) {
            session.out().print(CLEAR);
        }
        show(target, request, session);
        return redraw(target, request, session);
    }

    /** Goes on until the process ends, or who looks at it has seen enough. */
    private static int redraw(Target target, Request request, Session session) throws Failure {
        while (true) {
            try {
                show(target, request, session);
            } catch (Failure e) {
                if (e.status() == ExitStatus.NO_PROCESS) {
                    session.note(e.sentence());
                    return ExitStatus.DONE.number();
                }
                throw e;
            }
        }
    }

    private static void show(Target target, Request request, Session session) throws Failure {
        StringBuilder screen = new StringBuilder();
        target.ask(request, answer -> screen.append(answer.text()));
        print(screen.toString(), session);
    }

    private static void print(String table, Session session) {
        String text = session.isTerminal()
                ? HOME + table.replace("\n", TO_END_OF_LINE + "\n") + TO_END_OF_SCREEN
                : table + "\n";
        session.print(text);
    }
}
