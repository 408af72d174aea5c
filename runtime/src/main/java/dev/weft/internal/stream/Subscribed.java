// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.abi.Unclaimed;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.spi.Sneaky;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a publisher. The consumer subscribes when it awaits the first one, requests, and cancels; the publisher's threads put
 * elements into an {@link Inlet}. So the subscription is only ever called by the consumer, one call after the other; but if it is left, at
 * the end of the loop on which it was begun or when it is collected, there is nobody else to cancel it.
 *
 * @param <T> the type of the elements
 */
public final class Subscribed<T> implements AsyncGenerator<T> {
    private final Flow.Publisher<? extends T> publisher;
    private final int prefetch;

    /** After how many elements that many more are requested: before the last ones are taken, so that a publisher need not stop. */
    private final int batch;

    private final Inlet<T> inlet;
    private final Next next = new Next();
    private boolean hasSubscribed;
    private boolean hasRequested;
    private int takenOfBatch;
    private boolean isClosed;
    private boolean isGivenBack;

    /** Whether a {@code next()} was called for which no await has had its result. */
    private boolean isAsked;

    private @Nullable T element;

    /** Cancels the subscription if nobody does. */
    private @Nullable Unclaimed record;

    /** The loop on whose thread it is consumed; null before the first element, and without a loop. */
    private @Nullable LoopEngine home;

    /** The coroutine that waits for the next element. */
    private @Nullable Waiter waiting;

    /**
     * Makes the generator.
     *
     * @param publisher whose elements
     * @param prefetch how many are requested ahead
     */
    public Subscribed(Flow.Publisher<? extends T> publisher, int prefetch) {
        this.publisher = publisher;
        this.prefetch = prefetch;
        this.batch = prefetch - prefetch / 4;
        this.inlet = new Inlet<>(prefetch);
    }

    @Override
    public Awaitable<Boolean> next() {
        isAsked = true;
        return next;
    }

    @Override
    public T current() {
        T here = element;
        if (here == null || isGivenBack) {
            throw new IllegalStateException("current() of " + this
                    + ", which stands at no element. There is one after an await(next()) that gave true.");
        }
        return here;
    }

    /** Cancels the subscription, for which nobody has to wait. */
    @Override
    public void close() {
        if (!isClosed) {
            LoopEngine loop = home;
            if (loop != null && !loop.isClosed()) {
                loop.requireNoOtherThread("close() of " + this);
            }
            isOver();
            element = null;
            isGivenBack = false;
            inlet.close();
            inlet.tell(); // who waits in another task is at the end
        }
    }

    private void isOver() {
        isClosed = true;
        if (record != null) {
            record.claimed();
            record = null;
        }
    }

    @Override
    public Awaitable<Void> closing() {
        return new ClosingAtOnce(this);
    }

    /** The fields are plain, and there is one consumer. */
    private void requireHome() {
        LoopEngine loop = home;
        if (loop == null) {
            home = Execution.currentLoop();
        } else if (!loop.isLoopThread() && !loop.isClosed()) {
            throw elsewhere();
        }
    }

    private IllegalStateException elsewhere() {
        return new IllegalStateException(
                "next() of " + this + " on thread \"" + Thread.currentThread().getName()
                        + "\", while a task of an event loop that does not run there has begun to consume it. A generator belongs to the loop"
                        + " of its first consumer; pass the elements on through a channel.");
    }

    private boolean isReady() {
        requireHome();
        Waiter waits = waiting;
        boolean isReady = look();
        if (isReady || waits == null) {
            return isReady;
        }
        inlet.await(waits); // it was woken for nothing, such as to request
        return look();
    }

    private boolean look() {
        if (isClosed || isGivenBack || inlet.hasElement()) {
            return true;
        }
        if (!hasSubscribed) {
            hasSubscribed = true;
            record = Unclaimed.watch(this, Execution.currentLoop(), inlet::isLeft);
            inlet.subscribeTo(publisher);
        }
        if (!hasRequested && inlet.isSubscribed()) {
            hasRequested = true;
            inlet.request(prefetch);
        }
        return inlet.hasEnded() || inlet.hasElement();
    }

    private boolean move() {
        doesNotWait();
        if (isGivenBack) {
            isGivenBack = false;
            return true;
        }
        T taken = isClosed ? null : inlet.poll();
        if (taken == null) {
            return end();
        }
        element = taken;
        if (++takenOfBatch == batch) {
            takenOfBatch = 0;
            inlet.request(batch);
        }
        return true;
    }

    private boolean end() {
        element = null;
        if (!isClosed) {
            isOver();
            Throwable failure = inlet.takeFailure();
            if (failure != null) {
                throw Sneaky.rethrow(failure);
            }
        }
        return false;
    }

    private void doesNotWait() {
        Waiter waited = waiting;
        if (waited != null) {
            waiting = null;
            inlet.forget(waited);
        }
    }

    @Override
    public String toString() {
        return "AsyncGenerator.from(...)";
    }

    /** The wait for the next element, on the thread of who consumes. */
    private final class Next implements Awaitable<Boolean> {
        @Override
        public boolean isReady() {
            return Subscribed.this.isReady();
        }

        @Override
        public Boolean result() {
            requireAsked();
            isAsked = false;
            return move();
        }

        @Override
        public void subscribe(Waiter waiter) {
            Objects.requireNonNull(waiter, "waiter");
            requireAsked();
            if (waiting != null) {
                throw new IllegalStateException(
                        "next() of " + Subscribed.this + " is awaited by " + waiting + ", and so not by " + waiter
                                + " too: a generator has one consumer at a time. Await it in one task, and hand its elements on from there.");
            }
            waiting = waiter;
            inlet.await(waiter);
            if (look()) {
                inlet.tell();
            }
        }

        private void requireAsked() {
            if (!isAsked) {
                throw NextSignal.awaitedTwice("next() of " + Subscribed.this);
            }
        }

        @Override
        public boolean withdraw(Waiter waiter) {
            Objects.requireNonNull(waiter, "waiter");
            if (waiting == waiter) {
                doesNotWait();
            }
            return true;
        }

        @Override
        public void discard(Boolean moved) {
            isGivenBack = moved && !isClosed;
        }

        @Override
        public WaitDescription describe() {
            return WaitDescription.of(
                    "generator", "from " + publisher.getClass().getName());
        }
    }
}
