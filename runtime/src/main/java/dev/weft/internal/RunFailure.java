// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.DeadlockException;
import dev.weft.RealTimeException;
import dev.weft.spi.Reports;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a run on a simulated loop fails with, which is not the failure of a task (decision 37). */
final class RunFailure {
    private static final String STUCK =
            "Nothing can happen on this simulated event loop any more: no task is ready, no timer is set,"
                    + " no thread works for it, and nobody holds its clock. These tasks have not ended:";

    private static final String STUCK_CLOSING =
            "This simulated event loop cannot close, for nothing can happen on it any more."
                    + " These tasks have not ended:";

    private static final String ADVICE =
            "\nIf another thread was to go on with one of them, take a hold before that thread begins,"
                    + " loop.hold(\"what it does\"), and have it close the hold when it is done.";

    /** Set before anything else happens. */
    private @Nullable SimulatedEventLoop loop;

    /** Another thread that has come while nothing held the time, and has yet to be told. */
    private volatile @Nullable Arrival arrival;

    private volatile @Nullable RuntimeException failure;

    private volatile boolean closing;

    /** On which the loop turns. Written under the lock of this where it ends. */
    private volatile @Nullable Thread thread;

    /** Counted by the loop's thread alone. */
    private long turn;

    /** Whether a thread was interrupted that blocked. */
    private volatile boolean interrupted;

    /** Says whose runs they are. */
    void isOf(SimulatedEventLoop failing) {
        loop = failing;
    }

    private SimulatedEventLoop loop() {
        return Objects.requireNonNull(loop);
    }

    // ------------------------------------------------------------------ a run, from its start to its end

    /** The loop begins to turn on this thread. What has come before is where the run begins. */
    void starts() {
        arrival = null;
        failure = null;
        thread = Thread.currentThread();
        try {
            StepWatch.SHARED.add(this);
        } catch (Throwable lacking) { // memory, or a thread: it is a watch, and the run goes on without it
            StepWatch.SHARED.remove(this);
        }
    }

    /** The loop makes a turn. */
    void turns() {
        turn++;
        throwIfThere();
    }

    /**
     * Throws what the run fails with, once. Whoever has come in the last turn counts too: that the run ends before its next is chance.
     */
    void throwIfThere() {
        Arrival late = arrival;
        if (late != null && failure == null && !closing) {
            failure = late.failure(replay());
        }
        RuntimeException thrown = failure;
        if (thrown != null) {
            failure = null;
            arrival = null;
            throw thrown;
        }
    }

    /** The loop turns no longer. */
    void ends() {
        StepWatch.SHARED.remove(this);
        synchronized (this) {
            thread = null;
        }
        if (interrupted) {
            Thread.interrupted(); // which was for the run
            interrupted = false;
        }
    }

    /** The loop has only to end. Other threads may come late. */
    void closes() {
        closing = true;
    }

    // ------------------------------------------------------------------ why it fails

    /** Notes what another thread does while nothing holds the time; the first has the run fail. Any thread. */
    void arrives(String did, Object subject) {
        if (!closing && arrival == null && thread != null) {
            arrival = new Arrival(did, subject);
        }
    }

    /** Nobody can go on any more. False where that is no failure, since nobody waits for the run on its thread. Loop thread only. */
    boolean nothingCanHappen() {
        if (thread == null) {
            return false;
        }
        if (!Thread.currentThread().isInterrupted()) {
            failure = new DeadlockException(
                    DeadlockReport.of(closing ? STUCK_CLOSING : STUCK, loop()) + ADVICE + replay());
        }
        return true;
    }

    private String replay() {
        return "\n" + loop().again() + Replay.textOf(loop().faultsThatHappened());
    }

    // ------------------------------------------------------------------ a step that does not end

    /** The thread on which the loop turns; null if it does not. Any thread. */
    @Nullable
    Thread thread() {
        return thread;
    }

    /** The number of the turn; what another thread reads may be old. */
    long turn() {
        return turn;
    }

    /** Whether {@link #isBlocked} has interrupted the thread. */
    boolean hasInterrupted() {
        return interrupted;
    }

    /** A step does not end, since it waits; the run fails, if an interrupt ends the wait. By another thread. */
    synchronized void isBlocked(long inTurn, StackTraceElement call, StackTraceElement[] stack) {
        Thread blocked = thread;
        if (blocked == null || turn != inTurn) {
            return;
        }
        Throwable where = new Throwable("the stack of thread \"" + blocked.getName() + '"');
        where.setStackTrace(stack);
        String what = "A step of this simulated event loop blocks its thread \"" + blocked.getName() + "\" at " + call
                + ", and so nothing else on it can happen, and no time passes."
                + " Await instead, or run what blocks by Weft.blocking(...).";
        Reports.warning(what, where);
        failure = new RealTimeException(what + replay(), where);
        interrupted = true;
        blocked.interrupt();
    }
}
