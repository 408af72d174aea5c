// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import dev.weft.cli.process.ExitStatus;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What the command line says of itself. */
final class Usage {
    private static final int WIDTH = 100;

    private Usage() {}

    /** All commands, a line each. */
    static String all(boolean isTerminal) {
        StringBuilder text = new StringBuilder("usage: java -jar weft-agent.jar COMMAND ...\n");
        for (String group : CommandEntry.GROUPS) {
            text.append(ansi(isTerminal).string("\n@|bold " + group + "|@\n"));
            CommandEntry.ALL.stream()
                    .filter(entry -> entry.group().equals(group))
                    .forEach(entry -> text.append(
                            "  %-19s  %s\n".formatted(entry.name() + " " + entry.parameters(), entry.summary())));
        }
        return text + """

                PID is the number of a process, or a part of the name of its main class; `ps` lists those that answer.
                A program that hangs is asked for its `tree` first.
                `help COMMAND` says more about one of them, --version which Weft this is, and
                java -javaagent:weft-agent.jar=help the options of the agent, which weaves classes as they are loaded.

                Exit status%s
                """.formatted(statuses());
    }

    private static String statuses() {
        return Arrays.stream(ExitStatus.values())
                .map(status -> "\n  %2d  %s".formatted(status.number(), status.meaning()))
                .collect(Collectors.joining());
    }

    /** Makes the parser of one command, which knows its help too. */
    static CommandLine parser(CommandEntry entry, Command command) {
        CommandSpec spec = CommandSpec.create().name(entry.typed());
        spec.usageMessage(new UsageMessageSpec()
                .description(wrapped(entry.description()))
                .synopsisHeading("usage: ")
                .width(WIDTH)
                .showAtFileInUsageHelp(false)
                .adjustLineBreaksForWideCJKCharacters(false));
        command.describe(spec);
        String options = spec.options().isEmpty() ? "" : " [OPTION...]";
        spec.usageMessage().customSynopsis(entry.typed() + options + " " + entry.parameters());
        spec.addOption(OptionSpec.builder("-h", "--help")
                .arity("0")
                .type(Boolean.class)
                .usageHelp(true)
                .description("print this and end")
                .build());
        return new CommandLine(spec).setExpandAtFiles(false);
    }

    /** Lines that are not too long, the last one empty. The parser's own wrapping breaks words here. */
    private static String[] wrapped(String text) {
        return (text + " ").replaceAll("(.{1," + WIDTH + "}) ", "$1\n").split("\n", -1);
    }

    /** What one command is told, and what it says. */
    static String of(CommandEntry entry, boolean isTerminal) {
        return parser(entry, entry.command()).getUsageMessage(ansi(isTerminal));
    }

    private static Ansi ansi(boolean isTerminal) {
        return isTerminal && System.getenv("NO_COLOR") == null ? Ansi.ON : Ansi.OFF;
    }
}
