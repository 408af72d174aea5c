// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.Waiter;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An awaitable that is made of others, its parts. They may be such again, to any depth, so that what goes through all of them does not recurse. */
interface Combined {
    /** Whether somebody has begun to wait for it, so that its parts run or have run. */
    boolean hasBegun();

    /** What it runs when it begins, in order. */
    List<? extends Awaitable<?>> parts();

    /**
     * Notes that nobody will wait for it as it was, after its parts were given up ({@link Unstarted}).
     *
     * @param left the parts that run already, and were cancelled: all that it has to wait for when it begins
     * @return true if there are none
     */
    boolean isGivenUp(List<? extends Awaitable<?>> left, Waiter waiter);

    /** Hands over what became the result: each part, and what it gave. */
    void eachResult(@Nullable Object result, BiConsumer<Awaitable<Object>, @Nullable Object> taker);
}
