// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.TimeoutScope;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.internal.BlockFrame;
import dev.weft.internal.CancelRequest;
import dev.weft.internal.EndWaiter;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.StructuredCall;
import dev.weft.internal.Timer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the block of a {@link Scope}. When the time is over the block is cancelled, and the wait ends when it has unwound; what it returns
 * in spite of that is its result. A cancellation from outside never becomes a timeout.
 *
 * @param <T> what the block returns
 */
final class ScopeCall<T> extends Timer<T> implements StructuredCall {
    private final Scope scope;
    private final TimeoutScope.Body<T, ?> body;

    /** Whether a block that has ended because of the limit is told by an exception. */
    private final boolean tells;

    private @Nullable SpawnedTask<T> child;
    private @Nullable LoopEngine runsOn;
    private @Nullable CancelRequest cancelled;

    /** Whether the block is to be cancelled yet. What there was no memory for is done when somebody asks again. */
    private boolean mustCancel;

    ScopeCall(Scope scope, TimeoutScope.Body<T, ?> body, boolean tells) {
        this.scope = scope;
        this.body = body;
        this.tells = tells;
    }

    @Override
    protected String operation() {
        return tells ? "timeout(...)" : "moveOnAfter(...)";
    }

    @Override
    protected void begin(Waiter waiter) {
        LoopEngine loop = Execution.requireLoop(operation());
        scope.entered(this);
        runsOn = loop;
        setLimit();
        try {
            BlockEnd onEnd = new BlockEnd(this); // first: nothing can fail behind the start
            SpawnedTask<T> started = loop.spawnPart(new BlockFrame<T>(() -> body.run(scope)), waiter);
            started.runsBlock();
            child = started;
            started.subscribe(onEnd);
        } catch (Throwable refused) {
            loop.cancelTimer(this);
            scope.left();
            throw refused;
        }
    }

    /** Has the timer fire when the scope says. */
    void setLimit() {
        if (runsOn != null) {
            runsOn.cancelTimer(this);
            Long nanos = scope.nanos();
            if (nanos != null) {
                runsOn.setTimer(this, nanos);
            }
        }
    }

    void requireLoopThread() {
        if (runsOn != null) {
            runsOn.requireLoopThread("reschedule(...) of a TimeoutScope");
        }
    }

    long when() {
        return deadlineNanos();
    }

    /** The waiter of the end of the block. */
    private static final class BlockEnd extends EndWaiter {
        private final ScopeCall<?> call;

        BlockEnd(ScopeCall<?> call) {
            this.call = call;
        }

        @Override
        public void wake() {
            call.blockEnded();
        }
    }

    private void blockEnded() {
        if (runsOn != null) {
            runsOn.cancelTimer(this);
        }
        scope.left();
        complete();
    }

    @Override
    protected void fire() {
        if (child != null && !child.isReady()) {
            scope.expires();
            mustCancel = true;
            cancelBlock();
        }
    }

    /**
     * Cancels the block if that is due. Where there is no memory for it all tasks of the loop look again, and so does who waits for this.
     */
    private void cancelBlock() {
        if (!mustCancel || child == null) {
            return;
        }
        mustCancel = false; // first: a block that waits for this asks it again
        try {
            child.cancel(
                    cancelled == null
                            ? CancelRequest.by(operation() + ", whose time of " + scope.text() + " is over")
                            : cancelled);
        } catch (Throwable lacking) {
            mustCancel = true;
            if (runsOn != null) {
                runsOn.lostWake();
            }
        }
    }

    @Override
    protected boolean tryComplete() {
        cancelBlock();
        return child != null && child.isReady();
    }

    @Override
    @SuppressWarnings("NullAway") // null in place of an exception
    protected T value() throws Exception {
        SpawnedTask<T> ran = Objects.requireNonNull(child);
        if (ran.state() == ScheduledTask.State.CANCELLED && scope.expired() && cancelled == null) {
            Throwable cause = ran.failureSeen();
            if (!tells) {
                return null;
            }
            TimeoutException late = new TimeoutException("the block did not end within " + scope.text());
            late.initCause(cause);
            throw late;
        }
        return ran.result();
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        LoopEngine loop = runsOn;
        if (loop == null) {
            return super.withdraw(waiter);
        }
        return isAwaitedByOther(waiter) || isCancelledAlone(waiter, loop);
    }

    /**
     * Passes the request on to the block, for which a waiter in a circle does not wait. Where memory lacks it gets it when somebody asks
     * again.
     */
    private boolean isCancelledAlone(Waiter waiter, LoopEngine loop) {
        try {
            return loop.cancelParts(this, waiter);
        } catch (Throwable lacking) {
            mustCancel = true;
            loop.lostWake();
            return false;
        }
    }

    @Override
    public List<SpawnedTask<?>> cancelled(CancelRequest request) {
        cancelled = request;
        return child == null ? List.of() : List.of(child);
    }

    /** What a block returns has no way back. */
    @Override
    public void giveBack() {}

    /** While somebody waits, the loop on which it began: on that alone it is asked and withdrawn. */
    @Override
    public @Nullable EventLoop loop() {
        return waiter() == null ? null : runsOn;
    }

    @Override
    public WaitDescription describe() {
        return new WaitDescription("timeout", scope.text(), child, deadlineNanos());
    }
}
