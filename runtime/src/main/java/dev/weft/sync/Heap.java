// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;

/** The least element first, and of equal ones the one that came first. */
final class Heap<E> extends Buffer<E> {
    private final Comparator<? super E> order;
    private final PriorityQueue<Entry<E>> entries;

    /** The number of the next entry. */
    private long added;

    /** An element, with a number by which equal ones keep their order. */
    private record Entry<E>(E element, long number) {}

    Heap(Comparator<? super E> order) {
        this.order = order;
        Comparator<Entry<E>> byOrder = (one, other) -> order.compare(one.element, other.element);
        this.entries = new PriorityQueue<>(byOrder.thenComparingLong(Entry::number));
    }

    /** What cannot be compared is refused while it can be told to whoever brings it. */
    @Override
    @SuppressWarnings("SelfComparison")
    void check(E element) {
        var unused = order.compare(element, element);
    }

    @Override
    void add(E element) {
        entries.add(new Entry<>(element, added++));
        size = entries.size();
    }

    @Override
    E remove() {
        E element = Objects.requireNonNull(entries.poll()).element;
        size = entries.size();
        return element;
    }

    /** In front of those that are equal. */
    @Override
    void putBack(E element) {
        entries.add(new Entry<>(element, -added++));
        size = entries.size();
    }
}
