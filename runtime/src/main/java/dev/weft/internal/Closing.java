// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/**
 * The end of an event loop, after which no task is left. Tasks that are cancelled may need the loop to clean up, and other threads may spawn
 * meanwhile, so it comes in steps:
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
 * <p>Loop thread only.
 */
final class Closing {
    private final LoopEngine loop;
    private final LoopTasks tasks;
    private final Turns turns;
    private final AtClose atClose;
    private boolean lastOutsiderCame;

    Closing(LoopEngine loop, LoopTasks tasks, Turns turns, AtClose atClose) {
        this.loop = loop;
        this.tasks = tasks;
        this.turns = turns;
        this.atClose = atClose;
    }

    void run(CancelRequest request) {
        turns.insist(() -> endThoseOfNow(request));
        turns.insist(() -> tasks.refuseOutsiders(() -> lastOutsiderCame = true));
        turns.until(() -> lastOutsiderCame, () -> {});
        turns.insist(() -> endAll(request));
        turns.inbox.close();
        turns.runWhatIsLeft();
        turns.insist(atClose::end);
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
