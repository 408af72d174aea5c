// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.LoopMetrics;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/**
 * Counts the turns of a loop and their steps, and measures how long they take; the clock is read once a turn, and once more when the loop
 * begins to wait. Written by whoever makes the turns. Others look at any time, and see numbers that belong together: who writes says so by
 * an odd {@link #version}.
 */
final class LoopMeter {
    /** For how long the greatest lags count at least; twice as long at most. */
    static final long WINDOW_NANOS = 10_000_000_000L;

    /** How often a look is taken again that was disturbed. A writer is never in between for long, unless it has died of a lack of stack. */
    private static final int MOST_LOOKS = 10_000;

    private static final VarHandle VERSION;

    static {
        try {
            VERSION = MethodHandles.lookup().findVarHandle(LoopMeter.class, "version", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // by the handle
    private int version;

    private final long made;
    private long turns;
    private long steps;
    private long busy;

    /** When the last turn began. */
    private long begun;

    /** Whether it is under way; if not, the loop waits, or nobody runs it. */
    private boolean isTurning;

    /** What is known of the turn that is under way. */
    private int stepsOfTurn;

    private long lateOfTurn;

    /** What a listener is told of the last one that has ended. */
    private int stepsOfLast;

    private long lateOfLast;
    private long nanosOfLast;

    /** When the window began in which the greatest lags are noted. */
    private long windowBegun;

    private long longest;
    private long latest;

    /** The greatest of the window before. */
    private long longestBefore;

    private long latestBefore;

    /** When somebody looked last, and for how long the loop had been busy then; by whoever has the monitor. */
    private long seen;

    private long busySeen;

    LoopMeter(long now) {
        made = now;
        seen = now;
        begun = now; // idle since then, if it never turns
        windowBegun = now;
    }

    // ------------------------------------------------------------------ for who makes the turns

    /** A turn begins, and with that ends the one before, unless the loop has waited. Returns whether one has ended. */
    boolean begins(long now) {
        boolean ends = isTurning;
        write();
        if (ends) {
            endTurn(now);
        }
        isTurning = true;
        begun = now;
        turns++;
        written();
        return ends;
    }

    /** The turn is over, and the loop waits for something, or is not run. Returns whether one has ended. */
    boolean rests(long now) {
        if (!isTurning) {
            return false;
        }
        write();
        endTurn(now);
        isTurning = false;
        written();
        return true;
    }

    private void endTurn(long now) {
        nanosOfLast = now - begun;
        stepsOfLast = stepsOfTurn;
        lateOfLast = lateOfTurn;
        stepsOfTurn = 0; // for one that fails before it knows
        lateOfTurn = 0;
        busy += nanosOfLast;
        steps += stepsOfLast;
        if (now - windowBegun >= WINDOW_NANOS) {
            beginWindow(now);
        }
        longest = Math.max(longest, nanosOfLast);
        latest = Math.max(latest, lateOfLast);
    }

    private void beginWindow(long now) {
        boolean isNext = now - windowBegun < 2 * WINDOW_NANOS;
        longestBefore = isNext ? longest : 0;
        latestBefore = isNext ? latest : 0;
        longest = 0;
        latest = 0;
        windowBegun = now;
    }

    /** The greatest of the last ten to twenty seconds. */
    private long greatest(long inWindow, long before, long now) {
        long age = now - windowBegun;
        return age >= 2 * WINDOW_NANOS ? 0 : age >= WINDOW_NANOS ? inWindow : Math.max(inWindow, before);
    }

    private void write() {
        VERSION.setOpaque(this, version + 1);
        VarHandle.storeStoreFence();
    }

    private void written() {
        VERSION.setRelease(this, version + 1);
    }

    /** The turn has made so many steps. */
    void stepped(int made) {
        stepsOfTurn = made;
    }

    /** The turn fires a timer that is late by so much. */
    void fires(long late) {
        lateOfTurn = late;
    }

    /** Tells of the turn that has ended. */
    void tell(LoopListeners listeners) {
        listeners.turnEnded(stepsOfLast, nanosOfLast, lateOfLast);
    }

    // ------------------------------------------------------------------ for all; what another thread reads may be old

    /** When the last turn began. */
    long begun() {
        return begun;
    }

    /** How many turns have begun. */
    long turns() {
        return turns;
    }

    /** How many steps were made in all turns that have ended. */
    long steps() {
        return steps;
    }

    /**
     * Any thread. One looks at a time: what has been told is not taken back, and the turn that ends may have read the clock before the last
     * look did.
     */
    synchronized LoopMetrics metrics(Clock clock, int ready, int tasks, int timers) {
        for (int looks = 1; ; looks++) {
            int before = (int) VERSION.getAcquire(this);
            LoopMetrics found = look(clock.nanoTime(), ready, tasks, timers);
            VarHandle.loadLoadFence();
            if ((before % 2 == 0 && before == version) || looks == MOST_LOOKS) {
                seen = found.nanoTime();
                busySeen = found.busy().toNanos();
                return found;
            }
            Thread.onSpinWait();
        }
    }

    private LoopMetrics look(long now, int ready, int tasks, int timers) {
        long underWay = isTurning ? Math.max(0, now - begun) : 0;
        long busyNow = Math.max(busySeen, Math.min(busy + underWay, busySeen + (now - seen)));
        return new LoopMetrics(
                now,
                turns,
                steps,
                Duration.ofNanos(busyNow),
                Duration.ofNanos(Math.max(0, now - made - busyNow)),
                Duration.ofNanos(Math.max(greatest(longest, longestBefore, now), underWay)),
                Duration.ofNanos(greatest(latest, latestBefore, now)),
                ready,
                tasks,
                timers);
    }
}
