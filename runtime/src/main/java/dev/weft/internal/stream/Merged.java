// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
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
     * @return the generator
     * @param <T> the type of the elements
     * @throws NullPointerException if one is null
     * @throws IllegalArgumentException if one that may have elements is there twice
     */
    public static <T> Merged<T> of(List<? extends AsyncGenerator<? extends T>> sources) {
        IdentityHashMap<Object, Integer> places = new IdentityHashMap<>();
        for (AsyncGenerator<? extends T> source : sources) {
            int place = places.size();
            if (source == null) {
                throw new NullPointerException("generators: element " + place + " is null");
            }
            // each done() is the same object, and has no element for which two would ask
            Integer before = places.put(source == AsyncGenerator.done() ? new Object() : source, place);
            if (before != null) {
                throw sameTwice(source, before, place);
            }
        }
        return new Merged<>(List.copyOf(sources));
    }

    private static IllegalArgumentException sameTwice(AsyncGenerator<?> source, int first, int second) {
        return new IllegalArgumentException("merge(...): the elements " + first + " and " + second
                + " of generators are the same, " + source + ", and a generator has one consumer."
                + " Give it once; for its elements twice, call the method that makes it once more.");
    }

    private Merged(List<? extends AsyncGenerator<? extends T>> sources) {
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
