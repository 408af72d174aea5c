// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import dev.weft.Awaitable;
import java.util.Objects;

/** Giving back results that nobody will get, for those who take results on behalf of others. */
public final class Discards {
    private Discards() {}

    /**
     * Has an awaitable give its result back, as {@link Awaitable#discard} says. What that throws is logged, and the caller goes on.
     *
     * @param source whose result it is
     * @param result what its {@code result()} returned
     * @param <T> the type of the result
     */
    public static <T> void discard(Awaitable<T> source, T result) {
        Objects.requireNonNull(source, "source");
        try {
            source.discard(result);
        } catch (Throwable thrown) { // of user code, and nobody else would see it
            Reports.warning(
                    "discard(...) of " + source.getClass().getName()
                            + " failed, so a result that nobody gets may not be given back",
                    thrown);
        }
    }
}
