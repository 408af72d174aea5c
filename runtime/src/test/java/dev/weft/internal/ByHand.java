// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/** An executor whose thread is that of the test, which runs what it was given when the test says so. */
final class ByHand implements Executor {
    private final Deque<Runnable> given = new ArrayDeque<>();
    private int refusals;

    @Override
    public synchronized void execute(Runnable work) {
        if (refusals > 0) {
            refusals--;
            throw new RejectedExecutionException("full");
        }
        given.add(work);
    }

    /** Has it refuse the next things that it is given. */
    synchronized void refuse(int count) {
        refusals = count;
    }

    /** Forgets what it was given. */
    synchronized void drop() {
        given.clear();
    }

    /** How much it has yet to run. */
    synchronized int waiting() {
        return given.size();
    }

    private synchronized Runnable take() {
        return given.poll();
    }

    /** Runs one thing. */
    void runOne() {
        take().run();
    }

    /** Runs all there is, and what comes of it. */
    void runAll() {
        for (Runnable next = take(); next != null; next = take()) {
            next.run();
        }
    }

    /** Runs what it is given until something has ended, which other threads and timers take part in. */
    void runUntil(Future<?> end) {
        while (!end.isDone()) {
            runAll();
            Thread.onSpinWait();
        }
    }
}
