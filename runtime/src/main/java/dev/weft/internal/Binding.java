// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** The bond of a loop and the thread that runs it: there is one while the loop runs, and none in between. */
final class Binding {
    private static final VarHandle THREAD;

    static {
        try {
            THREAD = MethodHandles.lookup().findVarHandle(Binding.class, "thread", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LoopEngine loop;
    private volatile @Nullable Thread thread;
    private @Nullable Execution execution;

    /**
     * The time at which the turn began, in {@link Turns#tickOf ticks}: since then waits what suspends in it. Here, where each step looks, and
     * not a place further away; on the loop's thread.
     */
    int tick;

    /** Who is told of what happens; null where nobody observes the loop. Written on its thread, or before it turns. */
    @Nullable
    LoopObservers observers;

    /** Whether the loop has turned before. On its thread. */
    private boolean hasTurned;

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

    /**
     * Binds the loop to the calling thread for a turn, whatever runs there: that stands still meanwhile.
     *
     * @param own what the loop knows of its turns, on whichever thread they are
     * @return false if a thread is bound already
     */
    boolean enter(Execution own) {
        if (!THREAD.compareAndSet(this, null, Thread.currentThread())) {
            return false;
        }
        execution = own;
        own.enter();
        return true;
    }

    /** The turn is over. */
    void leave() {
        loop.births.letGo();
        execution().leave();
        thread = null;
    }

    /** The loop's code is on another thread from now on, while this one stands still ({@link TaskThread}). */
    void moveTo(Thread other) {
        thread = other;
    }

    static IllegalStateException anotherLoopRuns() {
        return new IllegalStateException("Another event loop is running on thread \""
                + Thread.currentThread().getName() + "\". Inside it, await or spawn instead of run.");
    }

    synchronized void unbind() {
        try {
            loop.births.letGo();
            execution().unbind();
        } finally {
            thread = null;
        }
    }

    /** The loop makes turns now. */
    void turns() {
        if (!hasTurned) {
            hasTurned = true;
            DebugThread.DOORS.begins();
            DebugThread.STALLS.begins();
        }
    }

    /** Whether the calling thread is the loop's. Any thread. */
    boolean isHere() {
        return Thread.currentThread() == thread;
    }

    /** The thread that runs the loop, or null. Any thread. */
    @Nullable
    Thread thread() {
        return thread;
    }

    /** What the loop's thread runs, as another thread sees it; null before the first run. */
    @Nullable
    Execution executionSeen() {
        return execution;
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
                    + (owner == null ? notBound() : '"' + owner.getName() + '"') + "), but was called on thread \""
                    + Thread.currentThread().getName() + "\". From there, hand it to EventLoop.post(...).");
        }
    }

    private String notBound() {
        return loop.isRunning() ? "which does something else just now" : "not running";
    }

    /** The object of the loop's thread; only while bound. */
    @SuppressWarnings("NullAway") // set by bind
    Execution execution() {
        return execution;
    }
}
