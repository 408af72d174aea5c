// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import dev.weft.internal.debug.Capture;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All tasks of a process that have not ended, those of every loop and those without one: where each is, what it awaits, and who awaits it.
 *
 * <p>Taking one runs no code of the program, and stops no loop for longer than a slice of about a millisecond. A loop that answers gives
 * its tasks itself; one that does not is read from outside, with the stack of its thread. It never fails as a whole.
 *
 * @param node the node of a cluster that the process is; null outside one
 * @param request the request of a cluster for which the dump was taken; null for all of the process
 * @param pid the process
 * @param jdk the version of its Java
 * @param weft the version of its Weft
 * @param time when it was taken
 * @param loops the loops, in order of their numbers
 * @param tasks the tasks, loop by loop, the oldest first
 */
public record TaskDump(
        @Nullable String node,
        @Nullable String request,
        long pid,
        String jdk,
        String weft,
        Instant time,
        List<LoopInfo> loops,
        List<TaskInfo> tasks) {
    /** The name and version of the form in which dumps are written. */
    public static final String SCHEMA = "weft-dump/1";

    /**
     * Copies the lists, and refuses what is missing.
     *
     * @param node see {@link #node}
     * @param request see {@link #request}
     * @param pid see {@link #pid}
     * @param jdk see {@link #jdk}
     * @param weft see {@link #weft}
     * @param time see {@link #time}
     * @param loops see {@link #loops}
     * @param tasks see {@link #tasks}
     */
    public TaskDump {
        Objects.requireNonNull(jdk, "jdk");
        Objects.requireNonNull(weft, "weft");
        Objects.requireNonNull(time, "time");
        loops = List.copyOf(loops);
        tasks = List.copyOf(tasks);
    }

    /**
     * Takes a dump of this process. Any thread; on a loop's own thread that loop is read at once, and others from outside.
     *
     * @return the dump, without values of variables
     */
    public static TaskDump capture() {
        return capture(DumpOptions.DEFAULT);
    }

    /**
     * Takes a dump of this process, as {@link #capture()} does.
     *
     * @param options which tasks become one entry, and whether frames have their values and internal frames are shown
     * @return the dump
     */
    public static TaskDump capture(DumpOptions options) {
        return Capture.take(Objects.requireNonNull(options, "options"));
    }
}
