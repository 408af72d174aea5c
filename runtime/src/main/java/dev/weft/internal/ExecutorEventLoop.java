// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.BlockingPool;
import dev.weft.ForeignLoop;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** The loop on a thread that somebody else runs: the system's monotonic clock, first in first out, and the turns handed to an executor. */
public final class ExecutorEventLoop extends LoopEngine implements ForeignLoop {
    private ExecutorEventLoop(Executor executor, Probe probe) {
        super(System::nanoTime, RunQueue.fifo(), new Handover(executor, probe));
    }

    /**
     * Makes a loop, unless the executor is none of a single thread that runs later what it is given.
     *
     * @param executor where the turns are made
     * @return the loop
     */
    public static ExecutorEventLoop over(Executor executor) {
        return over(executor, new Probe(Duration.ofSeconds(HandoverWatch.PATIENCE)));
    }

    /** Makes a loop, after a look at the executor that has a patience of its own. */
    static ExecutorEventLoop over(Executor executor, Probe probe) {
        String threads = threadsOf(executor);
        if (threads != null) {
            throw refused(executor, threads);
        }
        if (probe.runsInPlace(executor)) {
            throw refused(executor, "runs in place, inside execute(...), what is to run later");
        }
        return new ExecutorEventLoop(executor, probe);
    }

    private static IllegalArgumentException refused(Executor executor, String why) {
        return new IllegalArgumentException("executor: " + executor + ' ' + why
                + ". An event loop needs one with a single thread, on which one thing runs at a time, and later.");
    }

    /** What an executor has that is known to have several threads; null for any other. */
    private static @Nullable String threadsOf(Executor executor) {
        if (executor instanceof ScheduledThreadPoolExecutor pool) {
            return severalOf(pool.getCorePoolSize());
        }
        if (executor instanceof ThreadPoolExecutor pool) {
            return severalOf(pool.getMaximumPoolSize());
        }
        if (executor instanceof ForkJoinPool pool) { // one with a single thread makes another when that waits
            return pool.getParallelism() > 1 ? severalOf(pool.getParallelism()) : "makes spare threads";
        }
        return executor instanceof BlockingPool pool
                ? severalOf(pool.statistics().most())
                : null;
    }

    private static @Nullable String severalOf(int threads) {
        return threads > 1 ? "has up to " + threads + " threads" : null;
    }

    @Override
    public CompletionStage<Void> closeAsync() {
        return ((ForeignThread) driver)
                .closeLater(CancelRequest.byCallOf("closeAsync()"))
                .copy();
    }
}
