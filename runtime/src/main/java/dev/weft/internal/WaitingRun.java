// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.internal.stack.CallStacks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A thread that waits inside {@code run} of a loop whose turns are on another one. */
final class WaitingRun {
    private final SpawnedTask<?> task;
    private final CompletableFuture<@Nullable Void> released = new CompletableFuture<>();

    WaitingRun(SpawnedTask<?> task) {
        this.task = task;
    }

    boolean hasEnded() {
        return task.isReady();
    }

    /** Lets the thread go on. */
    void release() {
        released.complete(null);
    }

    /** Waits until the task has ended, with the turn in which it did; or the loop has. An interrupt cancels the task. */
    void await(CompletableFuture<?> closed) {
        CompletableFuture<Object> either = CompletableFuture.anyOf(released, closed);
        boolean interrupted = false;
        while (!either.isDone()) {
            try {
                var unused = either.get();
            } catch (InterruptedException now) {
                interrupted = true;
                task.cancel(CancelRequest.byInterrupt(CallStacks.running(null)));
            } catch (ExecutionException impossible) { // of futures that never fail
                throw new IllegalStateException(impossible);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
