// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.spi.Discards;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The results of the parts of a combined awaitable, and of the parts of those, when its own is given back. */
final class Results {
    private record Result(
            Awaitable<Object> source, @Nullable Object value) {}

    private final Deque<Result> left = new ArrayDeque<>();

    private Results() {}

    /**
     * Has each part give back what it gave, the last first, without the Java stack for those that are combined themselves: what is put back in
     * front, such as an element of a channel, comes to stand as it stood.
     */
    @SuppressWarnings("NullAway") // a result may be null
    static void discard(Combined call, @Nullable Object result) {
        Results results = new Results();
        results.add(call, result);
        while (!results.left.isEmpty()) {
            Result next = results.left.removeLast();
            if (next.source instanceof Combined inner) {
                results.add(inner, next.value);
            } else {
                Discards.discard(next.source, next.value);
            }
        }
    }

    private void add(Combined call, @Nullable Object result) {
        call.eachResult(result, (source, value) -> left.add(new Result(source, value)));
    }
}
