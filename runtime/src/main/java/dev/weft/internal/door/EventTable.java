// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import dev.weft.debug.DumpOptions;
import dev.weft.debug.TaskDump;
import dev.weft.debug.TaskInfo;
import dev.weft.internal.debug.Capture;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.EventType;

/**
 * Writes loops and tasks into a recording: all of them at the end of a chunk, as when somebody dumps the recording, and now and then as a table
 * for whoever looks at it while it runs. The JVM's threads call this, so it asks no loop and waits for nothing, writes so many rows at most,
 * and throws nothing.
 */
final class EventTable {
    /** Above how many tasks of a loop those that are alike become one row: some 15 kB in a recording. */
    private static final int MOST_ALONE = 100;

    /** As many rows as are written at once. */
    private static final int MOST_ROWS = 2_000;

    /** Up to how many tasks there is a table now and then: to look at more takes too long for that. */
    private static final int MOST_NOW_AND_THEN = 20_000;

    private EventTable() {}

    /** Writes the loops and all tasks. */
    static void atTheEnd() {
        write(DumpOptions.DEFAULT, true);
    }

    /** Writes the loops, and the tasks if they are not many. */
    static void nowAndThen() {
        write(DumpOptions.DEFAULT, Summary.tasks() <= MOST_NOW_AND_THEN);
    }

    static void write(DumpOptions options, boolean withTasks) {
        try {
            TaskDump dump = Capture.takeOutside(options.withMergeAbove(withTasks ? MOST_ALONE : 0))
                    .redacted(options.redact());
            dump.loops().forEach(loop -> new LoopEvent(loop).commit());
            if (withTasks && EventType.getEventType(TaskEvent.class).isEnabled()) {
                rows(dump).forEach(task -> new TaskEvent(task).commit());
            }
        } catch (Throwable failed) { // the thread is the JVM's
            Doors.log("The tasks were not written into the recording", failed);
        }
    }

    /** The longest waits first, where not all have room. */
    private static List<TaskInfo> rows(TaskDump dump) {
        return dump.tasks().size() <= MOST_ROWS
                ? dump.tasks()
                : dump.tasks().stream()
                        .sorted(Comparator.comparingLong(EventTable::nanos).reversed())
                        .limit(MOST_ROWS)
                        .toList();
    }

    private static long nanos(TaskInfo task) {
        return task.since() == null ? Long.MAX_VALUE : task.since().maxNanos();
    }
}
