// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import dev.weft.EventLoop;
import dev.weft.Task;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Failures that nobody gets, for those who take results on behalf of others: none is lost. */
public final class Unseen {
    /** How many causes of a failure are looked at, which may be a circle. */
    private static final int MOST_CAUSES = 100;

    private Unseen() {}

    /**
     * Returns what has failed, of an end that somebody asked for. A cancellation is then no failure; but what failed while something ended
     * by it is suppressed in it, and would be lost with it. What an interrupt has become in a blocking call is its answer, and no failure.
     *
     * @param thrown what something ended with
     * @return the failures: the exception itself, unless it is a cancellation
     */
    public static List<Throwable> failuresIn(Throwable thrown) {
        Objects.requireNonNull(thrown, "thrown");
        if (!(thrown instanceof CancellationException)) {
            return List.of(thrown);
        }
        Throwable[] suppressed = thrown.getSuppressed();
        return suppressed.length == 0
                ? List.of()
                : Stream.of(suppressed)
                        .filter(failure -> !isOfInterrupt(failure))
                        .toList();
    }

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
     * Reports what has failed, of an end that somebody asked for and nobody gets: as the failure of a task that nobody awaits, where there is
     * a loop to run it, else to the log. Never throws.
     *
     * @param who what has ended, as the name of that task
     * @param thrown what it ended with
     */
    public static void report(String who, Throwable thrown) {
        Objects.requireNonNull(who, "who");
        failuresIn(thrown).forEach(failure -> reportOne(who, failure));
    }

    private static void reportOne(String who, Throwable failure) {
        EventLoop loop = EventLoop.current();
        if (loop != null) {
            try {
                var unused = loop.spawn(who, Task.failed(failure));
                return;
            } catch (Throwable refused) { // the loop closes, or there is no memory: the log has it
            }
        }
        Reports.warning(who + " failed, and nobody has awaited it to see why", failure);
    }
}
