// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.spi.Sneaky;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs several awaitables at the same time and waits for all. The first failure cancels the others; it is thrown when all have ended,
 * with what else failed suppressed in argument order. Once it has failed or was cancelled nobody gets a result.
 *
 * @param <R> what is made of the results
 */
public final class Gather<R> extends Parts<R> {
    private final Function<List<Object>, R> combine;
    private @Nullable Throwable firstFailure;

    /**
     * Makes a gather, which starts its parts when it is awaited.
     *
     * @param parts what to run, in order
     * @param combine makes the result of the results, in the same order
     */
    public Gather(List<? extends Awaitable<?>> parts, Function<List<Object>, R> combine) {
        super(parts);
        this.combine = combine;
    }

    @Override
    String name() {
        return "gather";
    }

    @Override
    boolean decides(int place, @Nullable Throwable failure) {
        firstFailure = failure;
        return failure != null;
    }

    @Override
    boolean keeps(int place) {
        return firstFailure == null;
    }

    @Override
    String why() {
        return "one part of which has failed with " + Failures.textOf(firstFailure);
    }

    @Override
    @SuppressWarnings("NullAway") // a result may be null
    R outcome() {
        if (firstFailure != null) {
            throw Sneaky.rethrow(withSuppressed(firstFailure));
        }
        List<Object> results = new ArrayList<>(size());
        for (int place = 0; place < size(); place++) {
            results.add(resultOf(place));
        }
        return combine.apply(Collections.unmodifiableList(results));
    }
}
