// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The wait of a coroutine of a simulated loop for a task of another loop, which holds the clock until the coroutine goes on. It stands for
 * the one that subscribed and wakes it once, whichever thread is first: a second wake would come when nothing holds the clock any more.
 */
final class OtherWait implements Waiter {
    private final SpawnedTask<?> awaited;
    private final Waiter waiter;
    private final RunningCoroutine coroutine;
    private final @Nullable Awaitable<?> pending;
    private final Holds.Held held;
    private final AtomicBoolean over = new AtomicBoolean();

    OtherWait(SpawnedTask<?> awaited, Waiter waiter, RunningCoroutine coroutine, Holds holds) {
        this.awaited = awaited;
        this.waiter = waiter;
        this.coroutine = coroutine;
        this.pending = coroutine.pending();
        this.held = holds.open(this);
    }

    @Override
    public void wake() {
        if (over.compareAndSet(false, true)) {
            waiter.wake();
        }
    }

    @Override
    public Waiter actsFor() {
        return waiter.actsFor();
    }

    boolean isOf(SpawnedTask<?> task, Waiter subscribed) {
        return awaited == task && waiter == subscribed;
    }

    /** The wait is taken back: nobody is woken any more. */
    void isTakenBack() {
        over.set(true);
    }

    /** Lets time pass if the coroutine has gone on, and says whether it has. Loop thread only. */
    boolean hasEnded() {
        boolean goneOn = coroutine.pending() != pending;
        if (goneOn) {
            held.release();
        }
        return goneOn;
    }

    /** Whether no thread runs the loop of the task. */
    boolean isForIdleLoop() {
        return !awaited.loop.isRunning() && !awaited.isReady();
    }

    /** The text of the hold. */
    @Override
    public String toString() {
        return "task " + awaited.name() + " of another event loop" + (isForIdleLoop() ? ", which no thread runs" : "");
    }
}
