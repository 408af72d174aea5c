// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.DeadlockException;
import dev.weft.abi.Unclaimed;
import dev.weft.spi.Readiness;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
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
 * <p>Any thread begins; the steps are on the loop's, which waits in between or turns for others.
 */
final class Closing {
    /** What is to be done next. */
    private enum Step {
        TASKS_OF_NOW,
        OUTSIDERS,
        ALL_TASKS,
        NONE
    }

    private final LoopEngine loop;
    private final LoopTasks tasks;
    private final Turns turns;
    private final AtClose atClose;
    private final Readiness readiness;
    private Step step = Step.TASKS_OF_NOW;

    /** What has to come about before the step. */
    private BooleanSupplier awaited = () -> true;

    private boolean lastOutsiderCame;

    /** The tasks that were cancelled in the last step, and may not have ended. */
    private final Deque<SpawnedTask<?>> ending = new ArrayDeque<>(0);

    /** Completes at the end. Guards {@link #request}. */
    private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

    /** What cancels the tasks; null before somebody has closed the loop. */
    private @Nullable CancelRequest request;

    Closing(LoopEngine loop, LoopTasks tasks, Turns turns, AtClose atClose, Readiness readiness) {
        this.loop = loop;
        this.tasks = tasks;
        this.turns = turns;
        this.atClose = atClose;
        this.readiness = readiness;
    }

    /**
     * Begins, unless somebody has before. Any thread.
     *
     * @param first what the first one does to have the steps taken; nothing has begun if it throws
     * @return false if it has begun before
     */
    boolean begins(CancelRequest by, Runnable first) {
        synchronized (closed) {
            if (request != null) {
                return false;
            }
            first.run();
            request = by;
            return true;
        }
    }

    /** Whether somebody has closed the loop. Any thread. */
    boolean hasBegun() {
        synchronized (closed) {
            return request != null;
        }
    }

    /** Whether anything is to be done when the loop closes. Any thread. */
    boolean hasActions() {
        return !atClose.isEmpty();
    }

    /** Completes when the loop has closed. Any thread. */
    CompletableFuture<@Nullable Void> whenClosed() {
        return closed;
    }

    /** Takes all steps that are left, on a thread that waits for what they need, and ends. */
    void run(Binding binding) {
        try {
            while (!goOn()) {
                turns.until(awaited, () -> {});
            }
        } catch (DeadlockException stuck) { // the tasks will not end: the rest does
            runLast();
            throw stuck;
        } finally {
            end(binding::unbind);
        }
    }

    /** Takes the steps for which nothing has to be waited. Returns whether none is left. */
    boolean goOn() {
        while (step != Step.NONE && awaited.getAsBoolean()) {
            take();
        }
        return isOver();
    }

    /** Whether no step is left. */
    boolean isOver() {
        return step == Step.NONE;
    }

    private void take() {
        switch (step) {
            case TASKS_OF_NOW -> {
                loop.beginsToClose();
                turns.insist(() -> loop.watch.unended.closes(request()));
                endThoseOfNow(Step.OUTSIDERS);
            }
            case OUTSIDERS -> {
                turns.insist(() -> tasks.refuseOutsiders(() -> lastOutsiderCame = true));
                step = Step.ALL_TASKS;
                awaited = () -> lastOutsiderCame;
            }
            case ALL_TASKS -> {
                if (isIdle()) {
                    runLast();
                    step = Step.NONE;
                } else {
                    endThoseOfNow(Step.ALL_TASKS);
                }
            }
            case NONE -> {}
        }
    }

    private void endThoseOfNow(Step next) {
        turns.insist(this::cancelThoseOfNow);
        step = next;
        awaited = this::haveEnded;
    }

    /** Cancels the tasks there are. Those that they spawn meanwhile are left alone: what cleans up may need them. */
    private void cancelThoseOfNow() {
        turns.takeIn();
        ending.addAll(loop.cancelAll(request()));
    }

    /** Whether the tasks that were cancelled have ended. */
    private boolean haveEnded() {
        while (!ending.isEmpty() && ending.element().isReady()) {
            ending.remove();
        }
        return ending.isEmpty();
    }

    /** Closes all that is open if there are no tasks, and says whether that has made none. */
    private boolean isIdle() {
        if (!loop.liveTasks().isEmpty()) {
            return false;
        }
        turns.insist(atClose::run);
        return loop.liveTasks().isEmpty();
    }

    private void runLast() {
        turns.inbox.close();
        turns.runWhatIsLeft();
        turns.insist(atClose::end);
        loop.watch.failures.reportAll();
        loop.watch.unended.closed();
    }

    @SuppressWarnings("NullAway") // there is one when a step is taken
    private CancelRequest request() {
        return request;
    }

    /** Ends the loop, when no step is left, or one has failed. Each part is done, also where the one before lacked memory. */
    void end(Runnable unbind) {
        Loops.remove(loop.entry);
        turns.observersSee(Transition.OVER);
        try {
            unbind.run();
        } finally {
            turns.inbox.close();
            release();
        }
    }

    /** The last lets those go on who wait for the end. */
    private void release() {
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

    /** Makes the exception for whoever uses a loop after its end. */
    static IllegalStateException closed() {
        return new IllegalStateException("The event loop is closed: it runs nothing any more.");
    }
}
