// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A command, before anything is made of it: only the one that was typed is.
 *
 * @param group the heading that help puts it under
 * @param name the word
 * @param parameters what follows it, in short
 * @param summary what it does, in one line
 * @param description the same, in full
 * @param maker makes it
 */
record CommandEntry(
        String group, String name, String parameters, String summary, String description, Supplier<Command> maker) {
    private static final String FILES = "Class files";
    private static final String PROGRAM = "A running program";
    private static final String LATER = "What was written before";

    /** All there are, as help lists them. */
    static final List<CommandEntry> ALL = List.of(
            new CommandEntry(
                    FILES,
                    "weave",
                    "IN OUT",
                    "copy a folder or jar, with its classes woven; OUT may be IN",
                    "Copies a folder or jar, with its classes woven. What is woven already stays as it is.",
                    WeaveCommand::new),
            new CommandEntry(
                    FILES,
                    "verify",
                    "IN...",
                    "say which classes of folders or jars have yet to be woven",
                    "Says which classes of folders or jars have yet to be woven, and which methods cannot be.",
                    VerifyCommand::new),
            new CommandEntry(
                    PROGRAM,
                    "ps",
                    "[PID]",
                    "list the processes that answer, or the tasks of one",
                    "Without PID, lists the processes of this machine that answer. With it, lists the tasks of that process, one a line.",
                    PsCommand::new),
            new CommandEntry(
                    PROGRAM,
                    "tree",
                    "PID",
                    "show who awaits whom, down to the line of each await",
                    "Shows the tasks as a tree: each below the one that awaits it, with the line of each await. Deadlocks come first.",
                    () -> new AskCommand(
                            "tree", QueryOption.FILTER, QueryOption.LIMIT, QueryOption.LOCALS, QueryOption.INTERNAL)),
            new CommandEntry(
                    PROGRAM,
                    "dump",
                    "PID",
                    "print all that is known of all tasks, also as JSON",
                    "Prints all that is known of all tasks. With --json, for programs, in a form that has a schema.",
                    DumpCommand::new),
            new CommandEntry(
                    PROGRAM,
                    "check",
                    "PID",
                    "find deadlocks",
                    "Looks for tasks that wait for one another in a circle, and names the line of each wait.",
                    () -> new AskCommand("check")),
            new CommandEntry(
                    PROGRAM,
                    "stuck",
                    "PID",
                    "find tasks that do not move for a while",
                    "Looks twice, and shows the tasks that have not moved in between. An idle server has such tasks, too.",
                    () -> new AskCommand("stuck", QueryOption.FOR)),
            new CommandEntry(
                    PROGRAM,
                    "lost",
                    "PID",
                    "find tasks that nobody can wake any more",
                    "Shows tasks that wait for what nobody can complete any more, which the garbage collector has proved.",
                    () -> new AskCommand("lost")),
            new CommandEntry(
                    PROGRAM,
                    "top",
                    "PID",
                    "watch which tasks have the loops busy",
                    "Shows again and again which tasks have the loops busy. On a terminal, the table is drawn in place; Ctrl-C ends it.",
                    TopCommand::new),
            new CommandEntry(
                    PROGRAM,
                    "history",
                    "PID",
                    "show what the loops have run last",
                    "Shows what each loop has run last, if the process keeps that: -Dweft.debug.history=N.",
                    () -> new AskCommand("history", QueryOption.FILTER, QueryOption.LIMIT)),
            new CommandEntry(
                    LATER,
                    "diff",
                    "BEFORE [AFTER]",
                    "say what changed from one dump to the next",
                    "Says which tasks came, ended, moved, and did not move from one dump of a process to the next.",
                    DiffCommand::new));

    private static final String PREFIX = "java -jar weft-agent.jar ";

    static Optional<CommandEntry> named(String name) {
        return ALL.stream().filter(entry -> entry.name.equals(name)).findFirst();
    }

    /** Returns what one types. */
    String typed() {
        return PREFIX + name;
    }
}
