// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;

/** The virtual time of a simulated loop: it stands still while a hold is open, of which a call on another thread is one (decision 37). */
final class Simulation implements Clock {
    private volatile long now;

    final Holds holds;

    final SerialCalls calls;

    /** Has the loop look again if it waits. */
    private final Runnable look;

    private final List<OtherWait> others = new ArrayList<>(0);

    final RunFailure failure = new RunFailure();

    /**
     * Makes a time that begins at 0.
     *
     * @param realNanos the time in which people wait
     * @param look has the loop look again if it waits; any thread
     * @param callChoice chooses one of so many calls to be made by other threads
     */
    Simulation(LongSupplier realNanos, Runnable look, IntUnaryOperator callChoice) {
        this.look = look;
        this.holds = new Holds(realNanos, look);
        this.calls = new SerialCalls(holds, callChoice);
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

    /** A call on another thread has ended. Any thread. */
    void callHasEnded() {
        calls.ended();
        look.run();
    }

    @Override
    public long heldFor(Inbox inbox) {
        if (calls.goOn(inbox)) {
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
        calls.turns();
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
