// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.Waiter;
import dev.weft.spi.Fence;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber into which a publisher puts elements, and out of which a {@link Subscribed} takes them: a ring with as many places as are
 * requested, one thread at each end at a time.
 *
 * <p>What is put in is told to whoever waits. A waiter is written before the ring is looked at again, and the ring before the waiter is
 * looked at, so that one of the two sees the other. An element that comes while the consumer itself requests needs no such care.
 *
 * @param <T> the type of the elements
 */
final class Inlet<T> implements Flow.Subscriber<T> {
    private static final VarHandle TAIL;
    private static final VarHandle HEAD;
    private static final VarHandle WAITER;
    private static final VarHandle SUBSCRIPTION;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(Inlet.class, "tail", int.class);
            HEAD = lookup.findVarHandle(Inlet.class, "head", int.class);
            WAITER = lookup.findVarHandle(Inlet.class, "waiter", Waiter.class);
            SUBSCRIPTION = lookup.findVarHandle(Inlet.class, "subscription", Flow.Subscription.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** In the place of a subscription when the consumer wants no more, or has been told the end. */
    private static final Flow.Subscription OVER = new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private final int capacity;
    private final @Nullable Object[] ring;

    /** How many were put in. Written by the publisher. */
    private int tail;

    /** How many were taken out. Written by the consumer. */
    private int head;

    /** What the consumer knows of {@link #tail}, and the publisher of {@link #head}: mostly enough, and in no other thread's cache. */
    private int tailSeen;

    private int headSeen;

    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean hasEnded;
    private @Nullable Throwable failure;
    private volatile @Nullable Waiter waiter;

    /** The consumer's thread, while it calls the subscription. Any other thread that reads it sees a thread that is not itself. */
    private @Nullable Thread requesting;

    Inlet(int capacity) {
        this.capacity = capacity;
        this.ring = new Object[Integer.highestOneBit(Math.max(1, capacity - 1)) << 1];
    }

    // ------------------------------------------------------------------ for the publisher

    @Override
    public void onSubscribe(Flow.Subscription given) {
        Objects.requireNonNull(given, "subscription");
        if (SUBSCRIPTION.compareAndSet(this, null, given)) {
            tell(); // the consumer requests
        } else {
            given.cancel();
        }
    }

    @Override
    public void onNext(T element) {
        Objects.requireNonNull(element, "element");
        if (subscription == OVER) {
            return; // it comes later than the cancellation
        }
        int at = tail;
        if (at - headSeen == capacity) {
            headSeen = (int) HEAD.getAcquire(this);
            if (at - headSeen == capacity) {
                overrun();
                return;
            }
        }
        ring[at & (ring.length - 1)] = element;
        TAIL.setRelease(this, at + 1);
        if (requesting != Thread.currentThread()) {
            tell();
        }
    }

    /** The publisher has broken rule 1.1. */
    private void overrun() {
        fails(new IllegalStateException("The publisher has given more elements than the " + capacity
                + " that were requested, which rule 1.1 of Reactive Streams forbids. The subscription was cancelled."));
    }

    @Override
    public void onError(Throwable thrown) {
        end(Objects.requireNonNull(thrown, "thrown"));
    }

    @Override
    public void onComplete() {
        end(null);
    }

    private void end(@Nullable Throwable thrown) {
        if (!hasEnded) {
            failure = thrown;
            hasEnded = true;
            subscription = OVER;
            tell();
        }
    }

    /** Wakes who waits. */
    void tell() {
        VarHandle.fullFence();
        Waiter woken = waiter;
        if (woken != null && WAITER.compareAndSet(this, woken, null)) {
            Fence.wake(woken, "next() of AsyncGenerator.from(...)");
        }
    }

    // ------------------------------------------------------------------ for the consumer

    /** Subscribes. What the publisher throws is its failure. */
    void subscribeTo(Flow.Publisher<? extends T> publisher) {
        try {
            publisher.subscribe(this);
        } catch (Throwable thrown) { // of foreign code
            fails(thrown);
        }
    }

    /** The publisher is given up by its failure, and told so: it has not ended by itself. */
    private void fails(Throwable thrown) {
        cancel();
        end(thrown);
    }

    boolean isSubscribed() {
        return subscription != null;
    }

    /** Requests elements. What the subscription throws, which it must not, is a failure of the publisher. */
    void request(int count) {
        Flow.Subscription asked = subscription;
        if (asked != null) {
            requesting = Thread.currentThread();
            try {
                asked.request(count);
            } catch (Throwable thrown) { // of foreign code
                fails(thrown);
            } finally {
                requesting = null;
            }
        }
    }

    boolean hasElement() {
        if (head != tailSeen) {
            return true;
        }
        tailSeen = (int) TAIL.getAcquire(this);
        return head != tailSeen;
    }

    /** Whether no more will be put in than there is now. */
    boolean hasEnded() {
        return hasEnded;
    }

    /** Takes an element out; null if there is none. */
    @SuppressWarnings("unchecked") // a T was put in
    @Nullable
    T poll() {
        if (!hasElement()) {
            return null;
        }
        int place = head & (ring.length - 1);
        T taken = (T) ring[place];
        ring[place] = null;
        HEAD.setRelease(this, head + 1);
        return taken;
    }

    /** What the publisher has failed with, told once. */
    @Nullable
    Throwable takeFailure() {
        Throwable thrown = failure;
        failure = null;
        return thrown;
    }

    /** Has a waiter woken once by what comes from now on. Who calls it looks again whether something has come. */
    void await(Waiter added) {
        waiter = added; // volatile: before the looks
    }

    void forget(Waiter withdrawn) {
        WAITER.compareAndSet(this, withdrawn, null);
    }

    /** Wants no more: cancels, and drops what is there. */
    void close() {
        cancel();
        while (hasElement()) {
            poll();
        }
        failure = null;
    }

    /**
     * Nobody consumes any more, or the loop has ended on which somebody did: cancels, and fails whoever comes all the same. Any thread.
     *
     * @return what to report; null if the publisher has ended
     */
    @Nullable
    String isLeft() {
        if (hasEnded) {
            return null;
        }
        fails(new IllegalStateException("AsyncGenerator.from(...) has no more elements: its subscription was cancelled"
                + " when the event loop closed on which the first was awaited."));
        return "AsyncGenerator.from(...) was left before its end and never closed, so its subscription was cancelled, which had lasted"
                + " until now. Consume it in try-with-resources, or to its end.";
    }

    private void cancel() {
        Flow.Subscription cancelled = (Flow.Subscription) SUBSCRIPTION.getAndSet(this, OVER);
        if (cancelled != null) {
            try {
                cancelled.cancel();
            } catch (Throwable thrown) { // of foreign code
                Fence.failed("The subscription", cancelled, null, thrown);
            }
        }
    }
}
