// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.abi.ColdFrames;
import dev.weft.internal.CancelRequest;
import dev.weft.internal.EndWaiter;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.Standing;
import dev.weft.internal.StructuredCall;
import dev.weft.spi.SingleUse;
import dev.weft.spi.Sneaky;
import java.util.List;
import java.util.Objects;
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
    private final PartTasks parts;

    /** The loop that runs them, once it has begun. */
    private @Nullable LoopEngine runsOn;

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
        this.parts = new PartTasks(parts);
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
            for (int i = 0; i < parts.parts().size(); i++) {
                parts.startNext(loop, waiter, new PartEnd(this, i));
            }
        } catch (Throwable thrown) { // such as the same task twice, or no loop: end those that were started
            refused = thrown;
            mustCancel = true;
            parts.parts().forEach(ColdFrames::giveUp);
        }
        cancelParts();
        if (parts.running() == 0) {
            complete();
        }
    }

    /** The waiter of the end of a part. */
    private static final class PartEnd extends EndWaiter {
        private final Parts<?> call;
        private final int place;

        PartEnd(Parts<?> call, int place) {
            this.call = call;
            this.place = place;
        }

        @Override
        public void wake() {
            call.ended(place);
        }
    }

    /** A part has ended. What breaks off for want of memory or stack is done by the next call, so nothing here is done twice. */
    private void ended(int place) {
        if (!parts.isNoted(place)) {
            note(place);
        }
        giveBack();
        if (isOver()) {
            giveBack(place);
        }
        cancelParts();
        if (parts.running() == 0) {
            complete();
        }
    }

    /** Writes down how a part has ended, and what follows of that. */
    private void note(int place) {
        Throwable failure = parts.failureOf(place);
        boolean isLate = decided;
        if (!isOver() && decides(place, failure)) { // else a second request would disturb the unwinding
            mustCancel = parts.running() > 1;
            mustGiveBack = true;
            decided = true;
        }
        parts.note(place, failure == null, isLate);
    }

    /** Whether it is known what becomes of the results that there are, and those that come. */
    private boolean isOver() {
        return cancelled != null || refused != null || decided;
    }

    private boolean isKept(int place) {
        return cancelled == null && refused == null && keeps(place);
    }

    /** Gives a part's result back, if it has ended with one that nobody gets. */
    private void giveBack(int place) {
        if (parts.hasResult(place) && !isKept(place)) {
            parts.giveBack(place);
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
            sending = CancelRequest.by(
                    operation(),
                    Standing.lineOf(waiter()),
                    refused == null ? ", " + why() : ", which has failed to start");
        }
        List<SpawnedTask<?>> tasks = parts.tasks();
        while (sent < tasks.size()) {
            tasks.get(sent).cancel(sending);
            sent++;
        }
    }

    /** There is nothing to wait for without parts. */
    @Override
    protected boolean tryComplete() {
        cancelParts();
        return begun ? parts.running() == 0 : parts.parts().isEmpty();
    }

    @Override
    protected R value() {
        giveBack(); // if there was no memory to do it at once
        if (cancelled != null) {
            throw Sneaky.rethrow(withSuppressed(cancelled.deliveredBy(parts.tasks())));
        }
        if (refused != null) {
            throw Sneaky.rethrow(withSuppressed(refused));
        }
        return outcome();
    }

    /** How a part has failed that has ended; null if it has a result. */
    final @Nullable Throwable failureOf(int place) {
        return parts.failureOf(place);
    }

    /** What a part gave that has succeeded. */
    final @Nullable Object resultOf(int place) {
        return parts.resultOf(place);
    }

    final int size() {
        return parts.size();
    }

    /** Adds what else failed. */
    final Throwable withSuppressed(Throwable thrown) {
        return parts.failures().takeInto(thrown);
    }

    /** Reports what failed after a part had decided, where the call has a value. */
    final void reportLate() {
        parts.reportLate("A part of " + operation() + ", " + why() + ", failed when it was cancelled");
    }

    /** Its parts have each their own way to give back what they gave. */
    @Override
    public void discard(R result) {
        Results.discard(this, result);
    }

    @Override
    public void eachResult(@Nullable Object result, BiConsumer<Awaitable<Object>, @Nullable Object> taker) {
        for (int place = 0; place < size(); place++) {
            if (parts.hasResult(place) && keeps(place)) {
                parts.handOver(place, taker);
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
        return parts.running() > 0 && runsOn != null && isCancelledAlone(waiter, runsOn);
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
        return parts.parts();
    }

    /** What is left of the parts runs already, and was cancelled: begin has only to wait for it. */
    @Override
    public boolean isGivenUp(List<? extends Awaitable<?>> left, Waiter waiter) {
        if (left.isEmpty()) {
            return super.withdraw(waiter);
        }
        parts.replace(left);
        cancelled = CancelRequest.of(waiter);
        return false;
    }

    @Override
    public List<SpawnedTask<?>> cancelled(CancelRequest request) {
        mustGiveBack = true;
        cancelled = request;
        return parts.tasks();
    }

    @Override
    public final List<? extends SpawnedTask<?>> awaited() {
        return parts.tasks();
    }

    /** While somebody waits, the loop on which it began: on that alone it is asked and withdrawn. */
    @Override
    public @Nullable EventLoop loop() {
        return waiter() == null ? null : runsOn;
    }

    @Override
    public void giveBack() {
        if (mustGiveBack) {
            for (int place = size() - 1; place >= 0; place--) { // what is put back in front comes to stand as it stood
                giveBack(place);
            }
            mustGiveBack = false;
        }
    }

    @Override
    public WaitDescription describe() {
        String all = "of " + parts.parts().size();
        int running = parts.running();
        return WaitDescription.of(name(), running == 0 ? all : running + " " + all + " running");
    }
}
