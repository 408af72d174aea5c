// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import dev.weft.abi.Coroutine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All elements of a generator in a list.
 *
 * @param <T> the type of the elements
 */
public final class Collected<T> extends Consuming<List<T>> {
    private static final int MOVING = OWN;

    private final AsyncGenerator<? extends T> source;
    private final List<T> elements = new ArrayList<>();

    /**
     * Makes the task.
     *
     * @param source whose elements
     */
    public Collected(AsyncGenerator<? extends T> source) {
        this.source = source;
    }

    @Override
    @Nullable
    Object consume(Coroutine co) throws Throwable {
        Object moved = state == MOVING ? co.resumed() : co.await(source.next());
        while (moved == Boolean.TRUE) {
            elements.add(source.current());
            moved = co.await(source.next());
        }
        if (moved == Coroutine.SUSPENDED) {
            co.suspend(this, MOVING);
        }
        return moved;
    }

    @Override
    AsyncGenerator<?> source() {
        return source;
    }

    @Override
    Object end(@Nullable Throwable thrown) throws Throwable {
        if (thrown != null) {
            throw thrown;
        }
        return List.copyOf(elements);
    }

    @Override
    String what() {
        return "that collects " + source;
    }
}
