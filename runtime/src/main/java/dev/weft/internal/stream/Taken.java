// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;

/**
 * The first elements. When so many were given and the next is asked for, the source is closed.
 *
 * @param <T> the type of the elements
 */
public final class Taken<T> extends Operator<T, T> {
    private final long count;
    private long given;

    /**
     * Makes the generator.
     *
     * @param source whose elements
     * @param count how many of them at most
     */
    public Taken(AsyncGenerator<? extends T> source, long count) {
        super(source);
        this.count = count;
    }

    @Override
    boolean wantsMore() {
        return given < count;
    }

    @Override
    T accept(T element) {
        given++;
        return element;
    }

    @Override
    protected String name() {
        return "take(" + count + ")";
    }
}
