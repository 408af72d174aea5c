// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The processes of this machine, as far as one may look at them from here. */
interface Machine {
    /**
     * Returns the machine that this runs on.
     *
     * @param again the command that is carried out, as one types it: for messages that say who has to type it
     */
    static Machine current(String again) {
        Path proc = Path.of("/proc");
        return Files.exists(proc.resolve("self/status"))
                ? new LinuxMachine(proc, Path.of("/"), again)
                : new PortableMachine(again);
    }

    /** Returns a process, or nothing if there is none. */
    Optional<SeenProcess> process(long pid);

    /** Returns all processes that {@code java} was started for, but for this one, by their numbers. */
    List<SeenProcess> javaProcesses();

    /** Says where a process may be that cannot be seen from here; empty if there is no such place. */
    String elsewhere();
}
