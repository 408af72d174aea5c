// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.abi.ColdFrames;
import dev.weft.internal.AwaitCycle;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs one awaitable with a limit of time. When the time is over it is cancelled, and the wait ends after it has unwound. A
 * result that is there when the timer fires wins; a cancellation from outside never becomes a timeout.
 *
 * @param <T> what the awaitable gives
 */
public final class WaitFor<T> extends Timer<T> implements AwaitCycle.Parts {
    private final Awaitable<T> awaitable;
    private final Duration timeout;
    private @Nullable SpawnedTask<T> child;
    private @Nullable LoopEngine runsOn;
    private boolean timedOut;
    private boolean cancelled;

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
    protected String operation() {
        return "waitFor(...)";
    }

    @Override
    protected void begin(Waiter waiter) {
        LoopEngine loop = requireLoop();
        runsOn = loop;
        long nanos = Sleep.nanosOf(timeout);
        boolean late = nanos == 0 && !awaitable.isReady();
        SpawnedTask<T> started = loop.spawnPart(awaitable, waiter);
        child = started;
        started.subscribe(this::childEnded);
        if (late || cancelled) { // ends before it starts, and passes the cancellation on to what runs already
            timedOut = started.cancel();
        } else if (nanos > 0) {
            loop.setTimer(this, nanos);
        }
    }

    private LoopEngine requireLoop() {
        try {
            return Execution.requireLoop(operation());
        } catch (IllegalStateException none) {
            ColdFrames.giveUp(awaitable);
            throw none;
        }
    }

    private void childEnded() {
        if (runsOn != null) {
            runsOn.cancelTimer(this);
            complete();
        }
    }

    @Override
    protected void fire() {
        if (child != null && child.cancel()) {
            timedOut = true;
        }
    }

    @Override
    protected boolean tryComplete() {
        return child != null && child.isReady();
    }

    @Override
    @SuppressWarnings("NullAway") // there is a child, for it has ended
    protected T value() throws TimeoutException {
        if (timedOut && !cancelled && child.state() == ScheduledTask.State.CANCELLED) {
            TimeoutException late = new TimeoutException("did not end within " + timeout);
            late.initCause(child.failureSeen());
            throw late;
        }
        return child.result();
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        if (child == null && Unstarted.giveUp(List.of(awaitable))) {
            return super.withdraw(waiter);
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
        return new WaitDescription("waitFor", timeout.toString(), child, deadlineNanos());
    }
}
