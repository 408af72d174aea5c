// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.BlockingPool;
import dev.weft.CallableOp;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that blocks, on its way to a thread and back. Any thread.
 *
 * <pre>
 * state        means                                next
 * QUEUED       no thread runs it yet                RUNNING, or TAKEN_BACK by a cancellation
 * RUNNING      a thread runs it, which may be       ENDED
 *              interrupted for it, once
 * ENDED        the outcome is there
 * TAKEN_BACK   it never runs
 * </pre>
 */
final class BlockingJob<T> implements Runnable {
    private enum State {
        QUEUED,
        RUNNING,
        ENDED,
        TAKEN_BACK
    }

    private final CallableOp<T, ?> call;
    private final Executor executor;
    private final @Nullable Inherited inherited;
    private final Waiter waiter;

    /** The loop whose time is virtual and that tells its waiters itself; else null. */
    private final @Nullable LoopEngine loop;

    /** Takes it out of the pool's queue; null where the executor has no such thing. */
    private @Nullable BooleanSupplier queued;

    /** Written under the lock. */
    private volatile State state = State.QUEUED;

    private @Nullable Thread thread;
    private boolean interrupted;

    /** The virtual time that passes between its end and when that is told: what tests have planted at points that it has reached. */
    private volatile long delay;

    private @Nullable T value;
    private @Nullable Throwable failure;

    BlockingJob(CallableOp<T, ?> call, Executor executor, Waiter waiter, @Nullable LoopEngine loop) {
        this.call = call;
        this.executor = executor;
        this.inherited = Inherited.here();
        this.waiter = waiter;
        this.loop = loop;
    }

    Executor executor() {
        return executor;
    }

    /** Has a thread of the executor make the call. Throws what the executor does when it refuses. */
    void handOver() {
        if (executor instanceof BlockingPool pool) {
            queued = pool.submit(this);
        } else {
            executor.execute(this);
        }
    }

    /** The executor has refused it: that is how it ends, if no thread makes it all the same. */
    synchronized void refused(Throwable why) {
        if (state == State.QUEUED) {
            failure = why;
            state = State.ENDED;
        }
    }

    @Override
    public void run() {
        if (!begins()) {
            return;
        }
        try {
            if (inherited == null) {
                call();
            } else {
                inherited.run(this::call);
            }
        } catch (Throwable lacking) { // memory, before the call or after it
            failure = lacking;
        } finally {
            end();
        }
    }

    private synchronized boolean begins() {
        if (state != State.QUEUED) {
            return false;
        }
        thread = Thread.currentThread();
        state = State.RUNNING;
        return true;
    }

    private void call() {
        if (loop == null) {
            callNow();
        } else {
            PlantedFaults.reachedFor(loop, this, this::callNow);
        }
    }

    private void callNow() {
        try {
            value = call.call();
        } catch (Throwable thrown) { // for whoever awaits
            failure = thrown;
        }
    }

    private void end() {
        synchronized (this) {
            thread = null;
            state = State.ENDED; // publishes the outcome
            if (interrupted) {
                Thread.interrupted(); // it was for this call, and the thread has others to make
            }
        }
        if (loop == null) {
            tell();
        } else {
            loop.callHasEnded();
        }
    }

    /** Has the end be told later, on the clock of the loop. On the thread that makes the call. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread at a time
    void takesLonger(long nanos) {
        delay += nanos;
    }

    /** Wakes who waits for the end, now or when the clock of the loop has come to it. */
    void tell() {
        long late = delay;
        if (late > 0 && loop != null) {
            new FaultDelay(loop, toString(), late, null).subscribe(this::delayIsOver);
        } else if (state == State.ENDED) {
            Fence.wake(waiter, this);
        }
    }

    private void delayIsOver() {
        delay = 0;
        tell();
    }

    /** Whether nothing of it runs or will run. */
    boolean isOver() {
        return state == State.ENDED || state == State.TAKEN_BACK;
    }

    /** Whether it is over for whoever waits for it. */
    boolean hasEnded() {
        return state == State.ENDED && delay == 0;
    }

    /** Only when it has ended. */
    @Nullable
    T value() {
        return value;
    }

    /** Only when it has ended; null if there is a value. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Takes it back if no thread runs it yet; otherwise interrupts that, the first time and if it may, and returns false. */
    boolean takeBack(boolean mayInterrupt) {
        if (!isTakenBack(mayInterrupt)) {
            return false;
        }
        if (queued != null) {
            var unused = queued.getAsBoolean(); // it may be taken out of the queue by a thread just now
        }
        if (loop != null) {
            loop.callIsTakenBack(this);
        }
        return true;
    }

    private synchronized boolean isTakenBack(boolean mayInterrupt) {
        if (state == State.QUEUED) {
            state = State.TAKEN_BACK;
        }
        Thread running = thread;
        if (mayInterrupt && running != null && !interrupted) {
            interrupted = true;
            running.interrupt();
        }
        return state == State.TAKEN_BACK;
    }

    /** Whether it was interrupted while it ran, so that what it throws may have come of that. */
    synchronized boolean wasInterrupted() {
        return interrupted;
    }

    /** The thread that runs it; null if none does. Any thread. */
    @Nullable
    Thread thread() {
        return thread;
    }

    /** Which thread runs it, or what it waits for. */
    String where() {
        Thread running = thread;
        if (state == State.ENDED && delay > 0) {
            return "has ended, and a fault delays that by " + Duration.ofNanos(delay);
        }
        return state == State.QUEUED || running == null
                ? "waits for a thread"
                : "runs on thread \"" + running.getName() + '"';
    }

    /** Names the call, in messages. */
    @Override
    public String toString() {
        return "the blocking call of " + Fence.nameOf(call);
    }
}
