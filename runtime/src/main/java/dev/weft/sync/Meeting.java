// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where senders and receivers meet: a buffer, and the lists of those who wait at either side. The state of an {@link Exchange}, and how it changes while
 * the lock is held.
 *
 * <p>A sender waits only while the buffer is full, a receiver only while it is empty and no sender waits. Whoever makes room moves the element of the
 * sender that waits longest into it, and whoever brings an element hands it to the receiver that waits longest. So whoever is woken has what it waited
 * for, and nobody who comes later can overtake it.
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

    /** Who was settled by the call that holds the lock, and is to be woken when it is released. */
    private @Nullable Operation<E, ?> settled;

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
        return buffer.size < capacity || receivers.first != null || closed || overflow != Overflow.WAITS;
    }

    final boolean mayGiveOut() {
        return buffer.size > 0 || senders.first != null || closed;
    }

    // ------------------------------------------------------------------ with the lock held

    /** Whether what watchers wait for has come about. */
    boolean isOver() {
        return closed;
    }

    /** Takes an element in: hands it to a receiver, or puts it into the buffer. */
    final Offer offer(E element) {
        if (closed) {
            return Offer.CLOSED;
        }
        Operation<E, ?> receiver = receivers.first == null ? null : receivers.claimFirst();
        if (receiver != null) {
            receiver.settle(element);
            settled = receiver;
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

    /** Gives an element out, and lets the next sender in; null if there is none now. */
    final @Nullable E poll() {
        if (buffer.size > 0) {
            E element = buffer.remove();
            if (senders.first != null && buffer.size < capacity) {
                E moved = elementOfSender();
                if (moved != null) {
                    buffer.add(moved);
                }
            }
            return element;
        }
        return senders.first == null ? null : elementOfSender();
    }

    @SuppressWarnings("unchecked") // a sender's slot
    private @Nullable E elementOfSender() {
        Operation<E, ?> sender = senders.claimFirst();
        if (sender == null) {
            return null;
        }
        E element = (E) Objects.requireNonNull(sender.slot());
        sender.settle(Operation.DONE);
        settled = sender;
        tookIn();
        return element;
    }

    /** An element has come in. */
    void tookIn() {}

    /** So many elements are gone that nobody has received. Returns who was settled by that, as a chain. */
    @Nullable
    Operation<E, ?> gaveUp(int elements) {
        return null;
    }

    /** Says who is to be woken, to be called when the lock is released. */
    final @Nullable Operation<E, ?> takeSettled() {
        Operation<E, ?> woken = settled;
        if (woken != null) {
            settled = null;
        }
        return woken;
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
        return settleAll(watchers, Operation.DONE);
    }

    /** What messages say of it, and how it says that it is closed. */
    record Words(String kind, String put, String take, Failure failure) {}

    /** Makes the exception that says that it is closed. */
    interface Failure {
        RuntimeException of(String message, @Nullable Throwable cause);
    }
}
