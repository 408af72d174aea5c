// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs several awaitables at the same time and waits for all, however they end.
 *
 * @param <R> what is made of the outcomes
 */
public final class AllSettled<R> extends Parts<R> {
    private final Function<List<Outcome<Object>>, R> combine;

    /**
     * Makes the call, which starts its parts when it is awaited.
     *
     * @param parts what to run, in order
     * @param combine makes the result of the outcomes, in the same order
     */
    public AllSettled(List<? extends Awaitable<?>> parts, Function<List<Outcome<Object>>, R> combine) {
        super(parts);
        this.combine = combine;
    }

    @Override
    String name() {
        return "allSettled";
    }

    @Override
    boolean decides(int place, @Nullable Throwable failure) {
        return false;
    }

    @Override
    boolean keeps(int place) {
        return true;
    }

    @Override
    String why() {
        return "which has ended"; // it never decides
    }

    @Override
    R outcome() {
        List<Outcome<Object>> outcomes = new ArrayList<>(size());
        for (int place = 0; place < size(); place++) {
            Throwable failure = failureOf(place);
            outcomes.add(new Outcome<>(failure == null ? resultOf(place) : null, failure));
        }
        return combine.apply(Collections.unmodifiableList(outcomes));
    }
}
