// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.AsyncGenerator;
import java.util.function.Function;

/**
 * What a function makes of each element.
 *
 * @param <S> the type of the elements of the source
 * @param <T> the type of what the function makes
 */
public final class Mapped<S, T> extends Operator<S, T> {
    private final Function<? super S, ? extends T> function;

    /**
     * Makes the generator.
     *
     * @param source whose elements
     * @param function what to make of each
     */
    public Mapped(AsyncGenerator<? extends S> source, Function<? super S, ? extends T> function) {
        super(source);
        this.function = function;
    }

    @Override
    T accept(S element) {
        T made = function.apply(element);
        if (made == null) {
            throw new NullPointerException(
                    "The function of map(...) made null of an element, and a generator has none that is null."
                            + " Filter such elements before, or map to an Optional.");
        }
        return made;
    }

    @Override
    protected String name() {
        return "map(...)";
    }
}
