// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run queue that is first in, first out, in a ring. What was taken last stays in it, in front of the head, until the next is taken: so
 * the queue says what runs, and no other place has to. A field for it would be written at each switch, which in an old object costs a
 * garbage collector's barrier with a memory fence; that is why this is not an {@code ArrayDeque}.
 */
final class Fifo extends Leveled {
    /** The size of the ring at first: a power of two. */
    private static final int CAPACITY = 64;

    /** The entries. Not an array of Runnables: to store in one, the JVM looks through the interfaces of what is stored, which took a third of a switch. */
    private @Nullable Object[] ring = new Object[CAPACITY];

    private int head;
    private int size;
    private boolean hasRunning;

    @Override
    public void add(Runnable ready) {
        if (size + 1 >= ring.length) {
            grow();
        }
        ring[at(head + size)] = ready;
        size++;
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

    private void grow() {
        @Nullable Object[] larger = new Object[2 * ring.length];
        for (int i = 0; i <= size; i++) { // with what runs
            larger[i] = ring[at(head - 1 + i)];
        }
        ring = larger;
        head = 1;
    }

    @Override
    Leveled another() {
        return new Fifo();
    }

    @Override
    @Nullable
    Runnable take() {
        end();
        if (size == 0) {
            return null;
        }
        Runnable next = entry(head);
        head = at(head + 1);
        size--;
        hasRunning = true;
        return next;
    }

    @Override
    @Nullable
    Runnable taken() {
        return hasRunning ? entry(head - 1) : null;
    }

    @Override
    void end() {
        if (hasRunning) {
            hasRunning = false;
            ring[at(head - 1)] = null;
        }
    }

    @Override
    int count() {
        return size;
    }

    @Override
    void each(Consumer<Runnable> action) {
        for (int i = 0; i < size; i++) {
            action.accept(entry(head + i));
        }
    }
}
