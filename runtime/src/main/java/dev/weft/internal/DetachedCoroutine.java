// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.abi.SourceLocation;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A coroutine without a loop: it runs on the thread that started it up to its first suspension, and then on whichever
 * thread wakes it, as the callbacks of a {@code CompletableFuture} do.
 *
 * <p>Wakes are counted: the thread that brings the count from 0 to 1 runs the coroutine, and goes on until it has answered
 * every wake that came meanwhile. So one thread at a time runs it, each sees what the last one wrote, and a chain of
 * completions does not recurse.
 */
final class DetachedCoroutine extends RunningCoroutine {
    private final AtomicInteger wakes = new AtomicInteger();
    /** How many wakes may be inside one another on a thread. */
    private static final int MOST_NESTED = 50;

    private final Awaitable<?> awaited;
    private final AwaitFuture<?> future;
    private volatile boolean cancelAsked;
    private boolean ended;

    /** Whether whoever wakes it is below it on the Java stack, and no longer who started it. */
    private boolean started;

    DetachedCoroutine(Awaitable<?> task, AwaitFuture<?> future) {
        this.awaited = task;
        this.future = future;
        root(AwaitFrame.rootOf(task));
    }

    /**
     * Runs a step at once, on the thread that calls this. Where a coroutine that ends wakes the next one, and so on along a chain, the Java
     * stack would grow with each: from some depth on, a coroutine is postponed until the outermost wake of the thread is over.
     */
    @Override
    public void wake() {
        if (wakes.getAndIncrement() != 0) {
            return;
        }
        Execution here = Execution.here();
        if (here.nestedWakes == MOST_NESTED && isPostponed(here)) {
            return;
        }
        here.nestedWakes++;
        try {
            answerWakes();
            while (here.nestedWakes == 1 && !here.postponed.isEmpty()) {
                here.postponed.remove().answerWakes();
            }
        } finally {
            here.nestedWakes--;
        }
    }

    private boolean isPostponed(Execution here) {
        try {
            return here.postponed.add(this);
        } catch (Throwable lacking) { // memory: it runs now, a step deeper than it should
            return false;
        }
    }

    @Override
    protected void giveWay() {
        LoopEngine.giveWay(this);
    }

    private void answerWakes() {
        int answered = 1;
        do {
            fencedStep();
            answered = wakes.addAndGet(-answered);
        } while (answered != 0);
    }

    /** Runs a step. One that broke off for want of memory or stack goes on at once; if it cannot, its failure is all that is left. */
    private void fencedStep() {
        try {
            runStep();
        } catch (Throwable lacking) {
            try {
                runStep();
            } catch (Throwable still) {
                settle(null, still);
            }
        }
    }

    private void runStep() {
        if (ended) {
            return;
        }
        if (cancelAsked) {
            cancelAsked = false;
            requestCancel();
        }
        stepNested(Execution.here());
        started = true;
    }

    @Override
    public boolean cancel() {
        cancelAsked = true;
        wake();
        return true;
    }

    @Override
    protected void ended() {
        Throwable thrown = failure();
        settle(thrown == null ? outcome() : null, thrown);
    }

    private void settle(@Nullable Object result, @Nullable Throwable thrown) {
        future.settle(result, thrown, awaited);
        ended = true; // last: what fails is done again
    }

    @Override
    public ScheduledTask<?> spawn(Awaitable<?> task, @Nullable String name, String site) {
        return Execution.requireLoop("spawn(...)").spawn(task, new Origin(name, site, this, false));
    }

    @Override
    protected boolean isCalled() {
        return !started;
    }

    @Override
    protected Iterator<RunningCoroutine> outer() {
        return started ? Collections.emptyIterator() : super.outer();
    }

    @Override
    protected @Nullable RunningCoroutine awaiter() {
        return null;
    }

    @Override
    protected @Nullable RunningCoroutine spawner() {
        return null;
    }

    @Override
    protected @Nullable SourceLocation site() {
        return null;
    }
}
