// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an executor is tried with before a loop is over it: whether it runs something in place, and on which thread it runs what it is given,
 * before the first turn shows that. Any thread.
 */
final class Probe implements Runnable {
    private final Thread caller = Thread.currentThread();
    private final Duration patience;
    private boolean isHandingOver = true;
    private boolean ranInPlace;

    /** Completes with the thread on which the executor runs something for the first time. */
    private final CompletableFuture<Thread> first = new CompletableFuture<>();

    /**
     * Makes one that is not given yet.
     *
     * @param patience for how long a thread that would block waits until the executor runs something
     */
    Probe(Duration patience) {
        this.patience = patience;
    }

    /** Gives it to an executor. Returns whether that runs it before it returns. */
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
        comes();
    }

    /** The executor runs something on the calling thread. */
    void comes() {
        first.complete(Thread.currentThread());
    }

    /** The thread on which the executor has run something; null before. */
    @Nullable
    Thread thread() {
        return first.getNow(null);
    }

    /** Waits until the executor runs something, or the loop has ended. Returns false if neither comes for long. */
    boolean awaits(CompletableFuture<?> closed) {
        return CompletableFuture.anyOf(first, closed)
                        .completeOnTimeout(this, patience.toNanos(), TimeUnit.NANOSECONDS)
                        .join()
                != this;
    }
}
