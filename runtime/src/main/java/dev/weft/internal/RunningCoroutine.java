// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.internal.stack.TracedCoroutine;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A coroutine that a thread can run in the middle of the step of another one: what the kinds with and without a loop share. */
abstract class RunningCoroutine extends TracedCoroutine {
    /** Runs a step on this thread, in the middle of the step of another coroutine if there is one. */
    final void stepNested(Execution execution) {
        Execution.@Nullable Nested before = execution.nested;
        execution.nested = new Execution.Nested(this, execution.current(), before);
        try {
            Carried carried = carried();
            if (carried == null) {
                step();
            } else {
                carryingStep(carried);
            }
        } finally {
            execution.nested = before; // no call: there may be no stack left for one
        }
    }

    private void carryingStep(Carried carried) {
        @Nullable Object[] own = carried.enter();
        try {
            step();
        } finally {
            carried.leave(own);
        }
    }

    /** What context keys are bound to for its code; null if nothing is. */
    abstract @Nullable Bindings bindings();

    /** Binds context keys for its code. On the thread that runs it. */
    abstract void bind(@Nullable Bindings bindings);

    /** What the carriers carry for it; null if they do not. */
    abstract @Nullable Carried carried();

    /** The line that spawned it, or null. */
    final @Nullable StackTraceElement spawnSite() {
        return site();
    }

    /** What it waits for, in words; null if it does not wait. */
    final @Nullable WaitDescription describeWait() {
        Awaitable<?> awaited = pending();
        return awaited == null ? null : described(awaited);
    }

    /** An awaitable in words. */
    static WaitDescription described(Awaitable<?> awaited) {
        try {
            return awaited.describe();
        } catch (Throwable failed) { // of an awaitable of the user's, or one that another thread changes meanwhile
            return WaitDescription.of("awaitable", awaited.getClass().getName());
        }
    }

    /**
     * Requests a cancellation. Any thread.
     *
     * @return false if it has ended
     */
    public abstract boolean cancel();

    /**
     * Requests a cancellation on behalf of somebody. Any thread.
     *
     * @param request who asks
     * @return false if it has ended
     */
    public abstract boolean cancel(CancelRequest request);

    @Override
    public final boolean cancel(ScheduledTask<?> task, String site) {
        return task instanceof CancellableTask<?> ours
                ? !ours.isReady() && ours.cancel(CancelRequest.by(requesterAt(site)))
                : task.cancel();
    }

    /** The code of this coroutine as who asks for a cancellation at a place, of which {@link Requester} says what it may be. */
    abstract Requester requesterAt(@Nullable Object place);

    /** The request that stands for the coroutine, on the thread that runs it. */
    abstract CancelRequest standing();

    @Override
    public final CancellationException cancellation() {
        return new CancellationException(standing().toString());
    }

    /** Null but for a task that stays. */
    @Override
    protected @Nullable Thread ownThread() {
        return null;
    }

    @Override
    protected final int stepsAbove() {
        return Execution.here().stepsAbove(this);
    }

    @Override
    protected Iterator<RunningCoroutine> outer() {
        return Execution.here().outerOf(this);
    }
}
