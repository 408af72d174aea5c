// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.ScheduledTask;
import dev.weft.Waiter;
import dev.weft.abi.ColdFrames;
import dev.weft.internal.stack.CallStacks;
import dev.weft.spi.LoopThread;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record of what a thread runs: its loop, if it is a loop's thread, and the coroutine whose code is on it. A thread has one, which has
 * its cold frames too.
 */
public final class Execution extends ColdFrames {
    /** The loop that runs on this thread, or null. */
    @Nullable
    LoopEngine loop;

    /**
     * The innermost step on the Java stack that began in the middle of another one, or that belongs to no loop. Null while the current step
     * is the one that the loop's run queue knows. What a step has put here it takes away by writing the field, which cannot fail.
     */
    @Nullable
    Nested nested;

    /** A coroutine that runs a step, the one in the middle of whose step it began, and what was {@link #nested} before. */
    record Nested(
            RunningCoroutine inner,
            @Nullable RunningCoroutine outer,
            @Nullable Nested before) {}

    /** The number of coroutines without a loop that are in the middle of a step on this thread, each woken by the one before. */
    int nestedWakes;

    /** Coroutines without a loop that were woken when {@link #nestedWakes} was at its limit. They go on when the outermost wake is over. */
    Deque<DetachedCoroutine> postponed = new ArrayDeque<>(0);

    /** What the thread was in the middle of when its loop was bound, such as a coroutine without a loop that runs one. */
    private @Nullable Execution interrupted;

    /** What the thread had before the turn began. */
    private @Nullable Object replaced;

    /** What context keys are bound to where no coroutine runs: by plain code of the thread, or by the action that runs. */
    @Nullable
    Bindings own;

    private Execution() {}

    /** Makes the record of a loop that runs in turns on a thread of others, and keeps it in between. */
    static Execution ofTurns(LoopEngine loop) {
        Execution own = new Execution();
        own.collect(loop);
        own.loop = loop;
        return own;
    }

    /** A turn begins on the calling thread. */
    void enter() {
        replaced = take();
    }

    /** Is the record of the calling thread, too, until that ends. */
    void lend() {
        var unused = take();
    }

    /** A turn is over. */
    void leave() {
        giveBack(replaced);
        replaced = null;
    }

    /** No turn comes any more. */
    void end() {
        close();
        loop = null;
    }

    /** A loop runs on this thread from now on. */
    void bind(LoopEngine bound) {
        Execution before = new Execution();
        open(bound);
        interrupted = before; // nothing can fail any more
        before.exchangeSteps(this);
        loop = bound;
    }

    /** No loop runs on this thread any more. */
    void unbind() {
        try {
            close();
        } finally {
            loop = null;
            if (interrupted != null) {
                exchangeSteps(interrupted);
                interrupted = null;
            }
        }
        if (nested == null && nestedWakes == 0) {
            forget();
        } else {
            keep();
        }
    }

    /** Gives what is known of the steps on the Java stack for what the other knows. */
    private void exchangeSteps(Execution other) {
        Nested othersNested = other.nested;
        int otherNested = other.nestedWakes;
        Deque<DetachedCoroutine> otherPostponed = other.postponed;
        other.nested = nested;
        other.nestedWakes = nestedWakes;
        other.postponed = postponed;
        nested = othersNested;
        nestedWakes = otherNested;
        postponed = otherPostponed;
    }

    /** The coroutine whose code is on the thread; null if none is. */
    @Nullable
    RunningCoroutine current() {
        if (nested != null) {
            return nested.inner;
        }
        return loop == null ? null : loop.stepping();
    }

    /**
     * Returns the coroutine that begins to wait through a waiter, or takes its wait back: a select, for one, waits for a coroutine.
     *
     * @param waiter who subscribes, or has
     * @return the coroutine that runs if the waiter acts for another one; else the waiter
     */
    public static Waiter behind(Waiter waiter) {
        RunningCoroutine running =
                waiter instanceof RunningCoroutine || waiter.actsFor() == waiter ? null : here().current();
        return running == null ? waiter : running;
    }

    /** What context keys are bound to for the code on the thread. */
    @Nullable
    Bindings bindings() {
        RunningCoroutine current = current();
        return current == null ? own : current.bindings();
    }

    /** The coroutines below a running one on the Java stack of this thread, the nearest first. */
    Iterator<RunningCoroutine> outerOf(RunningCoroutine running) {
        List<RunningCoroutine> below = new ArrayList<>();
        boolean found = running == current();
        for (Nested step = nested; step != null && step.outer != null; step = step.before) {
            if (found) {
                below.add(step.outer);
            }
            found |= step.outer == running;
        }
        return below.iterator();
    }

    /** How many steps are above a running coroutine's on the Java stack of this thread, each begun in the middle of the one below. */
    int stepsAbove(RunningCoroutine running) {
        int above = 0;
        if (running != current()) {
            for (Nested step = nested; step != null; step = step.before) {
                above++;
                if (step.outer == running) {
                    return above;
                }
            }
        }
        return 0;
    }

    /** The calling thread's own. */
    static Execution here() {
        ColdFrames here = ofThread();
        return here == null ? first() : (Execution) here;
    }

    private static Execution first() {
        Execution first = new Execution();
        first.keep();
        return first;
    }

    /**
     * Returns the loop of the calling thread.
     *
     * @return the loop, or null
     */
    public static @Nullable LoopEngine currentLoop() {
        return here().loop;
    }

    /**
     * Returns the loop to which a wait of the calling code belongs.
     *
     * @return the loop of the calling thread; null if it has none, or runs a coroutine that belongs to no loop, and may be gone when that
     *     goes on
     */
    public static @Nullable LoopEngine loopOfCaller() {
        Execution here = here();
        return here.nested != null && here.nested.inner instanceof DetachedCoroutine ? null : here.loop;
    }

    /**
     * Returns the async call stack of the calling code.
     *
     * @return the stack, innermost first; where no coroutine runs, the Java stack
     */
    public static List<StackTraceElement> callStack() {
        return List.copyOf(CallStacks.running(here().current()));
    }

    /**
     * Returns the coroutine that runs on the calling thread.
     *
     * @return the coroutine, or null
     */
    public static @Nullable Waiter currentWaiter() {
        return here().current();
    }

    /**
     * Returns the task that runs on the calling thread.
     *
     * @return the task
     * @throws IllegalStateException if none does
     */
    public static ScheduledTask<?> currentTask() {
        if (here().current() instanceof SpawnedTask<?> task) {
            return task;
        }
        throw new IllegalStateException("No task is running on thread \""
                + Thread.currentThread().getName() + "\"; currentTask() is for code that a task calls.");
    }

    /**
     * Returns the loop of the calling thread, for what works on a loop alone (decision 6).
     *
     * @param operation what needs it, for the message
     * @return the loop
     * @throws IllegalStateException if the thread runs none
     */
    public static LoopEngine requireLoop(String operation) {
        LoopEngine loop = currentLoop();
        if (loop == null) {
            throw LoopThread.noLoop(operation);
        }
        return loop;
    }
}
