// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli;

import java.util.List;
import java.util.Optional;

/**
 * A command, before anything is made of it: only the one that was typed is.
 *
 * @param group the heading that help puts it under
 * @param name the word
 * @param parameters what follows it, in short
 * @param summary what it does, in one line
 * @param description the same, in full
 */
record CommandEntry(String group, String name, String parameters, String summary, String description) {
    private static final String FILES = "Class files, without running them";
    private static final String PROGRAM = "A running program";
    private static final String LATER = "Files of a program that ran";

    /** All there are, as help lists them. */
    static final List<CommandEntry> ALL = List.of(
            new CommandEntry(
                    FILES,
                    "weave",
                    "IN OUT",
                    "copy a folder or jar, with its classes woven; OUT may be IN",
                    "Copies a folder or jar, with its classes woven. What is woven already stays as it is."),
            new CommandEntry(
                    FILES,
                    "verify",
                    "IN...",
                    "say which classes of folders or jars have yet to be woven",
                    "Says which classes of folders or jars have yet to be woven, and which methods cannot be."),
            new CommandEntry(
                    PROGRAM,
                    "ps",
                    "[PID]",
                    "list the processes that answer, or the tasks of one",
                    "Without PID, lists the processes of this machine that answer. With it, lists the tasks of that process, one a line."),
            new CommandEntry(
                    PROGRAM,
                    "tree",
                    "PID",
                    "show who awaits whom, down to the line of each await",
                    "Shows the tasks as a tree: each below the one that awaits it, with the line of each await. Deadlocks come first."),
            new CommandEntry(
                    PROGRAM,
                    "dump",
                    "PID",
                    "print all that is known of all tasks, also as JSON",
                    "Prints all that is known of all tasks. With --json, for programs, in a form that has a schema."),
            new CommandEntry(
                    PROGRAM,
                    "check",
                    "PID",
                    "find deadlocks, blocked loops and lost tasks",
                    "Finds tasks that wait for one another in a circle, with the line of each wait, blocked loops and lost tasks."),
            new CommandEntry(
                    PROGRAM,
                    "stuck",
                    "PID",
                    "find tasks that do not move for a while",
                    "Looks twice, and shows the tasks that have not moved in between, nor only wait for the time or for a peer."),
            new CommandEntry(
                    PROGRAM,
                    "lost",
                    "PID",
                    "find tasks that nobody can wake any more",
                    "Shows tasks that wait for what nobody can complete any more, which the garbage collector has proved."),
            new CommandEntry(
                    PROGRAM,
                    "top",
                    "PID",
                    "watch which tasks have the loops busy",
                    "Shows again and again which tasks have the loops busy. On a terminal, the table is drawn in place; Ctrl-C ends it."),
            new CommandEntry(
                    PROGRAM,
                    "profile",
                    "PID",
                    "say where tasks spend their time, running and waiting",
                    "Looks for --seconds at all tasks, and prints their time by stack: the async callers first, then the code that runs or waits,"
                            + " and which of both. Waits that keep nobody waiting are under idle."),
            new CommandEntry(
                    PROGRAM,
                    "history",
                    "PID",
                    "show what the loops have run last",
                    "Shows what each loop has done last, if the process keeps that (-Dweft.debug.history=N); if not, what it does for a second."),
            new CommandEntry(
                    LATER,
                    "diff",
                    "BEFORE [AFTER]",
                    "say what changed from one dump to the next",
                    "Says which tasks came, ended, moved, and did not move from one dump of a process to the next."),
            new CommandEntry(
                    LATER,
                    "hprof",
                    "FILE",
                    "show the tasks in a heap dump as a tree",
                    "Shows the tasks that a heap dump has as a tree, as `tree` shows those of a program that runs."));

    /** The headings, as help lists them. */
    static final List<String> GROUPS = List.of(PROGRAM, LATER, FILES);

    private static final String PREFIX = "java -jar weft-agent.jar ";

    static Optional<CommandEntry> named(String name) {
        return ALL.stream().filter(entry -> entry.name.equals(name)).findFirst();
    }

    /** Returns what one types. */
    String typed() {
        return PREFIX + name;
    }

    /** Makes it. A switch, since each reference to a constructor takes its time when a JVM starts. */
    Command command() {
        return switch (name) {
            case "weave" -> new WeaveCommand();
            case "verify" -> new VerifyCommand();
            case "ps" -> new PsCommand();
            case "tree" -> new AskCommand(name, Question.forTasks(QueryOption.CLUSTER));
            case "dump" -> new DumpCommand();
            case "check" -> new AskCommand(name, Question.with(QueryOption.ASCII, QueryOption.CLUSTER));
            case "stuck" -> new AskCommand(name, Question.forTasks(QueryOption.FOR));
            case "history" ->
                new AskCommand(name, Question.with(QueryOption.FILTER, QueryOption.LIMIT, QueryOption.SECONDS));
            case "lost" -> new AskCommand(name, Question.forTasks(QueryOption.GC));
            case "profile" -> new ProfileCommand();
            case "top" -> new TopCommand();
            case "diff" -> new DiffCommand();
            case "hprof" -> new HprofCommand();
            default -> new AskCommand(name, Question.forTasks());
        };
    }
}
