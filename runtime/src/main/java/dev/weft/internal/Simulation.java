// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;

/** The virtual time of a simulated loop: it stands still while a hold is open, of which a call on another thread is one (decision 37). */
final class Simulation implements Clock {
    private volatile long now;

    final Holds holds;

    /** The calls that other threads make for tasks of the loop, in the order in which they began. */
    private final Deque<Call> calls = new ArrayDeque<>(0);

    /** A call, and its hold. */
    private record Call(BlockingJob<?> job, Holds.Held held) {}

    private final List<OtherWait> others = new ArrayList<>(0);

    final RunFailure failure = new RunFailure();

    /**
     * Makes a time that begins at 0.
     *
     * @param realNanos the time in which people wait
     * @param look has the loop look again if it waits; any thread
     */
    Simulation(LongSupplier realNanos, Runnable look) {
        this.holds = new Holds(realNanos, look);
    }

    // ------------------------------------------------------------------ time

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public boolean isVirtual() {
        return true;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the loop's thread alone
    public boolean jump(long nanos) {
        now += nanos;
        return true;
    }

    @Override
    public boolean standsStill() {
        return failure.nothingCanHappen();
    }

    // ------------------------------------------------------------------ what holds it

    /** Has time wait for the end of a call on another thread. */
    void begins(BlockingJob<?> job) {
        calls.add(new Call(job, holds.open(job)));
    }

    /** Takes back what {@link #begins} did: no thread will make the call. */
    void refused(BlockingJob<?> job) {
        calls.removeIf(call -> {
            boolean found = call.job == job;
            if (found) {
                call.held.release();
            }
            return found;
        });
    }

    @Override
    public long heldFor(Inbox inbox) {
        if (tellsOldestCall()) {
            return 0;
        }
        if (!others.isEmpty()) {
            others.removeIf(OtherWait::hasEnded);
        }
        if (!holds.areOpen()) {
            return inbox.isEmpty() ? FREE : 0; // read after the holds: who closes one has added before
        }
        if (holds.report() && waitsForIdleLoopsOnly() && failure.nothingCanHappen()) {
            return 0;
        }
        return holds.untilReport();
    }

    /**
     * Tells that the oldest call has ended of those that have. That is told when nothing else is ready, so that the speed of its thread
     * decides nothing about the others.
     */
    private boolean tellsOldestCall() {
        for (Iterator<Call> each = calls.iterator(); each.hasNext(); ) {
            Call call = each.next();
            if (call.job.isOver()) {
                each.remove();
                call.held.release();
                call.job.tell();
                return true;
            }
        }
        return false;
    }

    /** Has time wait until a coroutine goes on that waits for a task of another loop. Returns who waits in place of the waiter. */
    Waiter awaits(SpawnedTask<?> awaited, Waiter waiter, RunningCoroutine coroutine) {
        OtherWait wait = new OtherWait(awaited, waiter, coroutine, holds);
        others.add(wait);
        return wait;
    }

    /** A waiter waits no longer for a task of another loop. Returns who has waited in its place. */
    Waiter leaves(SpawnedTask<?> awaited, Waiter waiter) {
        for (OtherWait wait : others) {
            if (wait.isOf(awaited, waiter)) {
                wait.isTakenBack();
                return wait;
            }
        }
        return waiter;
    }

    /** Whether nothing holds the time but tasks of loops that no thread runs. */
    private boolean waitsForIdleLoopsOnly() {
        return others.size() == holds.size() && others.stream().allMatch(OtherWait::isForIdleLoop);
    }

    // ------------------------------------------------------------------ what becomes of the run

    /** Another thread does something to the loop. Any thread. */
    void arrives(String did, Object subject) {
        if (!holds.areOpen()) {
            failure.arrives(did, subject);
        }
    }

    @Override
    public void starts() {
        failure.starts();
    }

    @Override
    public void turns() {
        failure.turns();
    }

    @Override
    public void throwFailure() {
        failure.throwIfThere();
    }

    @Override
    public boolean hasInterrupted() {
        return failure.hasInterrupted();
    }

    @Override
    public void ends() {
        failure.ends();
    }
}
