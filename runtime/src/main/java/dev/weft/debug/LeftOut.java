// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;

/** Counts what a text leaves out, by reason. */
final class LeftOut {
    private final DumpOptions options;
    private int shown;
    private long entries;
    private long tasks;
    private long unmatched;

    LeftOut(DumpOptions options) {
        this.options = options;
    }

    /** Whether one more entry is shown; counts it either way. */
    boolean shows(long count) {
        if (shown < options.limit()) {
            shown++;
            return true;
        }
        entries++;
        tasks += count;
        return false;
    }

    /** Whether the filter shows an entry; counts it if not. */
    boolean matches(TaskInfo task) {
        boolean matches = options.shows(task);
        if (!matches) {
            unmatched += task.count();
        }
        return matches;
    }

    void doesNotMatch(long count) {
        unmatched += count;
    }

    /** The tasks that do not match the filter. */
    long unmatched() {
        return unmatched;
    }

    /** The tasks that the limit has left out. */
    long beyond() {
        return tasks;
    }

    void write(Lines lines) throws IOException {
        if (entries > 0) {
            lines.line("left out: " + Words.count(entries, "entry") + " (" + Words.count(tasks, "task")
                    + ") beyond the limit of " + options.limit());
        }
        if (unmatched > 0) {
            lines.line("left out: " + Words.count(unmatched, "task") + " that the filter does not match");
        }
    }
}
