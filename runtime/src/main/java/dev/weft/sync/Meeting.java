// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where senders and receivers meet: a buffer, and the lists of those who wait at either side. The state of an {@link Exchange}, and how
 * it changes while the lock is held.
 *
 * <p>A sender waits only while the buffer is full, a receiver only while it is empty and no sender waits. Whoever makes room moves the
 * element of the sender that waits longest into it, and whoever brings an element hands it to the receiver that waits longest. So whoever
 * is woken has what it waited for, and nobody who comes later can overtake it.
 */
abstract class Meeting<E> extends ShortLock {
    /** What becomes of an element for which there is no room. */
    enum Overflow {
        WAITS,
        DROPS_OLDEST,
        DROPS_LATEST
    }

    /** What came of an attempt to put an element in. */
    enum Offer {
        TAKEN,
        NO_ROOM,
        CLOSED
    }

    private static final AtomicLong MADE = new AtomicLong();

    /** By this a {@link Select} locks several of them in the same order as any other. */
    final long number = MADE.getAndIncrement();

    final Buffer<E> buffer;
    final int capacity;
    final Waiting<E> senders = new Waiting<>();
    final Waiting<E> receivers = new Waiting<>();

    /** Those who wait for the end: that it closes, or that all is done. */
    final Waiting<E> watchers = new Waiting<>();

    final Words words;
    final Overflow overflow;

    @Nullable
    String name;

    /** Whether it is closed. Others than the holder of the lock read it as a hint; it changes once. */
    boolean closed;

    /** Why it is closed, if for a failure. */
    @Nullable
    Throwable cause;

    /** Whether what was left has been taken out, so that nothing is to come back. */
    boolean drained;

    /** What the call that holds the lock has dropped. */
    private @Nullable E dropped;

    Meeting(Words words, Buffer<E> buffer, int capacity, Overflow overflow) {
        this.words = words;
        this.buffer = buffer;
        this.capacity = capacity;
        this.overflow = overflow;
    }

    // ------------------------------------------------------------------ hints, without the lock

    final boolean mayTakeIn() {
        return buffer.size < capacity || !receivers.isEmpty() || closed || overflow != Overflow.WAITS;
    }

    final boolean mayGiveOut() {
        return buffer.size > 0 || !senders.isEmpty() || closed;
    }

    // ------------------------------------------------------------------ with the lock held

    /** Whether what watchers wait for has come about. */
    boolean isOver() {
        return closed;
    }

    /** Claims who gets the next element: the receiver that waits longest; null if none does. It is to be handed one, and woken. */
    final @Nullable Operation<E, ?> receiverToServe() {
        return receivers.isEmpty() ? null : receivers.claimFirst();
    }

    /** Takes an element in: hands it to the receiver that was claimed, or puts it into the buffer. */
    final Offer offer(E element, @Nullable Operation<E, ?> receiver) {
        if (closed) { // where nobody waits any more
            return Offer.CLOSED;
        }
        if (receiver != null) {
            receiver.settle(element);
        } else if (buffer.size < capacity) {
            buffer.add(element);
        } else if (overflow == Overflow.WAITS) {
            return Offer.NO_ROOM;
        } else {
            drop(element);
        }
        tookIn();
        return Offer.TAKEN;
    }

    private void drop(E element) {
        if (overflow == Overflow.DROPS_LATEST) {
            dropped = element;
        } else {
            dropped = buffer.remove();
            buffer.add(element);
        }
    }

    /** Takes an element out of the buffer; null if there is none. Comes first, for it may fail. */
    final @Nullable E takeOut() {
        return buffer.size == 0 ? null : buffer.remove();
    }

    /**
     * Claims whose element comes in: the sender that waits longest; null if none does. It is to be woken.
     *
     * @param taken what was taken out of the buffer, if anything was
     */
    final @Nullable Operation<E, ?> senderToLetIn(@Nullable E taken) {
        return senders.isEmpty() || (taken != null && buffer.size >= capacity) ? null : senders.claimFirst();
    }

    /** Lets in the element of the sender that was claimed. Returns what a receiver gets: what was taken, or else the sender's; or null. */
    final @Nullable E letIn(@Nullable Operation<E, ?> sender, @Nullable E taken) {
        if (sender == null) {
            return taken;
        }
        E element = elementOf(sender);
        Outcome outcome = taken == null ? null : added(element);
        sender.settle(outcome);
        if (outcome == null) {
            tookIn();
        }
        return taken == null ? element : taken;
    }

    /** Adds an element of a sender. Returns what the sender is told if that fails; whoever receives has nothing to do with it. */
    private @Nullable Outcome added(E element) {
        try {
            buffer.add(element);
            return null;
        } catch (Throwable thrown) { // of a comparator, or no memory
            return new Outcome(thrown);
        }
    }

    @SuppressWarnings("unchecked") // a sender's slot
    private E elementOf(Operation<E, ?> sender) {
        return (E) Objects.requireNonNull(sender.slot());
    }

    /** An element has come in. */
    void tookIn() {}

    /** So many elements are gone that nobody has received. Returns who was settled by that, as a chain. */
    @Nullable
    Operation<E, ?> gaveUp(int elements) {
        return null;
    }

    /** Settles all of a list, and returns them as a chain. */
    final @Nullable Operation<E, ?> settleAll(Waiting<E> list, Object outcome) {
        Operation<E, ?> head = list.claimFirst();
        Operation<E, ?> tail = head;
        while (tail != null) {
            tail.settle(outcome);
            tail.next = list.claimFirst(); // nobody else touches the links of what is settled
            tail = tail.next;
        }
        return head;
    }

    /** Says what was dropped, to be told when the lock is released. */
    final @Nullable E takeDropped() {
        E gone = dropped;
        if (gone != null) {
            dropped = null;
        }
        return gone;
    }

    /** Those of the watchers who wait for the closing, settled. With the lock held. */
    @Nullable
    Operation<E, ?> closedWatchers() {
        return settleAll(watchers, Outcome.DONE);
    }

    /** What messages say of it, and how it says that it is closed. */
    record Words(String kind, String put, String take, Failure failure) {}

    /** Makes the exception that says that it is closed. */
    interface Failure {
        RuntimeException of(String message, @Nullable Throwable cause);
    }
}
