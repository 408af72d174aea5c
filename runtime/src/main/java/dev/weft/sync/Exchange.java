// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import dev.weft.spi.Reports;
import dev.weft.spi.Sneaky;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Passes elements from senders to receivers, on any threads: the core of {@link Channel} and {@link Queue}. Each call takes the lock for
 * the change of its state, and wakes others and calls handlers when that is released.
 */
class Exchange<E> extends Meeting<E> {
    static {
        useOnce();
    }

    private final @Nullable Consumer<? super E> onDropped;

    Exchange(Words words, Buffer<E> buffer, int capacity, Overflow overflow, @Nullable Consumer<? super E> onDropped) {
        super(words, buffer, capacity, overflow);
        this.onDropped = onDropped;
    }

    /**
     * Sends something to who waits for it, and takes something from who waits. What the JVM links at the first use takes memory, and where
     * there is none between the settling of an operation and its wake, whoever it is would wait for ever.
     */
    @SuppressWarnings("CheckReturnValue") // there is nobody to tell
    private static void useOnce() {
        try {
            Exchange<Object> first = new Exchange<>(
                    new Words("channel", "send", "receive", ChannelClosedException::new),
                    new Buffer.Ring<>(),
                    0,
                    Overflow.WAITS,
                    null);
            Take<Object, Object> take = new Take.OrFail<>(first);
            take.subscribe(() -> {});
            first.offerNow(first);
            take.isReady();
            take.result();
            Put<Object> put = new Put<>(first, first);
            put.subscribe(() -> {});
            first.pollNow();
            put.isReady();
            put.result();
        } catch (Throwable lacking) { // memory: then it is as it would be without
            return;
        }
    }

    // ------------------------------------------------------------------ elements

    /** Attempts an operation, and has it wait for somebody if nothing comes of that. */
    final void perform(Operation<E, ?> operation, @Nullable Waiter waiter) {
        Operation<E, ?> woken;
        E gone;
        lock();
        try {
            woken = operation.attempt();
            gone = takeDropped();
            if (waiter != null && operation.isOpen()) {
                operation.enter(waiter);
            }
        } finally {
            unlock();
        }
        tell(woken, gone);
    }

    /** Puts an element in if there is room. */
    final Offer offerNow(E element) {
        Operation<E, ?> woken;
        E gone;
        Offer offer;
        lock();
        try {
            woken = receiverToServe();
            offer = offer(element, woken);
            gone = takeDropped();
        } finally {
            unlock();
        }
        tell(woken, gone);
        return offer;
    }

    /** Takes an element; null if there is none. */
    final @Nullable E pollNow() {
        Operation<E, ?> woken;
        E element;
        lock();
        try {
            E taken = takeOut();
            woken = senderToLetIn(taken);
            element = letIn(woken, taken);
        } finally {
            unlock();
        }
        tell(woken, null);
        return element;
    }

    /** Takes an element if there is one; at the end it throws what a receiver gets. */
    final Optional<E> takeNow() {
        E element = pollNow();
        if (element == null && isEnded()) {
            throw Sneaky.rethrow(closedForReceivers());
        }
        return Optional.ofNullable(element);
    }

    /** Puts back what a receiver was given that nobody will get: for the next receiver, or in front of what is there. */
    final void putBack(E element) {
        Operation<E, ?> woken = null;
        E gone = null;
        boolean late;
        lock();
        try {
            late = drained;
            if (late || (overflow == Overflow.DROPS_OLDEST && buffer.size >= capacity)) { // by newer ones
                gone = element;
                woken = gaveUp(1);
            } else if ((woken = receiverToServe()) != null) {
                woken.settle(element);
            } else {
                buffer.putBack(element);
            }
        } finally {
            unlock();
        }
        wakeAll(woken);
        tell(null, gone);
        if (late && onDropped == null) {
            Reports.warning(
                    this + ": an element is lost that a receiver gave back after all was taken out: " + element, null);
        }
    }

    /** Takes an operation that waits out of its list; false if it was settled before. */
    final boolean retract(Operation<E, ?> operation) {
        lock();
        try {
            boolean open = operation.isOpen();
            if (open) {
                operation.list().remove(operation);
            }
            return open;
        } finally {
            unlock();
        }
    }

    /** Wakes whoever was settled, and tells what was dropped. */
    final void tell(@Nullable Operation<E, ?> woken, @Nullable E gone) {
        if (woken != null) {
            woken.wakeSettled();
        }
        if (gone != null && onDropped != null) {
            try {
                onDropped.accept(gone);
            } catch (Throwable thrown) { // of the user's code; the element is gone all the same
                Fence.failed("The handler of dropped elements", onDropped, this, thrown);
            }
        }
    }

    static void wakeAll(@Nullable Operation<?, ?> chain) {
        for (Operation<?, ?> woken = chain; woken != null; ) {
            Operation<?, ?> following = woken.next;
            woken.next = null;
            woken.wakeSettled();
            woken = following;
        }
    }

    // ------------------------------------------------------------------ its end

    /** Those who are to be told of the end when the lock is released. */
    private record Told(
            @Nullable Operation<?, ?> receivers,
            @Nullable Operation<?, ?> senders,
            @Nullable Operation<?, ?> watchers) {
        static final Told NOBODY = new Told(null, null, null);

        void wake() {
            wakeAll(receivers);
            wakeAll(senders);
            wakeAll(watchers);
        }
    }

    /** Closes it: those who wait are told. False if it was closed before. */
    final boolean close(@Nullable Throwable why) {
        Told told;
        lock();
        try {
            if (closed) {
                return false;
            }
            told = end(why);
        } finally {
            unlock();
        }
        told.wake();
        return true;
    }

    /** With the lock held. */
    private Told end(@Nullable Throwable why) {
        closed = true;
        cause = why;
        return new Told(settleAll(receivers, Outcome.CLOSED), settleAll(senders, Outcome.CLOSED), closedWatchers());
    }

    /** Closes it if it is open, and takes out everything that is left, at once; what is put back later is dropped. */
    final List<E> drain() {
        List<E> left;
        Told told;
        Operation<E, ?> joined;
        lock();
        try {
            left = new ArrayList<>(buffer.size); // first, for it may fail
            told = closed ? Told.NOBODY : end(null);
            drained = true;
            buffer.drainTo(left);
            joined = gaveUp(left.size());
        } finally {
            unlock();
        }
        told.wake();
        wakeAll(joined);
        return left;
    }

    final boolean isClosed() {
        lock();
        try {
            return closed;
        } finally {
            unlock();
        }
    }

    /** Whether it is closed and nothing is left. */
    final boolean isEnded() {
        lock();
        try {
            return closed && buffer.size == 0;
        } finally {
            unlock();
        }
    }

    /** The failure of a sender that finds it closed. */
    final RuntimeException closedForSenders() {
        return words.failure().of(this + " is closed, so nothing can be put into it any more", cause);
    }

    /** The failure of a receiver that finds the end: what it was closed with, or the typed one. */
    final Throwable closedForReceivers() {
        return cause != null
                ? cause
                : words.failure().of(this + " is closed, and all that was in it has been taken", null);
    }

    /** What else there is to say of it. With the lock held. */
    String more() {
        return "";
    }

    /** Its kind, and as identity its name, how full it is, and how many wait. */
    final WaitDescription describe() {
        return WaitDescription.of(words.kind(), (name == null ? "" : '"' + name + "\", ") + state());
    }

    /** Its kind, name, and how full it is. */
    @Override
    public String toString() {
        return words.kind() + (name == null ? "" : " \"" + name + '"') + " (" + state() + ')';
    }

    private String state() {
        boolean locked = lockToLook();
        try {
            return buffer.size
                    + (capacity == Integer.MAX_VALUE ? "" : " of " + capacity)
                    + waiting(senders, "send")
                    + waiting(receivers, "receive")
                    + more()
                    + (closed ? ", closed" : "");
        } finally {
            if (locked) {
                unlock();
            }
        }
    }

    private static String waiting(Waiting<?> list, String what) {
        return list.size() == 0 ? "" : ", " + list.size() + (list.size() == 1 ? " waits to " : " wait to ") + what;
    }
}
