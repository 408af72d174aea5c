// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Fence;
import dev.weft.spi.Reports;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** The wait of a plain thread for something of a loop that no thread may be running: somebody may be about to, or have forgotten to. */
final class IdleLoop {
    private IdleLoop() {}

    /** A while of waiting: the seam for time. */
    interface While {
        /** Returns true when the future has ended, and false when the while is over before. */
        boolean ends(CompletableFuture<?> future) throws InterruptedException;
    }

    /** Waits for a future, and returns when it has ended, or when it had to warn because no thread ran the loop for a while. */
    static void warnWhile(CompletableFuture<?> future, BooleanSupplier isRunning, Object awaited, While next)
            throws InterruptedException {
        boolean ran = isRunning.getAsBoolean();
        while (!next.ends(future)) {
            boolean runs = isRunning.getAsBoolean();
            if (!ran && !runs) {
                Reports.warning(
                        "Thread \"" + Thread.currentThread().getName() + "\" blocks on " + Fence.textOf(awaited)
                                + ", whose event loop no thread runs. It waits until one calls run(...) or close() of that loop.",
                        null);
                return;
            }
            ran = runs;
        }
    }

    static boolean second(CompletableFuture<?> future) throws InterruptedException {
        try {
            var unused = future.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException over) {
            return future.isDone(); // it may have failed with one
        } catch (ExecutionException | java.util.concurrent.CancellationException ended) {
            return true;
        }
        return true;
    }
}
