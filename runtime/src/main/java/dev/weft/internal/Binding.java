// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import org.jspecify.annotations.Nullable;

/** The bond of a loop and the thread that runs it: there is one while the loop runs, and none in between. */
final class Binding {
    private final LoopEngine loop;
    private volatile @Nullable Thread thread;
    private @Nullable Execution execution;

    Binding(LoopEngine loop) {
        this.loop = loop;
    }

    /** Binds the loop to the calling thread, to run. */
    synchronized void bind() {
        Thread running = thread;
        if (running != null) {
            throw new IllegalStateException("The event loop is already running, on thread \"" + running.getName()
                    + "\". Inside it, await or spawn instead of run.");
        }
        Execution here = Execution.here();
        if (here.loop != null) {
            throw anotherLoopRuns();
        }
        bindTo(here);
    }

    /** Binds the loop to the calling thread, to close. */
    synchronized void bindToClose() {
        Thread running = thread;
        if (running != null) {
            throw new IllegalStateException("The event loop cannot be closed while it runs, on thread \""
                    + running.getName()
                    + "\". Call stop(), which has run(...) return once its tasks have ended, and close() after that.");
        }
        Execution here = Execution.here();
        if (here.loop != null) {
            throw new IllegalStateException("The event loop cannot be closed on thread \""
                    + Thread.currentThread().getName()
                    + "\", where another one is running: to close it is to run it until its tasks have ended."
                    + " Close it on another thread, or after run(...) of the other has returned.");
        }
        bindTo(here);
    }

    private void bindTo(Execution here) {
        here.bind(loop);
        execution = here;
        thread = Thread.currentThread();
    }

    static IllegalStateException anotherLoopRuns() {
        return new IllegalStateException("Another event loop is running on thread \""
                + Thread.currentThread().getName() + "\". Inside it, await or spawn instead of run.");
    }

    synchronized void unbind() {
        try {
            execution().unbind();
        } finally {
            thread = null;
        }
    }

    /** Whether the calling thread is the loop's. Any thread. */
    boolean isHere() {
        return Thread.currentThread() == thread;
    }

    /** Whether a thread runs the loop. Any thread. */
    boolean isBound() {
        return thread != null;
    }

    void require(String operation) {
        Thread owner = thread;
        if (owner != Thread.currentThread()) {
            if (loop.isClosed()) {
                throw Closing.closed();
            }
            throw new IllegalStateException(operation + " belongs to the thread of its event loop ("
                    + (owner == null ? "not running" : '"' + owner.getName() + '"') + "), but was called on thread \""
                    + Thread.currentThread().getName() + "\". From there, hand it to EventLoop.post(...).");
        }
    }

    /** The object of the loop's thread; only while bound. */
    @SuppressWarnings("NullAway") // set by bind
    Execution execution() {
        return execution;
    }
}
