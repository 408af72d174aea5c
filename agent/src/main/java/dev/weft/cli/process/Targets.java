// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The processes that can be named on the command line. */
public final class Targets {
    private final Machine machine;
    private final Consumer<String> notes;

    Targets(Machine machine, Consumer<String> notes) {
        this.machine = machine;
        this.notes = notes;
    }

    /**
     * Looks at the processes of this machine.
     *
     * @param again the command that is carried out, as one types it: for messages that say who has to type it
     * @param notes takes what is worth to be known and no failure, a sentence at a time
     * @return the processes that can be seen from here
     */
    public static Targets ofThisMachine(String again, Consumer<String> notes) {
        return new Targets(Machine.current(again), notes);
    }

    /**
     * Finds a process.
     *
     * @param name its number, or a part of the name of its main class that no other one has
     * @return the process; that it can be asked is not said
     * @throws Failure if there is none, or several of that name
     */
    public Target find(String name) throws Failure {
        return target(name.matches("\\d{1,10}") ? numbered(Long.parseLong(name)) : named(name));
    }

    /**
     * Returns the Java processes that have a socket, and those of which one may not know.
     *
     * @return in the order of their numbers
     */
    public List<Target> all() {
        return machine.javaProcesses().stream()
                .map(this::target)
                .filter(Target::mayAnswer)
                .toList();
    }

    private Target target(SeenProcess process) {
        return new Target(process, notes);
    }

    private SeenProcess numbered(long pid) throws Failure {
        return machine.process(pid)
                .orElseThrow(() -> new Failure(
                        ExitStatus.NO_PROCESS,
                        "there is no process " + pid + "; `ps` lists those that answer" + machine.elsewhere()));
    }

    private SeenProcess named(String part) throws Failure {
        List<SeenProcess> found = machine.javaProcesses().stream()
                .filter(process -> MainClass.in(process.commandLine()).contains(part))
                .toList();
        List<SeenProcess> exact = found.stream()
                .filter(process -> MainClass.in(process.commandLine()).equals(part))
                .toList();
        if (exact.size() == 1) {
            return exact.get(0);
        }
        if (found.isEmpty()) {
            throw new Failure(
                    ExitStatus.NO_PROCESS,
                    "no Java process has \"" + part + "\" in the name of its main class; `ps` lists those that answer"
                            + machine.elsewhere());
        }
        if (found.size() > 1) {
            String all = found.stream()
                    .map(process -> process.pid() + " " + MainClass.in(process.commandLine()))
                    .collect(Collectors.joining(", "));
            throw new Failure(
                    ExitStatus.MISUSED, "\"" + part + "\" is in " + found.size() + " names, so give a number: " + all);
        }
        return found.get(0);
    }
}
