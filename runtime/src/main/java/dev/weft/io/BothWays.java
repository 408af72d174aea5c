// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.Tuple2;
import dev.weft.Weft;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.spi.Fence;
import org.jspecify.annotations.Nullable;

/** Copies two streams into each other until both have ended: an async method written by hand, which awaits a task for each way. */
final class BothWays extends Frame<Tuple2<Long, Long>> {
    private final ByteStream one;
    private final ByteStream other;
    private final Awaitable<Tuple2<Long, Long>> ways;

    BothWays(ByteStream one, ByteStream other, Runnable onProgress) {
        this.one = one;
        this.other = other;
        ways = Weft.gather(new OneWay(one, other, onProgress, true), new OneWay(other, one, onProgress, true));
    }

    @Override
    public @Nullable Object resume(Coroutine co) throws Throwable {
        Object result = state > 0 ? co.resumed() : co.await(ways);
        if (result == Coroutine.SUSPENDED) {
            co.suspend(this, 1);
        }
        return result;
    }

    @Override
    public String toString() {
        return nameOf(one, other);
    }

    static String nameOf(ByteStream one, ByteStream other) {
        return "copyBidirectional(...) between " + Fence.textOf(one) + " and " + Fence.textOf(other);
    }

    @Override
    protected Awaitable<?> awaited() {
        return ways;
    }

    @Override
    protected @Nullable String sources() {
        return null;
    }
}
