// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run queue that is first in, first out, in a ring. What was taken stays in it, in front of the head, until the turn ends: so the queue
 * says what runs, and no other place has to. A field for it would be written at each switch, which in an old object costs a
 * garbage collector's barrier with a memory fence; that is why this is not an {@code ArrayDeque}.
 */
final class Fifo extends Leveled {
    /** The size of the ring at first, a power of two: what a turn takes, and as many that wait. */
    private static final int CAPACITY = 128;

    /** The number of turns after which the ring is made anew, as small as was enough in them. */
    private static final int RENEWED_AFTER = 256;

    /** Up to which size it is made anew though it is small enough: in an array that the collector takes for old, each entry costs a memory fence. */
    private static final int RENEWED_UP_TO = 1024;

    /** How often another thread counts again, where an entry was taken meanwhile. */
    private static final int MOST_LOOKS = 100;

    /** The entries. Not an array of Runnables: to store in one, the JVM looks through the interfaces of what is stored, which took a third of a switch. */
    private @Nullable Object[] ring = new Object[CAPACITY];

    /** Counts the entries that were taken; the next is at this place. The three counts begin again after 2^32, and so are only subtracted. */
    private int head;

    /** Counts the entries that were added. */
    private int tail;

    /** Counts the entries that were taken and forgotten. Those between here and {@link #head} run no longer, but for the last. */
    private int forgotten;

    /** The most entries that a turn has left, since the ring was made. */
    private int peak;

    /** The turns since then. */
    private int turns;

    @Override
    public void add(Runnable ready) {
        if (tail - forgotten == ring.length) {
            makeRoom();
        }
        Object[] entries = ring; // not by at(): it would be a level more to inline, of which a turn has many
        entries[tail & (entries.length - 1)] = ready;
        tail++;
    }

    private void makeRoom() {
        if (hasRunning()) {
            forgetUpTo(head - 1);
        }
        if (tail - forgotten > ring.length / 2) {
            resize(2 * ring.length);
        }
    }

    private void resize(int length) {
        @Nullable Object[] resized = new Object[length];
        for (int i = forgotten; i != tail; i++) {
            resized[i & (length - 1)] = ring[at(i)];
        }
        ring = resized;
    }

    int capacity() {
        return ring.length;
    }

    /** The ring itself, for who wants to know whether it is still the same. */
    Object ring() {
        return ring;
    }

    private int at(int place) {
        return place & (ring.length - 1);
    }

    /** Returns the entry of a place that is taken. It is nearly always a task, whose class is quickly compared; a cast to Runnable would look through its interfaces. */
    @SuppressWarnings("NullAway") // only places that are taken are asked for
    private Runnable entry(int place) {
        Object entry = ring[at(place)];
        return entry instanceof SpawnedTask<?> task ? task : (Runnable) entry;
    }

    @Override
    Leveled another() {
        return new Fifo();
    }

    @Override
    @Nullable
    Runnable take() {
        int place = head;
        if (place == tail) {
            end();
            return null;
        }
        head = place + 1;
        return entry(place);
    }

    private boolean hasRunning() {
        return head != forgotten;
    }

    @Override
    @Nullable
    Runnable taken() {
        return hasRunning() ? entry(head - 1) : null;
    }

    /** Lets go of all that were taken, at once: each by itself took longer. */
    @Override
    void end() {
        forgetUpTo(head);
        peak = Math.max(peak, count());
        turns++;
        if (turns == RENEWED_AFTER) {
            renew();
        }
    }

    /**
     * Has a ring that a burst has made large become small again. Not at once: where bursts come one after the other it would grow with each. And has
     * one be young that has been there for long.
     */
    private void renew() {
        int enough = ring.length;
        while (enough > CAPACITY && peak < enough / 8) {
            enough /= 2;
        }
        turns = 0;
        peak = 0;
        if (enough < ring.length || enough <= RENEWED_UP_TO) {
            tryToResize(enough);
        }
    }

    private void tryToResize(int length) {
        try {
            resize(length);
        } catch (OutOfMemoryError lacking) { // it is tried again
        }
    }

    private void forgetUpTo(int end) {
        for (int i = forgotten; i != end; i++) {
            ring[at(i)] = null;
        }
        forgotten = end;
    }

    @Override
    int count() {
        return tail - head;
    }

    @Override
    int countSeen() {
        for (int looks = 1; ; looks++) {
            int taken = head;
            VarHandle.loadLoadFence();
            int added = tail;
            VarHandle.loadLoadFence();
            if (taken == head || looks == MOST_LOOKS) {
                return Math.max(0, added - taken); // on some processors the two are seen in another order
            }
        }
    }

    @Override
    void each(Consumer<Runnable> action) {
        for (int i = head; i != tail; i++) {
            action.accept(entry(i));
        }
    }
}
