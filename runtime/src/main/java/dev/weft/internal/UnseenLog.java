// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.UnseenFailure;
import dev.weft.spi.Reports;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The log of the failures that nobody has seen. When thousands of tasks fail at once, the first are shown, and of the others how many there
 * are by the line of the spawn and the class of the failure, so that the log does not hold up the loop. Loop thread only.
 */
final class UnseenLog {
    /** How many failures are shown, until a turn leaves none behind. */
    static final int MOST_SHOWN = 100;

    /** What failures have in common that are counted together. */
    private record Kind(@Nullable StackTraceElement spawnedAt, Class<?> failure) {}

    private int shown;
    private final Map<Kind, Integer> others = new LinkedHashMap<>(0);

    /** Shows a failure, or counts it. */
    void add(UnseenFailure unseen) {
        if (shown < MOST_SHOWN) {
            shown++;
            show(unseen);
        } else {
            others.merge(new Kind(unseen.spawnedAt(), classOf(unseen.failure())), 1, Integer::sum);
        }
    }

    /** The class of a failure; of a cancellation that which users catch. */
    private static Class<?> classOf(Throwable failure) {
        return failure instanceof CancellationException ? CancellationException.class : failure.getClass();
    }

    private static void show(UnseenFailure unseen) {
        StringBuilder text = new StringBuilder(unseen.toString());
        if (unseen.failure().getStackTrace().length == 0) {
            unseen.asyncStack().forEach(line -> text.append("\n\tat ").append(line));
        }
        Reports.forgotten(text.toString(), unseen.failure());
    }

    /** Says how many failures were not shown, when those of a turn have been added. */
    void ended(boolean noneLeft) {
        others.forEach((kind, count) -> Reports.forgotten(
                count + (count == 1 ? " more task" : " more tasks")
                        + (kind.spawnedAt == null ? "" : ", spawned at " + kind.spawnedAt + ",")
                        + " failed at the same time with "
                        + kind.failure.getName() + ", and nobody has awaited any to see why."
                        + " A handler is told of each (EventLoop.setExceptionHandler)",
                null));
        others.clear();
        if (noneLeft) {
            shown = 0;
        }
    }
}
