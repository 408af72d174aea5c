// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The least element first, and of equal ones the one that came first. A binary heap of our own, which first compares all that is to be
 * compared and then moves: the comparator is the user's, and where it throws, nothing has changed. The JDK's moves while it compares.
 */
final class Heap<E> extends Buffer<E> {
    private static final int LEAST_SLOTS = 8;

    private final Comparator<? super E> order;
    private @Nullable Entry<E>[] entries = slots(LEAST_SLOTS);

    /** The number of the next entry. */
    private long added;

    /** An element, with a number by which equal ones keep their order. */
    private record Entry<E>(E element, long number) {}

    Heap(Comparator<? super E> order) {
        this.order = order;
    }

    /** What cannot be compared is refused while it can be told to whoever brings it. */
    @Override
    @SuppressWarnings("SelfComparison")
    void check(E element) {
        var unused = order.compare(element, element);
    }

    @Override
    void add(E element) {
        insert(new Entry<>(element, added++));
    }

    private void insert(Entry<E> entry) {
        growIfFull();
        int place = size;
        while (place > 0 && isBefore(entry, at(parent(place)))) {
            place = parent(place);
        }
        for (int hole = size; hole != place; hole = parent(hole)) {
            entries[hole] = at(parent(hole));
        }
        entries[place] = entry;
        size++;
    }

    @Override
    E remove() {
        int last = size - 1;
        Entry<E> moved = at(last);
        int place = placeFromTop(moved, last);
        entries[last] = null;
        size = last;
        for (int hole = place; hole > 0; hole = parent(hole)) { // each on the way moves up, and the first comes out
            Entry<E> above = at(hole);
            entries[hole] = moved;
            moved = above;
        }
        if (last == 0) {
            return moved.element;
        }
        E first = at(0).element;
        entries[0] = moved;
        return first;
    }

    /** Where an entry belongs if the first is gone and those that are less than it move up. */
    private int placeFromTop(Entry<E> entry, int count) {
        int place = 0;
        for (int child = 1; child < count; child = 2 * place + 1) {
            if (child + 1 < count && isBefore(at(child + 1), at(child))) {
                child++;
            }
            if (!isBefore(at(child), entry)) {
                break;
            }
            place = child;
        }
        return place;
    }

    /** In front of those that are equal. Where the comparator throws it is put at the end, out of its order rather than lost. */
    @Override
    void putBack(E element) {
        Entry<E> entry = new Entry<>(element, -added++);
        try {
            insert(entry);
        } catch (Throwable thrown) { // rethrown
            growIfFull();
            entries[size++] = entry;
            throw thrown;
        }
    }

    /** In order; where the comparator throws, the rest as it lies. */
    @Override
    void drainTo(List<E> left) {
        try {
            super.drainTo(left);
        } catch (RuntimeException | Error thrown) { // told by nobody: what is left is worth more
            for (int i = 0; i < size; i++) {
                left.add(at(i).element);
            }
            Arrays.fill(entries, null);
            size = 0;
        }
    }

    private boolean isBefore(Entry<E> one, Entry<E> other) {
        int compared = order.compare(one.element, other.element);
        return compared != 0 ? compared < 0 : one.number < other.number;
    }

    private static int parent(int place) {
        return (place - 1) >>> 1;
    }

    @SuppressWarnings("NullAway") // below the size there are entries
    private Entry<E> at(int place) {
        return entries[place];
    }

    private void growIfFull() {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of generic records
    private static <E> @Nullable Entry<E>[] slots(int count) {
        return new Entry[count];
    }
}
