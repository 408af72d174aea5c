// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.abi.ColdFrames;
import dev.weft.internal.CancelRequest;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.StructuredCall;
import dev.weft.spi.Discards;
import dev.weft.spi.SingleUse;
import dev.weft.spi.Sneaky;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs several awaitables at the same time and waits for all. The first failure cancels the others; it is thrown when all have ended,
 * with what else failed suppressed in argument order. Once it has failed or was cancelled nobody gets a result: each is given back as
 * soon as it is there, since what still unwinds may wait for that.
 *
 * @param <R> what is made of the results
 */
public final class Gather<R> extends SingleUse<R> implements StructuredCall {
    /** What it runs, in order. If it was cancelled before it began, only what has to be waited for. */
    private List<? extends Awaitable<?>> parts;

    private final Function<List<Object>, R> combine;

    /** The tasks that run the parts, each at the place of its part. */
    private final List<SpawnedTask<?>> children = new ArrayList<>();

    /** The loop that runs them, once it has begun. */
    private @Nullable LoopEngine runsOn;

    private int running;
    private @Nullable Throwable firstFailure;
    private @Nullable CancelRequest cancelled;
    private boolean begun;

    /** Whether parts that have ended still have results that nobody will get. */
    private boolean mustGiveBack;

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

    /** If it is cancelled already, its parts are too, and no second request disturbs their unwinding. */
    @Override
    protected void begin(Waiter waiter) {
        begun = true;
        try {
            LoopEngine loop = Execution.requireLoop(operation());
            runsOn = loop;
            parts.forEach(part -> children.add(loop.spawnPart(part, waiter)));
        } catch (Throwable refused) { // such as the same task twice, or no loop: end those that were started
            firstFailure = refused;
            parts.forEach(ColdFrames::giveUp);
        }
        running = children.size();
        for (int place = 0; place < running; place++) {
            int ofChild = place;
            children.get(place).subscribe(() -> ended(ofChild));
        }
        if (firstFailure != null) {
            cancelParts(CancelRequest.by(operation() + ", which has failed to start"));
        }
        if (running == 0) {
            complete();
        }
    }

    private void ended(int place) {
        running--;
        boolean hadFailed = hasFailed();
        Throwable failure = children.get(place).failureSeen();
        if (failure != null && firstFailure == null) {
            firstFailure = failure;
            if (!hadFailed) { // else a second request would disturb the unwinding
                discardResults();
                cancelParts(CancelRequest.by(operation() + ", one part of which has failed with "
                        + failure.getClass().getName()));
            }
        } else if (hadFailed) {
            discardResult(place);
        }
        if (running == 0) {
            complete();
        }
    }

    /** Whether it is known that nobody will get a result. */
    private boolean hasFailed() {
        return cancelled != null || firstFailure != null;
    }

    private void discardResults() {
        for (int place = 0; place < children.size(); place++) {
            discardResult(place);
        }
    }

    /** Gives a part's result back, if it has ended with one. */
    @SuppressWarnings("unchecked") // the child has run the part
    private void discardResult(int place) {
        SpawnedTask<?> child = children.get(place);
        if (child.isReady() && child.failureSeen() == null) {
            Discards.discard((Awaitable<Object>) parts.get(place), child.result());
        }
    }

    private void cancelParts(CancelRequest request) {
        children.forEach(child -> child.cancel(request));
    }

    /** There is nothing to wait for without parts. */
    @Override
    protected boolean tryComplete() {
        return parts.isEmpty();
    }

    @Override
    protected R value() {
        if (cancelled != null) {
            throw Sneaky.rethrow(withSuppressed(cancellation(cancelled)));
        }
        if (firstFailure != null) {
            throw Sneaky.rethrow(withSuppressed(firstFailure));
        }
        List<Object> results = new ArrayList<>(children.size());
        children.forEach(child -> results.add(child.result()));
        return combine.apply(Collections.unmodifiableList(results));
    }

    /** The exception that a part has ended with, so that a chain of such calls unwinds with one; else a new one, whose trace shows who awaits. */
    private Throwable cancellation(CancelRequest request) {
        for (SpawnedTask<?> child : children) {
            Throwable failure = child.failureSeen();
            if (failure != null && request.isDeliveredBy(failure)) {
                return failure;
            }
        }
        return new CancellationException(request.toString());
    }

    /** Adds what else failed, each once: an exception that is thrown again and again does not grow by the same. */
    private Throwable withSuppressed(Throwable thrown) {
        Set<Throwable> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.add(thrown);
        Collections.addAll(known, thrown.getSuppressed());
        for (SpawnedTask<?> child : children) {
            Throwable other = child.failureSeen();
            if (other != null && !(other instanceof CancellationException) && known.add(other)) {
                thrown.addSuppressed(other);
            }
        }
        return thrown;
    }

    /** Its parts have each their own way to give back what they gave. */
    @Override
    public void discard(R result) {
        discardResults();
    }

    /** When all parts have ended, it is too late for a cancellation. */
    @Override
    public boolean withdraw(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        if (!begun) {
            return withdrawUnstarted(waiter);
        }
        if (isAwaitedByOther(waiter)) {
            return true;
        }
        return running > 0 && runsOn != null && runsOn.cancelParts(this, waiter);
    }

    /** What is left of the parts runs already, and was cancelled here: begin has only to wait for it. */
    private boolean withdrawUnstarted(Waiter waiter) {
        Set<Awaitable<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<? extends Awaitable<?>> left = parts.stream()
                .filter(part -> seen.add(part) && !Unstarted.giveUp(part, waiter))
                .toList();
        if (left.isEmpty()) {
            return super.withdraw(waiter);
        }
        parts = left;
        cancelled = CancelRequest.of(waiter);
        return false;
    }

    @Override
    public List<SpawnedTask<?>> cancelled(CancelRequest request) {
        mustGiveBack = !hasFailed();
        cancelled = request;
        return children;
    }

    /** While somebody waits, the loop on which it began: on that alone it is asked and withdrawn. */
    @Override
    public @Nullable EventLoop loop() {
        return waiter() == null ? null : runsOn;
    }

    @Override
    public void giveBack() {
        if (mustGiveBack) {
            mustGiveBack = false;
            discardResults();
        }
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("gather", running + " of " + parts.size() + " running");
    }
}
