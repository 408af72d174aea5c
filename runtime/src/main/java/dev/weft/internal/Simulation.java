// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The virtual time of a simulated loop: it stands still while a hold is open, of which a call on another thread is one (decision 37). */
final class Simulation implements Clock {
    /** Nothing holds the time. */
    static final long FREE = -1;

    private volatile long now;

    /** The calls that other threads make for tasks of the loop, in the order in which they began. */
    private final Deque<Call> calls = new ArrayDeque<>(0);

    /** A call, and its hold. */
    private record Call(BlockingJob<?> job, Holds.Held held) {}

    final Holds holds;

    /**
     * Makes a time that begins at 0.
     *
     * @param look has a loop that waits look again; any thread
     */
    Simulation(Runnable look) {
        this.holds = new Holds(System::nanoTime, look);
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

    /**
     * Says for how many nanoseconds of real time to wait for what holds the time: 0 if something may be ready now, {@link #FREE} if nothing
     * holds it and nothing has come.
     */
    long untilReady(Inbox inbox) {
        if (tellsOldestCall()) {
            return 0;
        }
        if (!holds.areOpen()) {
            return inbox.isEmpty() ? FREE : 0; // read after the holds: who closes one has added before
        }
        holds.report();
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
}
