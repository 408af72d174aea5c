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
import dev.weft.spi.Insistent;
import dev.weft.spi.SingleUse;
import dev.weft.spi.Sneaky;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs several awaitables at the same time and waits for all. The first failure cancels the others; it is thrown when all have ended,
 * with what else failed suppressed in argument order. Once it has failed or was cancelled nobody gets a result: each is given back as
 * soon as it is there, since what still unwinds may wait for that.
 *
 * @param <R> what is made of the results
 */
public final class Gather<R> extends SingleUse<R> implements StructuredCall, Combined {
    private static final byte RUNS = 0;
    private static final byte HAS_RESULT = 1;

    /** It has failed, or its result was given back. */
    private static final byte OVER = 2;

    /** What it runs, in order. If it was cancelled before it began, only what has to be waited for. */
    private List<? extends Awaitable<?>> parts;

    private final Function<List<Object>, R> combine;

    /** The tasks that run the parts, each at the place of its part. */
    private final List<SpawnedTask<?>> children;

    /** The loop that runs them, once it has begun. */
    private @Nullable LoopEngine runsOn;

    private int running;

    /** How each part has ended, at its place. */
    private final byte[] ends;

    private @Nullable Throwable firstFailure;
    private @Nullable CancelRequest cancelled;
    private boolean begun;

    /** Whether parts that have ended still have results that nobody will get. */
    private boolean mustGiveBack;

    /** Whether parts are to be cancelled yet. What there was no memory for is done when somebody asks again. */
    private boolean mustCancel;

    /** The request with which they are cancelled, and how many have it. */
    private @Nullable CancelRequest sending;

    private int sent;

    /**
     * Makes a gather, which starts its parts when it is awaited.
     *
     * @param parts what to run, in order
     * @param combine makes the result of the results, in the same order
     */
    public Gather(List<? extends Awaitable<?>> parts, Function<List<Object>, R> combine) {
        this.parts = List.copyOf(parts);
        this.combine = combine;
        this.ends = new byte[this.parts.size()];
        this.children = new ArrayList<>(this.parts.size()); // so that a part that has started is in it
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
            for (Awaitable<?> part : parts) {
                start(part, loop, waiter);
            }
        } catch (Throwable refused) { // such as the same task twice, or no loop: end those that were started
            firstFailure = refused;
            mustCancel = true;
            parts.forEach(ColdFrames::giveUp);
        }
        cancelParts();
        if (running == 0) {
            complete();
        }
    }

    /** Starts a part, or throws before it has begun: nothing can fail behind that. */
    private void start(Awaitable<?> part, LoopEngine loop, Waiter waiter) {
        int place = running;
        Insistent onEnd = () -> ended(place);
        SpawnedTask<?> child = loop.spawnPart(part, waiter);
        children.add(child);
        child.subscribe(onEnd);
        running++;
    }

    /** A part has ended. What breaks off for want of memory or stack is done by the next call, so nothing here is done twice. */
    private void ended(int place) {
        if (ends[place] == RUNS) {
            note(place);
        }
        giveBack();
        if (hasFailed()) {
            giveBack(place);
        }
        cancelParts();
        if (running == 0) {
            complete();
        }
    }

    /** Writes down how a part has ended, and what follows of that. */
    private void note(int place) {
        Throwable failure = children.get(place).failureSeen();
        if (failure != null && !hasFailed()) { // else a second request would disturb the unwinding
            mustCancel = true;
            mustGiveBack = true;
        }
        if (failure != null && firstFailure == null) {
            firstFailure = failure;
        }
        ends[place] = failure == null ? HAS_RESULT : OVER;
        running--;
    }

    /** Whether it is known that nobody will get a result. */
    private boolean hasFailed() {
        return cancelled != null || firstFailure != null;
    }

    /** Gives a part's result back, if it has ended with one. */
    @SuppressWarnings("unchecked") // the child has run the part
    private void giveBack(int place) {
        if (ends[place] == HAS_RESULT) {
            ends[place] = OVER;
            Discards.discard(
                    (Awaitable<Object>) parts.get(place), children.get(place).result());
        }
    }

    /** Cancels the parts if that is due. Where there is no memory for it all tasks of the loop look again, and so does who waits for this. */
    private void cancelParts() {
        if (!mustCancel) {
            return;
        }
        mustCancel = false; // first: a part that waits for this asks it again
        try {
            sendRequest();
        } catch (Throwable lacking) {
            mustCancel = true;
            if (runsOn != null) {
                runsOn.lostWake();
            }
        }
    }

    private void sendRequest() {
        if (sending == null) {
            sending = CancelRequest.by(operation() + whyPartsEnd());
        }
        while (sent < children.size()) {
            children.get(sent).cancel(sending);
            sent++;
        }
    }

    private String whyPartsEnd() {
        return firstFailure == null || children.size() < parts.size()
                ? ", which has failed to start"
                : ", one part of which has failed with "
                        + firstFailure.getClass().getName();
    }

    /** There is nothing to wait for without parts. */
    @Override
    protected boolean tryComplete() {
        cancelParts();
        return begun ? running == 0 : parts.isEmpty();
    }

    @Override
    protected R value() {
        giveBack(); // if there was no memory to do it at once
        if (cancelled != null) {
            throw Sneaky.rethrow(withSuppressed(cancelled.deliveredBy(children)));
        }
        if (firstFailure != null) {
            throw Sneaky.rethrow(withSuppressed(firstFailure));
        }
        List<Object> results = new ArrayList<>(children.size());
        children.forEach(child -> results.add(child.result()));
        return combine.apply(Collections.unmodifiableList(results));
    }

    /** Adds what else failed. */
    private Throwable withSuppressed(Throwable thrown) {
        List<Throwable> others = new ArrayList<>();
        for (SpawnedTask<?> child : children) {
            Throwable other = child.failureSeen();
            if (other != null && !(other instanceof CancellationException)) {
                others.add(other);
            }
        }
        return Failures.suppressed(others, thrown);
    }

    /** Its parts have each their own way to give back what they gave. */
    @Override
    public void discard(R result) {
        Results.discard(this, result);
    }

    @Override
    @SuppressWarnings("unchecked") // each child has run its part, and gave what that gave
    public void eachResult(@Nullable Object result, BiConsumer<Awaitable<Object>, @Nullable Object> taker) {
        for (int place = 0; place < children.size(); place++) {
            taker.accept(
                    (Awaitable<Object>) parts.get(place), children.get(place).result());
        }
    }

    /** When all parts have ended, it is too late for a cancellation. */
    @Override
    public boolean withdraw(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        if (!begun) {
            return Unstarted.giveUp(this, waiter);
        }
        if (isAwaitedByOther(waiter)) {
            return true;
        }
        return running > 0 && runsOn != null && isCancelledAlone(waiter, runsOn);
    }

    /** Passes the request on to the parts, of which a waiter in a circle does not wait. Where memory lacks they get it when somebody asks again. */
    private boolean isCancelledAlone(Waiter waiter, LoopEngine loop) {
        try {
            return loop.cancelParts(this, waiter);
        } catch (Throwable lacking) {
            sending = cancelled;
            sent = 0;
            mustCancel = true;
            loop.lostWake();
            return false;
        }
    }

    @Override
    public boolean hasBegun() {
        return begun;
    }

    @Override
    public List<? extends Awaitable<?>> parts() {
        return parts;
    }

    /** What is left of the parts runs already, and was cancelled: begin has only to wait for it. */
    @Override
    public boolean isGivenUp(List<? extends Awaitable<?>> left, Waiter waiter) {
        if (left.isEmpty()) {
            return super.withdraw(waiter);
        }
        parts = List.copyOf(left);
        cancelled = CancelRequest.of(waiter);
        return false;
    }

    @Override
    public List<SpawnedTask<?>> cancelled(CancelRequest request) {
        mustGiveBack |= !hasFailed();
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
            for (int place = 0; place < ends.length; place++) {
                giveBack(place);
            }
            mustGiveBack = false;
        }
    }

    @Override
    public WaitDescription describe() {
        String parts = "of " + this.parts.size();
        return WaitDescription.of("gather", running == 0 ? parts : running + " " + parts + " running");
    }
}
