// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.abi.ColdFrames;
import dev.weft.internal.AwaitCycle;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.spi.SingleUse;
import dev.weft.spi.Sneaky;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs several awaitables at the same time and waits for all. The first failure cancels the others; it is thrown when
 * all have ended, with what else failed suppressed in argument order.
 *
 * @param <R> what is made of the results
 */
public final class Gather<R> extends SingleUse<R> implements AwaitCycle.Parts {
    private final List<? extends Awaitable<?>> parts;
    private final Function<List<Object>, R> combine;
    private final List<SpawnedTask<?>> children = new ArrayList<>();
    private int running;
    private @Nullable Throwable firstFailure;
    private boolean cancelled;

    /**
     * Makes a gather, which starts its parts when it is awaited.
     *
     * @param parts what to run, in order
     * @param combine makes the result of the results, in the same order
     */
    public Gather(List<? extends Awaitable<?>> parts, Function<List<Object>, R> combine) {
        this.parts = List.copyOf(parts);
        this.combine = combine;
    }

    @Override
    protected String operation() {
        return "gather(...)";
    }

    @Override
    protected void begin(Waiter waiter) {
        try {
            LoopEngine loop = Execution.requireLoop(operation());
            parts.forEach(part -> children.add(loop.spawnPart(part, waiter)));
        } catch (RuntimeException refused) { // such as the same task twice, or no loop: end those that were started
            firstFailure = refused;
            parts.forEach(ColdFrames::giveUp);
        }
        running = children.size();
        children.forEach(child -> child.subscribe(() -> ended(child)));
        if (cancelled || firstFailure != null) {
            children.forEach(SpawnedTask::cancel);
        }
        if (running == 0) {
            complete();
        }
    }

    private void ended(SpawnedTask<?> child) {
        running--;
        Throwable failure = child.failureSeen();
        if (failure != null && firstFailure == null) {
            firstFailure = failure;
            if (!cancelled) { // a second request would disturb the unwinding
                children.forEach(SpawnedTask::cancel);
            }
        }
        if (running == 0) {
            complete();
        }
    }

    /** There is nothing to wait for without parts. */
    @Override
    protected boolean tryComplete() {
        return parts.isEmpty();
    }

    /** A cancellation is made here and not when it comes about, for its trace to show who awaits. */
    @Override
    protected R value() {
        if (cancelled) {
            throw (CancellationException) withSuppressed(new CancellationException("gather was cancelled"));
        }
        if (firstFailure != null) {
            throw Sneaky.rethrow(withSuppressed(firstFailure));
        }
        List<Object> results = new ArrayList<>(children.size());
        children.forEach(child -> results.add(child.result()));
        return combine.apply(Collections.unmodifiableList(results));
    }

    private Throwable withSuppressed(Throwable thrown) {
        for (SpawnedTask<?> child : children) {
            Throwable other = child.failureSeen();
            if (other != null && other != thrown && !(other instanceof CancellationException)) {
                thrown.addSuppressed(other);
            }
        }
        return thrown;
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        if (children.isEmpty() && Unstarted.giveUp(parts)) {
            return super.withdraw(waiter);
        }
        cancelled = true; // not started: begin starts the parts only to cancel those that run already
        children.forEach(SpawnedTask::cancel);
        return false;
    }

    @Override
    public List<SpawnedTask<?>> parts() {
        return children;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("gather", running + " of " + parts.size() + " running");
    }
}
