// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.AsCompleted;
import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.Waiter;
import dev.weft.internal.CancelRequest;
import dev.weft.internal.LoopEngine;
import java.util.List;

/**
 * The group of {@code asCompleted}: a child that fails ends nobody, since the block is told, and the end of the block ends the children
 * that are left.
 */
public final class CompletingGroup extends Group {
    private final Completions<?> completions;

    private CompletingGroup(LoopEngine loop, Waiter waiter, Completions<?> completions) {
        super(loop, waiter, (child, failure) -> {});
        this.completions = completions;
    }

    /**
     * Makes the call of a block that takes the results of parts, which start when the call is awaited.
     *
     * @param parts what to run, in order
     * @param body takes the results
     * @return the call
     * @param <T> what the parts give
     * @param <R> what the block returns
     */
    public static <T, R> Awaitable<R> call(
            List<? extends Awaitable<? extends T>> parts, AsCompleted.Body<T, R, ?> body) {
        return GroupCall.of(
                "asCompleted(...)",
                parts,
                group -> begin((CompletingGroup) group, parts, body),
                (loop, waiter) -> new CompletingGroup(loop, waiter, new Completions<T>(loop, parts.size())));
    }

    /** Starts the parts, and the block. */
    @SuppressWarnings("unchecked") // as made above
    private static <T, R, X extends Exception> Task<R> begin(
            CompletingGroup group, List<? extends Awaitable<? extends T>> parts, AsCompleted.Body<T, R, X> body)
            throws X {
        Completions<T> completions = (Completions<T>) group.completions;
        completions.start(parts, group);
        return body.run(completions);
    }

    @Override
    void blockEnded() {
        end(CancelRequest.by("asCompleted(...), whose block has ended"));
        completions.end();
    }
}
