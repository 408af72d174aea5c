// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Unseen;
import java.util.List;

/**
 * What has failed in a task, for whoever drops its end. A cancellation that somebody asked for is no failure; but what failed while the
 * task ended by it is suppressed in it, and would be lost with it. So it moves on: suppressed in what is thrown in place of the
 * cancellation, or reported with the task (decision 26).
 */
public final class TaskFailures {
    private TaskFailures() {}

    /**
     * Returns what has failed in a task that has ended, which then counts as seen.
     *
     * @param ended the task
     * @return its failure; of a cancellation that somebody asked for, what is suppressed in it; empty if nothing has failed
     */
    public static List<Throwable> of(SpawnedTask<?> ended) {
        Throwable thrown = ended.failureSeen();
        return thrown == null ? List.of() : in(ended, thrown);
    }

    /** As {@link #of}, of a task that has ended with an exception. */
    static List<Throwable> in(SpawnedTask<?> ended, Throwable thrown) {
        return ended.isAsRequested(thrown) ? Unseen.failuresIn(thrown) : List.of(thrown);
    }

    /**
     * Reports what has failed in a task that has ended, for somebody who drops that. Loop thread only.
     *
     * @param ended the task
     * @param sentence what the log says of it when there is no handler
     */
    public static void report(SpawnedTask<?> ended, String sentence) {
        of(ended).forEach(failure -> ended.reportUnseen(failure, sentence));
    }
}
