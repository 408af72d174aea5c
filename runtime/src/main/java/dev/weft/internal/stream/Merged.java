// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The elements of several sources, in the order in which they come. Of each source at most one is there before it is asked for.
 *
 * @param <T> the type of the elements
 */
public final class Merged<T> extends Ahead<T, T> {
    /** Those that stand at an element, the one that came first in front. */
    private final Deque<Pump<T>> full = new ArrayDeque<>(2);

    /**
     * Makes the generator.
     *
     * @param sources whose elements
     */
    public Merged(List<? extends AsyncGenerator<? extends T>> sources) {
        super("merge(" + sources.size() + " generators)", sources);
    }

    @Override
    void add(Pump<T> from) {
        from.keepElement();
        full.add(from);
        hasMore();
    }

    @Override
    boolean hasRoom(Pump<T> pump) {
        return !pump.keepsElement();
    }

    @Override
    boolean hasElement() {
        return !full.isEmpty();
    }

    @Override
    T take() {
        Pump<T> from = full.remove();
        T taken = from.takeElement();
        from.hasRoom();
        return taken;
    }

    @Override
    void drop() {
        full.clear();
    }
}
