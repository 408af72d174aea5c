// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Waiter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task as those see it who cancel it: users, and the {@link CancelWave} that brings their requests. A superclass of {@link SpawnedTask}
 * and no part of it, for an object more would make each task larger. Loop thread only, but for {@code cancel}.
 *
 * @param <T> what the task returns
 */
abstract class CancellableTask<T> extends IdentifiedTask<T> {
    /** A flag: the last {@link CancelWave} has gone through this task. */
    private static final byte REACHED = 4;

    /** A flag: the wave is at this task, or at one to which it came from here. */
    private static final byte ON_PATH = 8;

    /** A flag: what is awaited waits for this task, which therefore delivers its request without waiting for that. */
    private static final byte ALONE = 16;

    CancellableTask(LoopEngine loop, int number, Origin origin) {
        super(loop, number, origin);
    }

    @Override
    public final boolean cancel() {
        return !isReady() && cancel(CancelRequest.byCaller());
    }

    @Override
    public final boolean cancel(CancelRequest request) {
        if (isReady()) {
            return false;
        }
        if (loop.isLoopThread()) {
            loop.cancellations().cancel(this, request);
            return true;
        }
        loop.arrives("cancelled", this);
        return loop.request(() -> cancel(request));
    }

    @Override
    protected final EventLoop home() {
        return loop;
    }

    @Override
    public final int cancelling() {
        return requests();
    }

    @Override
    public final int uncancel() {
        loop.requireLoopThread("uncancel()");
        return takeRequestBack();
    }

    /**
     * Returns the request that came last, also after it was delivered. Loop thread only.
     *
     * @return the request; null if there is none that was not taken back
     */
    public final @Nullable CancelRequest lastRequest() {
        Cancelled known = loop.cancellations().of(this);
        return known == null ? null : known.standing;
    }

    @Override
    final CancelRequest standing() {
        return loop.cancellations().requestOf(this);
    }

    @Override
    protected final Object cancelledBy() {
        return standing().requester();
    }

    @Override
    protected final void requestMoved() {
        flags &= ~ALONE;
        loop.cancellations().moved(this);
    }

    /**
     * Passes the waiter's cancellation on to this task; the waiter goes on when this task has unwound. Where no thread runs the loop, that
     * may never be: the request is left for whoever runs it, and the wait is over.
     */
    @Override
    public final boolean withdraw(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        if (isReady()) {
            return true;
        }
        if (!(waiter instanceof CancellableTask<?> task) || !task.loop.isLoopThread()) {
            return !cancel(CancelRequest.of(waiter)) || !loop.isRunning();
        }
        boolean gone = task.isAlone()
                || task.loop.cancellations().passOn(task, this)
                || task.isAlone() // it awaits itself, over others
                || !loop.isRunning();
        if (gone) {
            unsubscribe(waiter);
        }
        return gone;
    }

    // ------------------------------------------------------------------ asked by a CancelWave

    /** What the task awaits and can pass a request on to, if it has not ended: another task, or a structured call. Null for all else. */
    final @Nullable Awaitable<?> passesOnTo() {
        Awaitable<?> awaited = isNew() && bareAwait() instanceof CancellableTask<?> bare ? bare : pending();
        if (awaited instanceof CancellableTask<?> || awaited instanceof StructuredCall) {
            return isAlone() || awaited.isReady() ? null : awaited;
        }
        return null;
    }

    /** Whether a thread runs the task's loop; else it may be that nobody ever does. Any thread. */
    final boolean mayEnd() {
        return loop.isRunning();
    }

    final void count() {
        countRequest();
    }

    final void passesOn() {
        passedOn();
    }

    /** Has the task deliver a request: in a step, or at the next await if it runs. */
    final void deliver() {
        request();
        if (running() == null) {
            wake(); // which may lack memory
        }
    }

    /** Has the task deliver a request without waiting for what it awaits. */
    final void deliverAlone() {
        flags |= ALONE;
        deliver();
    }

    /** Whether it waits for what it awaits to end by a request that was passed on. */
    final boolean isPassedOn() {
        return awaitsCancelled();
    }

    /**
     * Says whether a request is to be delivered, or what is awaited has yet to end by it.
     *
     * @return true if one stands
     */
    public final boolean hasStandingRequest() {
        return hasRequest();
    }

    final boolean isReached() {
        return (flags & REACHED) != 0;
    }

    final boolean isOnPath() {
        return (flags & ON_PATH) != 0;
    }

    final void reached(boolean yes) {
        flags = (byte) (yes ? flags | REACHED : flags & ~REACHED);
    }

    final void onPath(boolean yes) {
        flags = (byte) (yes ? flags | ON_PATH : flags & ~ON_PATH);
    }

    /** Whether it delivers its request without waiting for what it awaits. */
    final boolean isAlone() {
        return (flags & ALONE) != 0;
    }
}
