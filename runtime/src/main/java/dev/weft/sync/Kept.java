// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.WaitDescription;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last elements of a {@link Broadcast}, by their numbers, and who waits for the next. */
final class Kept<E> extends Listeners {
    private final @Nullable Object[] ring;

    /** How many were sent: the number of the next one. Guarded by the lock, as is what follows. */
    private long sent;

    private boolean closed;

    @Nullable
    String name;

    /** The number of the element that a subscriber gets next. It belongs to one task at a time. */
    static final class Place {
        long next;
    }

    Kept(int capacity) {
        ring = new @Nullable Object[capacity];
    }

    void add(E element) {
        List<Listening<?>> told;
        lock();
        try {
            if (closed) {
                told = null;
            } else {
                told = waiting();
                ring[slot(sent)] = element;
                sent++;
            }
        } finally {
            unlock();
        }
        if (told == null) {
            throw new ChannelClosedException(this + " is closed, so nothing can be sent any more", null);
        }
        told.forEach(Listening::tell);
    }

    private int slot(long number) {
        return (int) (number % ring.length);
    }

    void close() {
        List<Listening<?>> told;
        lock();
        try {
            told = waiting();
            closed = true;
        } finally {
            unlock();
        }
        told.forEach(Listening::tell);
    }

    /** The place behind everything that was sent. */
    Place end() {
        Place end = new Place();
        lock();
        try {
            end.next = sent;
        } finally {
            unlock();
        }
        return end;
    }

    /** Whether there is something to take: an element, that some were missed, or the end. */
    boolean has(Place place) {
        lock();
        try {
            return place.next < sent || closed;
        } finally {
            unlock();
        }
    }

    /** Takes the next element; empty at the end. */
    @SuppressWarnings({"unchecked", "NullAway"}) // what was added
    Optional<E> take(Place place) {
        final long missed;
        lock();
        try {
            long oldest = Math.max(0, sent - ring.length);
            missed = oldest - place.next;
            if (missed <= 0) {
                return place.next == sent ? Optional.empty() : Optional.of((E) ring[slot(place.next++)]);
            }
            place.next = oldest;
        } finally {
            unlock();
        }
        throw new LaggedException(
                this + ": the subscriber was too slow for " + missed + " of its elements",
                missed,
                () -> place.next -= missed);
    }

    ChannelClosedException ended() {
        return new ChannelClosedException(this + " is closed, and all that was kept has been received", null);
    }

    BroadcastStatistics statistics() {
        boolean locked = lockToLook();
        try {
            return new BroadcastStatistics((int) Math.min(sent, ring.length), ring.length, sent, count(), closed);
        } finally {
            if (locked) {
                unlock();
            }
        }
    }

    WaitDescription describe() {
        return WaitDescription.of("broadcast", (name == null ? "" : '"' + name + "\", ") + state());
    }

    @Override
    public String toString() {
        return "broadcast" + (name == null ? "" : " \"" + name + '"') + " (" + state() + ')';
    }

    private String state() {
        BroadcastStatistics now = statistics();
        return "keeps " + now.kept() + " of " + now.capacity() + waitingText(now.waiting())
                + (now.isClosed() ? ", closed" : "");
    }
}
