// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.abi.Unclaimed;
import dev.weft.spi.Readiness;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The end of an event loop, after which no task is left. Tasks that are cancelled may need the loop to clean up, and other threads may
 * spawn meanwhile, so it comes in steps:
 *
 * <ol>
 *   <li>the tasks there are end; what they spawn for that is left alone;
 *   <li>other threads are refused, and what they spawned before comes out of the inbox;
 *   <li>all tasks end, and those that they spawn, until none is left;
 *   <li>what is open is closed, which may have those who wait for it spawn again;
 *   <li>the inbox closes: nobody spawns or posts any more, and the actions that were posted before run;
 *   <li>what these have opened is closed.
 * </ol>
 *
 * <p>Any thread closes; the steps are on that which does so first.
 */
final class Closing {
    private final LoopEngine loop;
    private final LoopTasks tasks;
    private final Turns turns;
    private final AtClose atClose;
    private boolean lastOutsiderCame;

    /** Completes at the end of the first {@link #close}. Guards {@link #begun}. */
    private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

    private boolean begun;

    Closing(LoopEngine loop, LoopTasks tasks, Turns turns, AtClose atClose) {
        this.loop = loop;
        this.tasks = tasks;
        this.turns = turns;
        this.atClose = atClose;
    }

    /** Closes the loop, or waits until it is closed when somebody is at it already: not on the thread of a loop, which others wait for. */
    void close(CancelRequest request, Binding binding, Readiness readiness) {
        if (begins(binding)) {
            try {
                run(request);
            } finally {
                end(binding, readiness);
            }
        } else if (Execution.currentLoop() == null) {
            closed.join();
        }
    }

    /** Binds the loop to the calling thread for its end. False if it has begun before. */
    private boolean begins(Binding binding) {
        synchronized (closed) {
            if (begun) {
                return false;
            }
            binding.bindToClose();
            begun = true;
            return true;
        }
    }

    private void end(Binding binding, Readiness readiness) {
        try {
            binding.unbind();
        } finally {
            turns.inbox.close();
            release(readiness);
        }
    }

    /** Each step is taken, also where the one before lacked memory; the last lets those go on who wait for the end. */
    private void release(Readiness readiness) {
        try {
            readiness.close();
        } finally {
            try {
                turns.insist(() -> DetachedCoroutines.loopClosed(loop));
                Unclaimed.reportLeftBy(loop);
            } finally {
                closed.complete(null);
            }
        }
    }

    private void run(CancelRequest request) {
        turns.insist(() -> loop.watch.unended.closes(request));
        turns.insist(() -> endThoseOfNow(request));
        turns.insist(() -> tasks.refuseOutsiders(() -> lastOutsiderCame = true));
        turns.until(() -> lastOutsiderCame, () -> {});
        turns.insist(() -> endAll(request));
        turns.inbox.close();
        turns.runWhatIsLeft();
        turns.insist(atClose::end);
        loop.watch.failures.reportAll();
        loop.watch.unended.closed();
    }

    /** Ends all tasks and closes all that is open, until there is neither. */
    private void endAll(CancelRequest request) {
        do {
            while (!loop.tasks().isEmpty()) {
                endThoseOfNow(request);
            }
            atClose.run();
        } while (!loop.tasks().isEmpty());
    }

    /**
     * Cancels the tasks there are and waits until they have ended. Those that they spawn meanwhile are left alone: what
     * cleans up may need them.
     */
    private void endThoseOfNow(CancelRequest request) {
        turns.takeIn();
        for (SpawnedTask<?> task : loop.cancelAll(request)) {
            turns.until(task::isReady, () -> {});
        }
    }

    /** Makes the exception for whoever uses a loop after its end. */
    static IllegalStateException closed() {
        return new IllegalStateException("The event loop is closed: it runs nothing any more.");
    }
}
