// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
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
 */
public final class Gather<R> implements Awaitable<R>, AwaitCycle.Parts {
    private final List<? extends Awaitable<?>> parts;
    private final Function<List<Object>, R> combine;
    private final List<SpawnedTask<?>> children = new ArrayList<>();
    private int running;
    private @Nullable Waiter waiter;
    private @Nullable Throwable firstFailure;
    private boolean cancelled;
    private boolean taken;

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
    public boolean isReady() {
        Once.check(taken, "gather(...)");
        return running == 0 && (waiter != null || parts.isEmpty());
    }

    @Override
    public void subscribe(Waiter newWaiter) {
        if (waiter != null) {
            throw Once.refusal("gather(...)");
        }
        waiter = newWaiter;
        try {
            parts.forEach(part -> children.add(Children.start("gather(...)", part, newWaiter)));
        } catch (RuntimeException refused) { // such as the same task twice, or no loop: end those that were started
            firstFailure = refused;
            parts.forEach(Children::drop);
        }
        running = children.size();
        children.forEach(child -> child.subscribe(() -> ended(child)));
        if (cancelled || firstFailure != null) {
            children.forEach(SpawnedTask::cancel);
        }
        if (running == 0) {
            newWaiter.wake();
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
        if (running == 0 && waiter != null) {
            waiter.wake();
        }
    }

    @Override
    public R result() {
        taken = true;
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
    public boolean withdraw(Waiter withdrawn) {
        if (waiter == null && parts.stream().allMatch(Children::isIdle)) {
            parts.forEach(Children::drop);
            return true;
        }
        cancelled = true; // not started: subscribe starts the parts only to cancel those that run already
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
