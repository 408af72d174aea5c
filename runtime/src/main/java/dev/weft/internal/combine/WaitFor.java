// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.abi.ColdFrames;
import dev.weft.abi.Frame;
import dev.weft.abi.SourceLocation;
import dev.weft.internal.CancelRequest;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one awaitable with a limit of time. When the time is over it is cancelled, and the wait ends after it has unwound. A
 * result that is there when the timer fires wins, and so does one that comes in spite of a cancellation; a cancellation from outside never
 * becomes a timeout.
 *
 * @param <T> what the awaitable gives
 */
public final class WaitFor<T> extends LimitedCall<T> implements Combined {
    private static final String NAMELESS = "an awaitable that cannot describe itself";

    private final Awaitable<T> awaitable;
    private final Duration timeout;

    /** What had not ended when the time was over, in words: its cancellation changes it. Null before. */
    private @Nullable String unended;

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
        boolean wasCancelled = cancelled != null;
        long nanos = Sleep.nanosOf(timeout);
        if (nanos == 0 && cancelled == null && isOverAtOnce(waiter)) {
            complete();
            return;
        }
        if (cancelled == null && nanos > 0) {
            loop.setTimer(this, nanos);
        }
        start(loop, awaitable, waiter);
        if (cancelled != null
                && !wasCancelled) { // by what was asked whether it is over; else the part has its request already
            endChild(cancelled);
        }
    }

    /** With no time, what is ready is left for {@link #value} to take. The rest ends here before it starts, or is cancelled if it runs. */
    private boolean isOverAtOnce(Waiter waiter) {
        if (awaitable instanceof Frame<?> task) {
            ColdFrames.claimInVain(task); // refuses one that was awaited before
        } else if (awaitable.isReady()) {
            return true;
        }
        unended = text(awaitable);
        if (awaitable instanceof SpawnedTask<?> task) {
            noteWhere(task);
            return !task.cancel(timeIsOver(waiter));
        }
        return Unstarted.giveUp(awaitable, waiter);
    }

    private LoopEngine requireLoop() {
        try {
            return Execution.requireLoop(operation());
        } catch (IllegalStateException none) {
            ColdFrames.giveUp(awaitable);
            throw none;
        }
    }

    @Override
    void expire() {
        unended = text(awaitable);
    }

    @Override
    String limit() {
        return timeout.toString();
    }

    /** The value, however it came about: a task that swallows its cancellation, and one that was faster, end with it. */
    @Override
    protected T value() throws Exception {
        SpawnedTask<T> ran = child;
        if (ran == null) {
            if (unended == null && awaitable.isReady()) {
                return awaitable.result();
            }
            throw cancelled == null ? late(null) : new CancellationException(cancelled.toString());
        }
        if (ran.state() == ScheduledTask.State.CANCELLED) {
            if (hasEndedOtherwise()) {
                return awaitable.result();
            }
            if (unended != null && cancelled == null) {
                throw late(ran.failureSeen());
            }
        }
        return ran.result();
    }

    /**
     * Whether what is awaited is a task that did not end by a cancellation, though the child did: it was cancelled before it could
     * look.
     */
    private boolean hasEndedOtherwise() {
        return awaitable instanceof ScheduledTask<T> task
                && task.isReady()
                && task.state() != ScheduledTask.State.CANCELLED;
    }

    private TimeoutException late(@Nullable Throwable cause) {
        return tooLate(unended == null ? text(awaitable) : unended, cause);
    }

    private static String text(Awaitable<?> awaitable) {
        try {
            SourceLocation last = awaitable instanceof Frame<?> task ? task.location() : null;
            if (last != null) { // where it stands is said besides
                return "task " + last.className() + '.' + last.methodName();
            }
            WaitDescription wait = awaitable.describe();
            return (wait.kind() + ' ' + wait.identity()).strip();
        } catch (Throwable thrown) { // of code of users, or there is no memory
            return NAMELESS;
        }
    }

    @Override
    public void discard(T result) {
        Results.discard(this, result);
    }

    @Override
    @SuppressWarnings("unchecked") // the result is that of what is awaited
    public void eachResult(@Nullable Object result, BiConsumer<Awaitable<Object>, @Nullable Object> taker) {
        taker.accept((Awaitable<Object>) awaitable, result);
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        if (runsOn == null) {
            return Unstarted.giveUp(this, waiter);
        }
        return isAwaitedByOther(waiter) || isCancelledAlone(waiter, runsOn);
    }

    @Override
    public boolean hasBegun() {
        return runsOn != null;
    }

    @Override
    public List<? extends Awaitable<?>> parts() {
        return List.of(awaitable);
    }

    @Override
    public boolean isGivenUp(List<? extends Awaitable<?>> left, Waiter waiter) {
        if (left.isEmpty()) {
            return super.withdraw(waiter);
        }
        cancelled = CancelRequest.of(waiter);
        return false;
    }

    /** Its part has not ended. */
    @Override
    public void giveBack() {}

    @Override
    public WaitDescription describe() {
        return new WaitDescription("waitFor", timeout.toString(), child, deadlineNanos());
    }
}
