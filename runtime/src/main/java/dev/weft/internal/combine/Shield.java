// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.combine;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.abi.ColdFrames;
import dev.weft.internal.Execution;
import dev.weft.internal.LoopEngine;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.TaskFailures;
import dev.weft.spi.Discards;
import dev.weft.spi.Insistent;
import dev.weft.spi.SingleUse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Waits for an awaitable and leaves it alone when the wait is cancelled. No structured call: it may return before what it runs has ended.
 * The waiter subscribes to the task itself, so that the call stack of that goes on with the waiter as long as it waits.
 *
 * @param <T> what the awaitable gives
 */
public final class Shield<T> extends SingleUse<T> {
    private final Awaitable<T> awaitable;
    private @Nullable SpawnedTask<T> task;
    private @Nullable LoopEngine runsOn;

    /**
     * Makes the wait, which begins when it is awaited.
     *
     * @param awaitable what to run, or a task that runs
     */
    public Shield(Awaitable<T> awaitable) {
        this.awaitable = awaitable;
    }

    @Override
    protected String operation() {
        return "shield(...)";
    }

    @Override
    protected void begin(Waiter waiter) {
        LoopEngine loop = requireLoop();
        SpawnedTask<T> started = awaitable instanceof SpawnedTask<T> running ? running : start(loop, waiter);
        task = started;
        runsOn = loop;
        started.subscribe(waiter);
    }

    private SpawnedTask<T> start(LoopEngine loop, Waiter waiter) {
        SpawnedTask<T> started = loop.spawnPart(awaitable, waiter);
        started.runsBeside();
        return started;
    }

    private LoopEngine requireLoop() {
        try {
            return Execution.requireLoop(operation());
        } catch (IllegalStateException none) {
            ColdFrames.giveUp(awaitable);
            throw none;
        }
    }

    @Override
    protected boolean tryComplete() {
        return task != null ? task.isReady() : awaitable instanceof SpawnedTask<T> running && running.isReady();
    }

    @Override
    protected T value() throws Exception {
        return task != null ? task.result() : awaitable.result();
    }

    @Override
    public void discard(T result) {
        awaitable.discard(result);
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        SpawnedTask<T> left = task;
        if (left == null) {
            giveUp(waiter);
        } else if (waiter() == waiter) {
            boolean wasPart = left != awaitable;
            left.leave(waiter, wasPart);
            if (wasPart) {
                Insistent onEnd = () -> endedAlone(left);
                left.subscribe(onEnd);
            }
        }
        return super.withdraw(waiter);
    }

    /** What has not begun does not begin. A task goes on without this. */
    private void giveUp(Waiter waiter) {
        if (!(awaitable instanceof SpawnedTask<T>)) {
            var unused = Unstarted.giveUp(awaitable, waiter);
        }
    }

    /** What was only run for this has ended, and nobody else knows of it. */
    private void endedAlone(SpawnedTask<T> ended) {
        if (ended.failureSeen() == null) {
            Discards.discard(awaitable, ended.result());
        } else {
            TaskFailures.report(
                    ended,
                    "What shield(...) ran on after its waiter was cancelled (task " + ended.name()
                            + ") failed, and nobody waits for it");
        }
    }

    /** While somebody waits, the loop on which it began: on that alone it is asked and withdrawn. */
    @Override
    public @Nullable EventLoop loop() {
        return waiter() == null ? null : runsOn;
    }

    @Override
    public WaitDescription describe() {
        return new WaitDescription("shield", "", task == null ? awaitable : task, WaitDescription.NO_DEADLINE);
    }
}
