// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.Sneaky;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time that a fault point takes, and what it throws then. Loop thread only. */
final class FaultDelay extends Timer<Void> {
    private final LoopEngine loop;
    private final String point;
    private final long nanos;
    private final @Nullable Throwable failure;

    FaultDelay(LoopEngine loop, String point, long nanos, @Nullable Throwable failure) {
        this.loop = loop;
        this.point = point;
        this.nanos = nanos;
        this.failure = failure;
    }

    @Override
    protected String operation() {
        return "awaitPoint(...)";
    }

    @Override
    protected void begin(Waiter waiter) {
        loop.setTimer(this, nanos);
    }

    @Override
    protected void fire() {
        complete();
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    protected Void value() {
        if (failure != null) {
            throw Sneaky.rethrow(failure);
        }
        return null;
    }

    @Override
    protected void stop() {
        loop.cancelTimer(this);
    }

    @Override
    public WaitDescription describe() {
        return new WaitDescription("fault", point + ", delayed by " + Duration.ofNanos(nanos), null, deadlineNanos());
    }

    @Override
    public EventLoop loop() {
        return loop;
    }
}
