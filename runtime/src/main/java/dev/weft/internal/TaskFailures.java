// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What has failed in a task, for whoever drops its end. A cancellation that somebody asked for is no failure; but what failed while the task
 * ended by it is suppressed in it, and would be lost with it. So it moves on: suppressed in what is thrown in place of the cancellation, or
 * reported with the task (decision 26).
 */
public final class TaskFailures {
    /** How many causes of a failure are looked at, which may be a circle. */
    private static final int MOST_CAUSES = 100;

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
        return ended.isAsRequested(thrown) ? hiddenIn(thrown) : List.of(thrown);
    }

    /** What an exception tells that nobody gets, if a cancellation was asked for. */
    static List<Throwable> toldBy(Throwable thrown) {
        return thrown instanceof CancellationException ? hiddenIn(thrown) : List.of(thrown);
    }

    /** What failed while somebody ended by a cancellation. */
    private static List<Throwable> hiddenIn(Throwable cancellation) {
        Throwable[] suppressed = cancellation.getSuppressed();
        return suppressed.length == 0
                ? List.of()
                : Stream.of(suppressed)
                        .filter(failure -> !isOfInterrupt(failure))
                        .toList();
    }

    /** Whether it is what an interrupt has become, which is how a blocking call is cancelled: its answer, and no failure. */
    private static boolean isOfInterrupt(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
            if (cause instanceof InterruptedException
                    || cause instanceof ClosedByInterruptException
                    || cause instanceof FileLockInterruptionException
                    || (cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
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
