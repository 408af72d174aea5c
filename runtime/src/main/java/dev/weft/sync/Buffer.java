// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an {@link Exchange} keeps that nobody has taken yet, in the order in which it is to be taken. Guarded by the lock of the exchange. */
abstract class Buffer<E> {
    /** The number of elements. Others than the holder of the lock read it as a hint. */
    int size;

    /** Adds an element. If there is no memory for it, nothing has changed. */
    abstract void add(E element);

    /** Takes the element whose turn it is. Called only if there is one. If that fails, nothing has changed. */
    abstract E remove();

    /** Adds an element that was taken, as the next one if the buffer knows first and last. */
    abstract void putBack(E element);

    /** Takes out all elements, in their order. */
    void drainTo(List<E> left) {
        while (size > 0) {
            left.add(remove());
        }
    }

    /** Refuses an element that cannot be added; called before anything has changed, without the lock. */
    void check(E element) {}

    /** First in, first out: a ring of slots, which grows with what it holds. */
    static class Ring<E> extends Buffer<E> {
        private static final int LEAST_SLOTS = 8;
        private static final int MOST_KEPT_SLOTS = 1024;

        private @Nullable Object[] slots = {};
        private int first;

        @Override
        void add(E element) {
            growIfFull();
            slots[place(size)] = element;
            size++;
        }

        @Override
        @SuppressWarnings({"unchecked", "NullAway"}) // what was added
        E remove() {
            E element = (E) slots[first];
            slots[first] = null;
            first = place(1);
            size--;
            shrinkIfEmpty();
            return element;
        }

        @SuppressWarnings({"unchecked", "NullAway"}) // what was added
        final E removeLast() {
            int last = place(size - 1);
            E element = (E) slots[last];
            slots[last] = null;
            size--;
            shrinkIfEmpty();
            return element;
        }

        @Override
        void putBack(E element) {
            growIfFull();
            first = place(-1);
            slots[first] = element;
            size++;
        }

        private int place(int fromFirst) {
            return first + fromFirst & slots.length - 1;
        }

        private void growIfFull() {
            if (size == slots.length) {
                @Nullable Object[] grown = new @Nullable Object[Math.max(LEAST_SLOTS, 2 * size)];
                for (int i = 0; i < size; i++) {
                    grown[i] = slots[place(i)];
                }
                slots = grown;
                first = 0;
            }
        }

        /** After a burst its slots go. */
        private void shrinkIfEmpty() {
            if (size == 0 && slots.length > MOST_KEPT_SLOTS) {
                slots = new @Nullable Object[] {};
                first = 0;
            }
        }
    }
}
