// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.abi.StageAwait;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.spi.SingleUse;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a stage and leaves it alone when the wait is cancelled. A stage runs whether anybody waits or not, so unlike a {@link Shield}
 * this needs no task that waits in the background, which the end of the loop would cancel, and the stage with it.
 *
 * @param <T> what the stage gives
 */
public final class ShieldedStage<T> extends SingleUse<T> {
    private final StageAwait stage;

    /** Null until somebody waits. */
    private @Nullable StageAwait wait;

    private @Nullable LoopEngine runsOn;

    /**
     * Makes the wait, which begins when it is awaited.
     *
     * @param stage what to wait for
     */
    public ShieldedStage(StageAwait stage) {
        this.stage = stage;
    }

    @Override
    protected String operation() {
        return "shield(...)";
    }

    @Override
    protected void begin(Waiter waiter) {
        runsOn = Execution.requireLoop(operation());
        StageAwait begun = stage.leavable();
        wait = begun;
        begun.subscribe(waiter);
    }

    @Override
    protected boolean tryComplete() {
        return stage.isReady();
    }

    @Override
    @SuppressWarnings("unchecked") // it gives what the stage gives
    protected T value() throws Exception {
        return (T) stage.result();
    }

    @Override
    protected void stop() {
        if (wait != null) {
            wait.leave();
        }
    }

    /** While somebody waits, the loop on which it began: on that alone it is asked and withdrawn. */
    @Override
    public @Nullable EventLoop loop() {
        return waiter() == null ? null : runsOn;
    }

    @Override
    public WaitDescription describe() {
        return new WaitDescription(
                "shield", stage.describe().toString(), stage.coroutine(), WaitDescription.NO_DEADLINE);
    }
}
