// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.BlockingPool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The calls that other threads make for a simulated loop: one at a time, while nothing on the loop is ready, so that neither the speed of
 * their threads nor what two of them do to the same thing decides anything (decision 64). Which is the next, the schedule decides. A call
 * that waits for something else, which the loop or another call may have to do, is gone past after a while. Loop thread only, but for {@link
 * #ended}.
 */
final class SerialCalls {
    private static final long LOOK_NANOS = 1_000_000;

    /** In how many looks in a row the threads of all calls are seen to wait before something else goes on. */
    private static final int PATIENCE = 50;

    /** How many it is at least, when that has happened again and again; and for what has come to the loop meanwhile. */
    private static final int LEAST_PATIENCE = 4;

    /** After how many looks something else goes on in any case: it may be what a thread asks for again and again. */
    private static final int MOST_LOOKS = 2_000;

    /** After how many turns a call begins though there has always been something ready: it may be what a task asks for again and again. */
    private static final int MOST_TURNS = 1_000;

    private final Holds holds;

    /** Chooses one of so many. */
    private final IntUnaryOperator choice;

    private final List<Call> waiting = new ArrayList<>(0);

    /** In the order in which they have begun. More than one only where one was gone past. */
    private final Deque<Call> begun = new ArrayDeque<>(0);

    private int patience = PATIENCE;
    private int turns;

    /** The thread that waits for the end of a call. */
    private volatile @Nullable Thread watching;

    /** A call, and its hold. */
    private record Call(BlockingJob<?> job, Holds.Held held) {}

    SerialCalls(Holds holds, IntUnaryOperator choice) {
        this.holds = holds;
        this.choice = choice;
    }

    // ------------------------------------------------------------------ what the loop's tasks do

    /** Adds a call, which begins when nothing else is ready. */
    void add(BlockingJob<?> job) {
        waiting.add(new Call(job, holds.open(job)));
    }

    /** A call is taken back, which nobody makes any more if it has not begun. */
    void takenBack(BlockingJob<?> job) {
        waiting.removeIf(call -> {
            boolean found = call.job == job;
            if (found) {
                call.held.release();
            }
            return found;
        });
    }

    /** The loop makes a turn. */
    void turns() {
        if (!waiting.isEmpty() && ++turns >= MOST_TURNS) {
            turns = 0;
            beginsNext();
        }
    }

    // ------------------------------------------------------------------ while nothing else is ready

    /**
     * Waits for the call that has begun first, and tells its end; begins one if none has. Returns false if there is none, or if that is long
     * in coming and nothing else could be done.
     */
    boolean goOn(Inbox inbox) {
        turns = 0;
        if (begun.isEmpty() && !beginsNext()) {
            return false;
        }
        int standing = 0;
        for (int looks = 0; looks < MOST_LOOKS && standing < patience; looks++) {
            if (tellsFirst()) {
                return true;
            }
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
            park();
            standing = standStill() ? standing + 1 : 0;
            if (standing >= LEAST_PATIENCE && !inbox.isEmpty()) {
                return true;
            }
        }
        return goesPast(inbox);
    }

    /** Lets something else go on, and says whether there is anything. */
    private boolean goesPast(Inbox inbox) {
        if (!inbox.isEmpty()) {
            return true;
        }
        boolean goesOn = tellsAny() || beginsNext();
        if (goesOn) {
            patience = Math.max(LEAST_PATIENCE, patience / 2);
        }
        return goesOn;
    }

    private void park() {
        watching = Thread.currentThread();
        if (!begun.element().job.isOver()) {
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
        watching = null;
    }

    /** A call has ended. Any thread. */
    void ended() {
        LockSupport.unpark(watching);
    }

    /** Whether a thread waits that makes a call, and none does anything else. */
    private boolean standStill() {
        boolean waits = false;
        for (Call call : begun) {
            Thread thread = call.job.thread();
            if (thread != null && thread.getState() == Thread.State.RUNNABLE) {
                return false;
            }
            waits |= thread != null;
        }
        return waits;
    }

    private boolean tellsFirst() {
        if (!begun.element().job.isOver()) {
            return false;
        }
        tell(begun.remove());
        return true;
    }

    private boolean tellsAny() {
        for (Call call : begun) {
            if (call.job.isOver()) {
                begun.remove(call);
                tell(call);
                return true;
            }
        }
        return false;
    }

    private void tell(Call call) {
        if (begun.isEmpty()) {
            patience = PATIENCE;
        }
        call.held.release();
        call.job.tell();
    }

    // ------------------------------------------------------------------ which is the next

    /** Has a thread make a call that waits, and says whether there is one. */
    private boolean beginsNext() {
        List<Call> ready = ready();
        if (ready.isEmpty()) {
            return false;
        }
        Call next = ready.get(ready.size() == 1 ? 0 : choice.applyAsInt(ready.size()));
        waiting.remove(next);
        begun.add(next);
        try {
            next.job.handOver();
        } catch (Throwable refused) { // for whoever awaits the call
            next.job.refused(refused);
        }
        return true;
    }

    /** The calls that may be the next: those of an executor that may have a single thread are made in the order in which they came. */
    private List<Call> ready() {
        Set<Executor> inOrder = new HashSet<>();
        List<Call> ready = new ArrayList<>(waiting);
        ready.removeIf(call -> !hasThreads(call.job.executor()) && !inOrder.add(call.job.executor()));
        return ready;
    }

    private static boolean hasThreads(Executor executor) {
        return executor instanceof BlockingPool pool && pool.statistics().most() > 1;
    }
}
