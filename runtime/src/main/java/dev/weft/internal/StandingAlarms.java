// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Timers of an executor that may keep a cancelled one until its time, as that of {@code Executors.newSingleThreadScheduledExecutor()} does,
 * with no way to take it out. So none is cancelled before the loop closes: one that is set stands, goes off for nothing if it is too early,
 * and serves later deadlines meanwhile. An earlier deadline sets another one; when some stand, it is an alarm of ours.
 */
final class StandingAlarms implements Alarm {
    /** How many stand at most, each earlier than the one before. */
    static final int MOST = 8;

    /** For how long one stands at most. */
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);

    private final ScheduledExecutorService scheduler;
    private final Runnable action;
    private final Alarm ours;

    /** Those that have not gone off, the earliest first. */
    private final Deque<Standing> standing = new ArrayDeque<>(2);

    private record Standing(Future<?> timer, long due) {}

    /**
     * Makes alarms of which none is set.
     *
     * @param scheduler whose timers they are
     * @param action what they do when they go off
     * @param ours what takes the deadlines for which there are too many of them
     */
    StandingAlarms(ScheduledExecutorService scheduler, Runnable action, Alarm ours) {
        this.scheduler = scheduler;
        this.action = action;
        this.ours = ours;
    }

    @Override
    public void set(long nanos) {
        long now = System.nanoTime();
        long wait = Math.min(nanos, LONGEST);
        while (!standing.isEmpty() && standing.peek().due - now <= 0) {
            standing.pop();
        }
        boolean isTold = nanos == Long.MAX_VALUE || (!standing.isEmpty() && standing.peek().due - now <= wait);
        if (!isTold && standing.size() == MOST) {
            ours.set(nanos);
            return;
        }
        ours.cancel();
        if (!isTold) {
            standing.push(new Standing(scheduler.schedule(action, wait, TimeUnit.NANOSECONDS), now + wait));
        }
    }

    @Override
    public void cancel() {
        ours.cancel();
        standing.forEach(each -> each.timer.cancel(false));
        standing.clear();
    }
}
