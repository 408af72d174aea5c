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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs several awaitables at the same time and waits for all. A subclass says which end of a part decides about the whole, and so ends
 * the others, and what becomes the result. A result that nobody will get is given back as soon as that is known, since what still unwinds
 * may wait for it.
 *
 * @param <R> what is made of the results
 */
abstract class Parts<R> extends SingleUse<R> implements StructuredCall, Combined {
    private static final byte RUNS = 0;
    private static final byte HAS_RESULT = 1;

    /** It has failed, or its result was given back. */
    private static final byte OVER = 2;

    /** What it runs, in order. If it was cancelled before it began, only what has to be waited for. */
    private List<? extends Awaitable<?>> parts;

    /** The tasks that run the parts, each at the place of its part. */
    private final List<SpawnedTask<?>> children;

    /** The loop that runs them, once it has begun. */
    private @Nullable LoopEngine runsOn;

    private int running;

    /** How each part has ended, at its place. */
    private final byte[] ends;

    /** Why the parts could not all be started. */
    private @Nullable Throwable refused;

    /** Whether the end of a part has decided about the whole. */
    private boolean decided;

    private @Nullable CancelRequest cancelled;
    private boolean begun;

    /** Whether parts that have ended still have results that nobody will get. */
    private boolean mustGiveBack;

    /** Whether parts are to be cancelled yet. What there was no memory for is done when somebody asks again. */
    private boolean mustCancel;

    /** The request with which they are cancelled, and how many have it. */
    private @Nullable CancelRequest sending;

    private int sent;

    Parts(List<? extends Awaitable<?>> parts) {
        this.parts = List.copyOf(parts);
        this.ends = new byte[this.parts.size()];
        this.children = new ArrayList<>(this.parts.size()); // so that a part that has started is in it
    }

    // ------------------------------------------------------------------ what a subclass says

    /** The name of the call, such as {@code gather}. */
    abstract String name();

    /**
     * Notes how a part has ended, while nothing is decided. May be called again for the same end.
     *
     * @param failure null if it has a result
     * @return whether that decides about the whole: the other parts are then cancelled
     */
    abstract boolean decides(int place, @Nullable Throwable failure);

    /** Whether the result of a part is handed out, as far as is known. */
    abstract boolean keeps(int place);

    /** Why the parts are cancelled, when one of them has decided, as the end of a sentence. */
    abstract String why();

    /** The result, of parts that have all ended and of which none was cancelled from outside. */
    abstract R outcome();

    // ------------------------------------------------------------------ its parts

    @Override
    protected final String operation() {
        return name() + "(...)";
    }

    /** If it is cancelled already, its parts are too, and no second request disturbs their unwinding. */
    @Override
    protected final void begin(Waiter waiter) {
        begun = true;
        try {
            LoopEngine loop = Execution.requireLoop(operation());
            runsOn = loop;
            for (Awaitable<?> part : parts) {
                start(part, loop, waiter);
            }
        } catch (Throwable thrown) { // such as the same task twice, or no loop: end those that were started
            refused = thrown;
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
        if (isOver()) {
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
        if (!isOver() && decides(place, failure)) { // else a second request would disturb the unwinding
            mustCancel = running > 1;
            mustGiveBack = true;
            decided = true;
        }
        ends[place] = failure == null ? HAS_RESULT : OVER;
        running--;
    }

    /** Whether it is known what becomes of the results that there are, and those that come. */
    private boolean isOver() {
        return cancelled != null || refused != null || decided;
    }

    private boolean isKept(int place) {
        return cancelled == null && refused == null && keeps(place);
    }

    /** Gives a part's result back, if it has ended with one that nobody gets. */
    @SuppressWarnings("unchecked") // the child has run the part
    private void giveBack(int place) {
        if (ends[place] == HAS_RESULT && !isKept(place)) {
            ends[place] = OVER;
            Discards.discard(
                    (Awaitable<Object>) parts.get(place), children.get(place).result());
        }
    }

    /**
     * Cancels the parts if that is due. Where there is no memory for it all tasks of the loop look again, and so does who waits for this.
     */
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
            sending = CancelRequest.by(operation() + (refused == null ? ", " + why() : ", which has failed to start"));
        }
        while (sent < children.size()) {
            children.get(sent).cancel(sending);
            sent++;
        }
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
        if (refused != null) {
            throw Sneaky.rethrow(withSuppressed(refused));
        }
        return outcome();
    }

    /** How a part has failed that has ended; null if it has a result. */
    final @Nullable Throwable failureOf(int place) {
        return children.get(place).failureSeen();
    }

    /** What a part gave that has succeeded. */
    final @Nullable Object resultOf(int place) {
        return children.get(place).result();
    }

    final int size() {
        return ends.length;
    }

    /** Adds what else failed. */
    final Throwable withSuppressed(Throwable thrown) {
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
            if (ends[place] == HAS_RESULT && keeps(place)) {
                taker.accept(
                        (Awaitable<Object>) parts.get(place),
                        children.get(place).result());
            }
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

    /**
     * Passes the request on to the parts, of which a waiter in a circle does not wait. Where memory lacks they get it when somebody asks
     * again.
     */
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
        mustGiveBack = true;
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
        String all = "of " + parts.size();
        return WaitDescription.of(name(), running == 0 ? all : running + " " + all + " running");
    }
}
