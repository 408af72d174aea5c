// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Waiter;
import dev.weft.internal.CancelRequest;
import dev.weft.internal.EndWaiter;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.Standing;
import dev.weft.internal.StructuredCall;
import dev.weft.internal.Timer;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs one child, which is cancelled when the time is over. The wait ends when the child has unwound.
 *
 * @param <T> what the child gives
 */
abstract class LimitedCall<T> extends Timer<T> implements StructuredCall {
    /** Null until it has started. */
    @Nullable
    SpawnedTask<T> child;

    /** Null until the call begins. */
    @Nullable
    LoopEngine runsOn;

    /** What the one who waits was asked; null for nothing. */
    @Nullable
    CancelRequest cancelled;

    /** Where the child stood when the time was over, before its cancellation unwound it: the end of a sentence. */
    private String stood = "";

    /** By what the child is to be cancelled yet. What there was no memory for is done when somebody asks again. */
    private @Nullable CancelRequest ending;

    /** Notes that the time is over before the child has ended. */
    abstract void expire();

    /** The limit, for messages. */
    abstract String limit();

    /** Starts the child, or throws before it has begun: nothing can fail behind that. */
    final SpawnedTask<T> start(LoopEngine loop, Awaitable<T> what, Waiter waiter) {
        try {
            ChildEnd onEnd = new ChildEnd(this);
            SpawnedTask<T> started = loop.spawnPart(what, waiter);
            child = started;
            started.subscribe(onEnd);
            return started;
        } catch (Throwable refused) {
            loop.cancelTimer(this);
            throw refused;
        }
    }

    /** The waiter of the end of the child. */
    private static final class ChildEnd extends EndWaiter {
        private final LimitedCall<?> call;

        ChildEnd(LimitedCall<?> call) {
            this.call = call;
        }

        @Override
        public void wake() {
            call.childEnded();
        }
    }

    void childEnded() {
        if (runsOn != null) {
            runsOn.cancelTimer(this);
        }
        complete();
    }

    @Override
    protected final void fire() {
        if (child != null && !child.isReady() && !isPutOff()) {
            noteWhere(child);
            expire();
            endChild(timeIsOver()); // also if it ends by the request of others, which are not to be taken for this
        }
    }

    /** Whether the time goes on after all; if it ends some time, the timer is set then. */
    boolean isPutOff() {
        return false;
    }

    /** Notes where the task stands whose time is over. */
    final void noteWhere(SpawnedTask<?> task) {
        if (tells()) {
            String why = runsOn == null ? null : runsOn.whyLate(task);
            stood = (why == null ? "" : why) + Standing.of(task);
        }
    }

    /** Whether an exception tells that the time is over. */
    boolean tells() {
        return true;
    }

    /** Cancels the child. */
    final void endChild(CancelRequest request) {
        ending = request;
        cancelChild();
    }

    /** Cancels the child if that is due. Where there is no memory for it all tasks of the loop look again, and so does who waits for this. */
    private void cancelChild() {
        CancelRequest request = ending;
        if (request == null || child == null) {
            return;
        }
        ending = null; // first: a child that waits for this asks it again
        try {
            child.cancel(request);
        } catch (Throwable lacking) {
            ending = request;
            if (runsOn != null) {
                runsOn.lostWake();
            }
        }
    }

    /** Makes the exception for a child that has not ended in time. */
    final TimeoutException tooLate(String what, @Nullable Throwable cause) {
        TimeoutException thrown = new TimeoutException(what + " did not end within " + limit() + stood);
        thrown.initCause(cause);
        return thrown;
    }

    final CancelRequest timeIsOver() {
        return timeIsOver(waiter());
    }

    final CancelRequest timeIsOver(@Nullable Waiter waiter) {
        return CancelRequest.by(operation(), Standing.lineOf(waiter), ", whose time of " + limit() + " is over");
    }

    @Override
    protected final boolean tryComplete() {
        cancelChild();
        return child != null && child.isReady();
    }

    /**
     * Passes the request on to the child, for which a waiter in a circle does not wait. Where memory lacks it gets it when somebody asks
     * again.
     */
    final boolean isCancelledAlone(Waiter waiter, LoopEngine loop) {
        try {
            return loop.cancelParts(this, waiter);
        } catch (Throwable lacking) {
            CancelRequest asked = CancelRequest.of(waiter);
            cancelled = asked;
            ending = asked;
            loop.lostWake();
            return false;
        }
    }

    @Override
    public final List<SpawnedTask<?>> cancelled(CancelRequest request) {
        cancelled = request;
        return child == null ? List.of() : List.of(child);
    }

    @Override
    public final List<SpawnedTask<?>> awaited() {
        SpawnedTask<?> started = child;
        return started == null ? List.of() : List.of(started);
    }

    /** While somebody waits, the loop on which it began: on that alone it is asked and withdrawn. */
    @Override
    public final @Nullable EventLoop loop() {
        return waiter() == null ? null : runsOn;
    }
}
