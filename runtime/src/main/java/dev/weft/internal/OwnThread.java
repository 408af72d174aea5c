// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.RealTimeException;
import dev.weft.abi.ColdFrames;

/** Makes the turns of a loop on the thread that is inside {@code run} or {@code close}, which waits when there is nothing to do. */
final class OwnThread implements Driver {
    private final LoopEngine loop;
    private final Turns turns;
    private final Binding binding;
    private final Closing closing;

    OwnThread(LoopEngine loop, Turns turns, Binding binding, Closing closing) {
        this.loop = loop;
        this.turns = turns;
        this.binding = binding;
        this.closing = closing;
    }

    @Override
    public <T> T run(Awaitable<T> main, Origin origin) {
        try {
            begin();
        } catch (IllegalStateException refused) {
            ColdFrames.giveUp(main);
            throw refused;
        }
        try {
            return turnUntilEnd(MainTask.of(loop.spawn(main, origin)));
        } finally {
            binding.unbind();
        }
    }

    /** Runs the loop until a task has ended that was spawned before, so that a request to stop that comes before this means it, too. */
    void runUntilEnd(SpawnedTask<?> main) {
        begin();
        try {
            turnUntilEnd(MainTask.of(main));
        } finally {
            binding.unbind();
        }
    }

    private void begin() {
        LoopEngine.requireOpen(!loop.isClosed());
        binding.bind();
    }

    /** The task itself is nowhere on the Java stack meanwhile, else it could never be found to be lost. */
    private <T> T turnUntilEnd(MainTask<T> task) {
        turnUntilReady(task);
        turns.insist(turns::takeIn); // who has subscribed in vain would wait for the next run, and there may be none
        loop.watch.failures.report(); // those of the last turn
        return resultOf(task.task());
    }

    /** What the task has thrown goes along with what the run fails with. */
    private void turnUntilReady(MainTask<?> task) {
        try {
            turns.until(task::isReady, () -> task.task().cancel(CancelRequest.byInterrupt(turns.runner())));
        } catch (RealTimeException late) {
            Throwable failed = task.isReady() ? task.task().failureShown() : null;
            if (failed != null) {
                late.addSuppressed(failed);
            }
            throw late;
        }
    }

    private <T> T resultOf(SpawnedTask<T> task) {
        try {
            return task.result();
        } catch (Throwable failed) {
            loop.runFails(failed);
            throw failed;
        }
    }

    /** Waits for another thread that is at it, but not on the thread of a loop, which others wait for. */
    @Override
    public void close(CancelRequest request) {
        if (closing.begins(request, binding::bindToClose)) {
            closing.run(binding);
        } else if (Execution.currentLoop() == null) {
            closing.whenClosed().join();
        }
    }

    @Override
    public boolean isRunning() {
        return binding.isBound();
    }
}
