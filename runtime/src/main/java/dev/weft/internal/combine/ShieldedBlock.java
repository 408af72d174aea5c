// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.AsyncBlock;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.internal.BlockFrame;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.spi.SingleUse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a block that a cancellation of the waiter does not reach. The waiter waits for its end, and is cancelled at its next await.
 *
 * @param <T> what the block returns
 */
public final class ShieldedBlock<T> extends SingleUse<T> {
    private final AsyncBlock<T, ?> block;
    private @Nullable SpawnedTask<T> task;
    private @Nullable LoopEngine runsOn;

    /**
     * Makes the call, which runs the block when it is awaited.
     *
     * @param block what to run
     */
    public ShieldedBlock(AsyncBlock<T, ?> block) {
        this.block = block;
    }

    @Override
    protected String operation() {
        return "shield(...)";
    }

    @Override
    protected void begin(Waiter waiter) {
        LoopEngine loop = Execution.requireLoop(operation());
        SpawnedTask<T> started = loop.spawnPart(new BlockFrame<>(block), waiter);
        started.runsBlock();
        task = started;
        runsOn = loop;
        started.subscribe(waiter);
    }

    @Override
    protected boolean tryComplete() {
        return task != null && task.isReady();
    }

    @Override
    protected T value() {
        return Objects.requireNonNull(task).result();
    }

    /**
     * The block goes on to its end, and who waits for it waits. One that has not begun does not run less for that: it cleans up, and the
     * request may have come in the turn in which the await before it got its value.
     */
    @Override
    public boolean withdraw(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        return task != null && waiter() != waiter && super.withdraw(waiter);
    }

    /** While somebody waits, the loop on which it began: on that alone it is asked and withdrawn. */
    @Override
    public @Nullable EventLoop loop() {
        return waiter() == null ? null : runsOn;
    }

    @Override
    public WaitDescription describe() {
        return new WaitDescription("shield", "", task, WaitDescription.NO_DEADLINE);
    }
}
