// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs one awaitable with a limit of time. When the time is over it is cancelled, and the wait ends after it has unwound. A
 * result that is there when the timer fires wins; a cancellation from outside never becomes a timeout.
 */
public final class WaitFor<T> extends Timer implements Awaitable<T>, AwaitCycle.Parts {
    private final Awaitable<T> awaitable;
    private final Duration timeout;
    private @Nullable SpawnedTask<T> child;
    private @Nullable LoopEngine loop;
    private @Nullable Waiter waiter;
    private boolean timedOut;
    private boolean cancelled;
    private boolean taken;

    /**
     * Makes the wait, which begins when it is awaited.
     *
     * @param awaitable what to run
     * @param timeout the limit; zero or less is over at once
     */
    public WaitFor(Awaitable<T> awaitable, Duration timeout) {
        this.awaitable = awaitable;
        this.timeout = timeout;
    }

    @Override
    public boolean isReady() {
        Once.check(taken, "waitFor(...)");
        return child != null && child.isReady();
    }

    @Override
    public void subscribe(Waiter newWaiter) {
        if (waiter != null) {
            throw Once.refusal("waitFor(...)");
        }
        waiter = newWaiter;
        loop = requireLoop();
        long nanos = Sleep.nanosOf(timeout);
        boolean late = nanos == 0 && !awaitable.isReady();
        child = Children.start("waitFor(...)", awaitable, newWaiter);
        child.subscribe(this::childEnded);
        if (late || cancelled) { // ends before it starts, and passes the cancellation on to what runs already
            timedOut = child.cancel();
        } else if (nanos > 0) {
            loop.setTimer(this, nanos);
        }
    }

    private LoopEngine requireLoop() {
        try {
            return Execution.requireLoop("waitFor(...)");
        } catch (IllegalStateException none) {
            Children.drop(awaitable);
            throw none;
        }
    }

    private void childEnded() {
        if (loop != null && waiter != null) {
            loop.cancelTimer(this);
            waiter.wake();
        }
    }

    @Override
    void fire() {
        if (child != null && child.cancel()) {
            timedOut = true;
        }
    }

    @Override
    public T result() throws TimeoutException {
        if (child == null) {
            throw new IllegalStateException("A waitFor has no result before it was awaited.");
        }
        taken = true;
        if (timedOut && !cancelled && child.state() == ScheduledTask.State.CANCELLED) {
            TimeoutException late = new TimeoutException("did not end within " + timeout);
            late.initCause(child.failureSeen());
            throw late;
        }
        return child.result();
    }

    @Override
    public boolean withdraw(Waiter withdrawn) {
        if (child == null && Children.isIdle(awaitable)) {
            Children.drop(awaitable);
            return true;
        }
        cancelled = true;
        if (child != null) {
            child.cancel();
        }
        return false;
    }

    @Override
    public List<SpawnedTask<?>> parts() {
        return child == null ? List.of() : List.of(child);
    }

    @Override
    public WaitDescription describe() {
        return new WaitDescription(
                "waitFor", timeout.toString(), child, isSet() ? deadline : WaitDescription.NO_DEADLINE);
    }
}
