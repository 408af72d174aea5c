// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import dev.weft.TimeoutScope;
import dev.weft.Tuple2;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.spi.Fence;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A {@link BothWays} that ends when nothing was copied for some time: an async method written by hand. */
final class UntilIdle extends Frame<Tuple2<Long, Long>> {
    private final ByteStream one;
    private final ByteStream other;
    private final Duration idle;
    private final TimeoutScope scope;
    private final Awaitable<Tuple2<Long, Long>> limited;

    UntilIdle(ByteStream one, ByteStream other, Duration idle) throws TimeoutException {
        this.one = one;
        this.other = other;
        this.idle = requireSome(idle);
        scope = TimeoutScope.after(idle);
        limited = scope.run(limit -> new BothWays(one, other, limit::renew));
    }

    private static Duration requireSome(Duration idle) {
        if (idle.isZero() || idle.isNegative()) {
            throw new IllegalArgumentException("both ways may stand still for " + idle
                    + ", in which nothing can be copied; give more than zero, or leave the limit out");
        }
        return idle;
    }

    @Override
    public @Nullable Object resume(Coroutine co) throws Throwable {
        try {
            Object result = state > 0 ? co.resumed() : co.await(limited);
            if (result == Coroutine.SUSPENDED) {
                co.suspend(this, 1);
            }
            return result;
        } catch (TimeoutException late) {
            throw scope.expired() ? told(late) : late;
        }
    }

    private TimeoutException told(TimeoutException late) {
        TimeoutException idled = new TimeoutException("nothing was copied between " + Fence.textOf(one) + " and "
                + Fence.textOf(other) + " for " + idle + ", neither way");
        idled.initCause(late);
        return idled;
    }

    @Override
    public String toString() {
        return BothWays.nameOf(one, other);
    }

    @Override
    protected Awaitable<?> awaited() {
        return limited;
    }

    @Override
    protected @Nullable String sources() {
        return null;
    }
}
