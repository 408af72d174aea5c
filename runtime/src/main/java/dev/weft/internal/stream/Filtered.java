// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The elements that a condition holds for.
 *
 * @param <T> the type of the elements
 */
public final class Filtered<T> extends Operator<T, T> {
    private final Predicate<? super T> condition;

    /**
     * Makes the generator.
     *
     * @param source whose elements
     * @param condition which of them
     */
    public Filtered(AsyncGenerator<? extends T> source, Predicate<? super T> condition) {
        super(source);
        this.condition = condition;
    }

    @Override
    @Nullable
    T accept(T element) {
        return condition.test(element) ? element : null;
    }

    @Override
    protected String name() {
        return "filter(...)";
    }
}
