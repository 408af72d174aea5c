// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One timer at most, and none while the loop has no deadline, where cancelling it leaves nothing behind. One that goes off too early is left
 * alone, for the loop then sets it again.
 */
final class SingleAlarm implements Alarm {
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
    SingleAlarm(ScheduledExecutorService scheduler, Runnable action) {
        this.scheduler = scheduler;
        this.action = action;
    }

    @Override
    public void set(long nanos) {
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

    @Override
    public void cancel() {
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
