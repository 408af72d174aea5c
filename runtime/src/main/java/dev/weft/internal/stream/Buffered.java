// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of one source, of which some are there before they are asked for.
 *
 * @param <T> the type of the elements
 */
public final class Buffered<T> extends Ahead<T, T> {
    private final int size;
    private final Deque<T> elements = new ArrayDeque<>(2);

    /** The one that there is, once it has given an element. */
    private @Nullable Pump<T> pump;

    /**
     * Makes the generator.
     *
     * @param source whose elements
     * @param size how many may be ahead of the consumer
     */
    public Buffered(AsyncGenerator<? extends T> source, int size) {
        super("buffer(" + size + ")", List.of(source));
        this.size = size;
    }

    @Override
    void add(Pump<T> from) {
        pump = from;
        elements.add(from.element());
        hasMore();
    }

    @Override
    boolean hasRoom(Pump<T> from) {
        return elements.size() < size;
    }

    @Override
    boolean hasElement() {
        return !elements.isEmpty();
    }

    @Override
    T take() {
        T taken = elements.remove();
        if (pump != null) {
            pump.hasRoom();
        }
        return taken;
    }

    @Override
    void drop() {
        elements.clear();
    }
}
