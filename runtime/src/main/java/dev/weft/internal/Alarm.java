// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The next deadline of a loop as a timer of somebody else: one at most, and none while the loop has no deadline. One that goes off too early
 * is left alone, for the loop then sets it again. In a turn, or between two.
 */
final class Alarm {
    /** For longer than this nobody need wait at once. */
    private static final long LONGEST = TimeUnit.DAYS.toNanos(1);

    private final ScheduledExecutorService scheduler;
    private final Runnable action;
    private @Nullable Future<?> set;
    private long due;

    /**
     * Makes an alarm that is not set.
     *
     * @param scheduler whose timer it is
     * @param action what it does when it goes off
     */
    Alarm(ScheduledExecutorService scheduler, Runnable action) {
        this.scheduler = scheduler;
        this.action = action;
    }

    /** Has it go off in so many nanoseconds, or before; {@code Long.MAX_VALUE} for never. */
    void set(long nanos) {
        if (nanos == Long.MAX_VALUE) {
            cancel();
            return;
        }
        long now = System.nanoTime();
        long wait = Math.min(nanos, LONGEST);
        if (set != null && due - now > 0 && due - now <= wait) {
            return;
        }
        cancel();
        set = scheduler.schedule(action, wait, TimeUnit.NANOSECONDS);
        due = now + wait;
    }

    void cancel() {
        Future<?> present = set;
        if (present != null) {
            set = null;
            present.cancel(false);
            if (scheduler instanceof ThreadPoolExecutor pool && present instanceof Runnable timer) {
                pool.remove(timer); // which would stay until its time, unless somebody has told the executor otherwise
            }
        }
    }
}
