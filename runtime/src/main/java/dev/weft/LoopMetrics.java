// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.time.Duration;
import java.util.Objects;

/**
 * What an event loop has done up to one moment, and what it has to do then. Times are those of the loop's clock, virtual on a simulated
 * loop. {@link EventLoop#metrics} makes one, on any thread.
 *
 * @param nanoTime the moment, as {@link EventLoop#nanoTime} says it
 * @param turns how many turns have begun since the loop was made
 * @param steps how many steps they have made: tasks that went on, and actions that were posted; those of the turn that is under way not yet
 * @param busy for how long the loop was in turns, that which is under way included; never less than an earlier look has told
 * @param idle for how long it was not: it waited for something to come, or no thread ran it; never less than an earlier look has told
 * @param lag how late it looks at what comes: the longest turn of the last ten to twenty seconds, that which is under way included. Who came
 *     at its begin has waited for so long
 * @param timerLag how late a timer fired at most, in the same time; a selector waits in whole milliseconds, so up to one is usual
 * @param ready how many tasks and actions can go on
 * @param tasks how many tasks have not ended
 * @param timers how many deadlines are set
 */
public record LoopMetrics(
        long nanoTime,
        long turns,
        long steps,
        Duration busy,
        Duration idle,
        Duration lag,
        Duration timerLag,
        int ready,
        int tasks,
        int timers) {
    /**
     * Refuses times that are null.
     *
     * @param nanoTime see {@link #nanoTime}
     * @param turns see {@link #turns}
     * @param steps see {@link #steps}
     * @param busy see {@link #busy}
     * @param idle see {@link #idle}
     * @param lag see {@link #lag}
     * @param timerLag see {@link #timerLag}
     * @param ready see {@link #ready}
     * @param tasks see {@link #tasks}
     * @param timers see {@link #timers}
     */
    public LoopMetrics {
        Objects.requireNonNull(busy, "busy");
        Objects.requireNonNull(idle, "idle");
        Objects.requireNonNull(lag, "lag");
        Objects.requireNonNull(timerLag, "timerLag");
    }

    /**
     * Returns the part of the time for which the loop was busy: 1 is a loop that never waits, as one core can do no more.
     *
     * @return from 0 to 1; 0 if no time has passed since the loop was made
     */
    public double busyShare() {
        return share(busy.toNanos(), busy.plus(idle).toNanos());
    }

    /**
     * Returns the part of the time since an earlier look for which the loop was busy.
     *
     * @param earlier metrics of the same loop; not null
     * @return from 0 to 1; 0 if no time has passed
     */
    public double busyShareSince(LoopMetrics earlier) {
        Objects.requireNonNull(earlier, "earlier");
        return share(busy.minus(earlier.busy).toNanos(), nanoTime - earlier.nanoTime);
    }

    private static double share(long busy, long all) {
        return all <= 0 ? 0 : Math.min(1, (double) busy / all);
    }
}
