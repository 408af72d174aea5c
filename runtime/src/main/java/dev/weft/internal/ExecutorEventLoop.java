// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.ForeignLoop;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

/** The loop on a thread that somebody else runs: the system's monotonic clock, first in first out, and the turns handed to an executor. */
public final class ExecutorEventLoop extends LoopEngine implements ForeignLoop {
    private ExecutorEventLoop(Executor executor) {
        super(System::nanoTime, RunQueue.fifo(), new Handover(executor));
    }

    /**
     * Makes a loop, unless the executor is none of a single thread that runs later what it is given.
     *
     * @param executor where the turns are made
     * @return the loop
     */
    public static ExecutorEventLoop over(Executor executor) {
        int threads = threadsOf(executor);
        if (threads > 1) {
            throw refused(executor, "has up to " + threads + " threads");
        }
        if (new Probe().runsInPlace(executor)) {
            throw refused(executor, "runs in place, inside execute(...), what is to run later");
        }
        return new ExecutorEventLoop(executor);
    }

    private static IllegalArgumentException refused(Executor executor, String why) {
        return new IllegalArgumentException("executor: " + executor + ' ' + why
                + ". An event loop needs one with a single thread, on which one thing runs at a time, and later.");
    }

    /** The most threads of an executor that says so; 1 of any other. */
    private static int threadsOf(Executor executor) {
        if (executor instanceof ScheduledThreadPoolExecutor pool) {
            return pool.getCorePoolSize();
        }
        if (executor instanceof ThreadPoolExecutor pool) {
            return pool.getMaximumPoolSize();
        }
        return executor instanceof ForkJoinPool pool ? pool.getParallelism() : 1;
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        return ((ForeignThread) driver)
                .closeLater(CancelRequest.by("closeAsync()" + CancelRequest.here()))
                .copy();
    }

    /** Sees whether an executor runs something before it returns. */
    private static final class Probe implements Runnable {
        private final Thread caller = Thread.currentThread();
        private boolean isHandingOver = true;
        private boolean ranInPlace;

        boolean runsInPlace(Executor executor) {
            executor.execute(this);
            isHandingOver = false;
            return ranInPlace;
        }

        @Override
        public void run() {
            if (Thread.currentThread() == caller && isHandingOver) {
                ranInPlace = true;
            }
        }
    }
}
