// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.internal.combine.Completions.Part;
import dev.weft.spi.Compound;
import dev.weft.spi.SingleUse;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A wait for the next part of {@code asCompleted} to end. */
final class NextCompleted<T> extends SingleUse<T> implements Compound {
    private final Completions<T> completions;
    private @Nullable Part<T> part;

    NextCompleted(Completions<T> completions) {
        this.completions = completions;
    }

    @Override
    protected String operation() {
        return "next() of asCompleted(...)";
    }

    @Override
    protected void begin(Waiter waiter) {
        completions.waits(this);
    }

    /** Hands a part over that has ended. */
    void take(Part<T> ended) {
        part = ended;
        complete();
    }

    /** Ends the wait, for there is no next part any more. */
    void refuse(IllegalStateException why) {
        fail(why);
    }

    @Override
    protected boolean tryComplete() {
        if (part == null && waiter() == null) {
            part = completions.poll();
        }
        return part != null;
    }

    @Override
    protected T value() {
        Part<T> taken = part;
        if (taken == null) {
            throw new CancellationException("the part was handed on");
        }
        return taken.task().result();
    }

    @Override
    protected void stop() {
        Part<T> taken = part;
        part = null;
        completions.leaves(this, taken);
    }

    @Override
    public EventLoop loop() {
        return completions.loop();
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("next", "of asCompleted");
    }

    @Override
    public List<Awaitable<?>> awaitables() {
        return List.copyOf(completions.running());
    }
}
