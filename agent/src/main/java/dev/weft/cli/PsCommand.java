// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.cli.process.ExitStatus;
import dev.weft.cli.process.Failure;
import dev.weft.cli.process.Target;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Prints a table: of the tasks of one process, or of the processes that answer. */
final class PsCommand implements Command {
    private static final List<String> HEADERS = List.of("Weft-Loops", "Weft-Tasks", "Weft-Jdk", "Weft-Version");
    private static final List<String> TITLES = List.of("PID", "LOOPS", "TASKS", "JDK", "WEFT", "MAIN CLASS");

    /** How many of the columns, from the left, are numbers. */
    private static final int NUMBERS = 3;

    private final Question question =
            Question.with(QueryOption.FILTER, QueryOption.LIMIT, QueryOption.ASCII, QueryOption.FORM);

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Positional.optional(0, "PID", Question.PROCESS));
        question.describeOptions(spec);
    }

    @Override
    public int run(ParseResult arguments, Session session) throws Failure {
        return arguments.hasMatchedPositional(0)
                ? Question.print(Question.target(arguments, session), question.request("ps", arguments), session)
                : list(arguments, session);
    }

    private int list(ParseResult arguments, Session session) {
        List<List<String>> rows = new ArrayList<>(List.of(TITLES));
        for (Target target : session.targets().all()) {
            try {
                target.ask(question.request("", arguments), answer -> {
                    List<String> row = new ArrayList<>(List.of(String.valueOf(target.pid())));
                    HEADERS.forEach(header -> row.add(answer.header(header).orElse("?")));
                    row.add(answer.header("Weft-Main").orElse(target.name()));
                    rows.add(row);
                });
            } catch (Failure e) {
                noteUnlessOver(e, session);
            }
        }
        if (rows.size() == 1) {
            session.note("no process answers: none that can be seen from here has a loop of Weft");
        } else {
            rows.forEach(row -> session.out().println(line(row, rows)));
        }
        return ExitStatus.DONE.number();
    }

    /** Programs come and go; one that has gone is not worth a word. */
    private static void noteUnlessOver(Failure failure, Session session) {
        if (failure.status() != ExitStatus.NO_PROCESS && failure.status() != ExitStatus.NO_WEFT) {
            session.note(failure.sentence());
        }
    }

    /** The numbers stand to the right of their columns, and the last column is as wide as it is. */
    private static String line(List<String> row, List<List<String>> rows) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size() - 1; i++) {
            int column = i;
            int width = rows.stream()
                    .mapToInt(each -> each.get(column).length())
                    .max()
                    .orElse(0);
            String space = " ".repeat(width - row.get(i).length());
            line.append(i < NUMBERS ? space + row.get(i) : row.get(i) + space).append("  ");
        }
        return line + row.get(row.size() - 1);
    }
}
