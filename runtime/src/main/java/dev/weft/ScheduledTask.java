// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A spawned task: it runs in the background, on its loop, whether or not anyone awaits it.
 *
 * <p>It can be awaited any number of times, by any number of tasks. A task that is cancelled while it awaits a
 * scheduled task cancels that one as well, as in asyncio. A failure that nobody has seen when the turn ends in which it happens is
 * reported, with the line that spawned the task ({@link EventLoop#setExceptionHandler}). Where another thread than the loop's has spawned
 * the task, it has a second to come to {@link #block()}, {@link #toCompletableFuture()} or {@link #result()}.
 *
 * <p>Methods are safe from any thread, except {@link #result()} before the end and where the text says otherwise.
 *
 * @param <T> what the task returns
 */
public interface ScheduledTask<T> extends Awaitable<T> {
    /** Where a task is in its life. The last three are final. */
    enum State {
        /** In the run queue: not started, or woken and about to go on. */
        READY,
        /** Its code is on the loop's thread now. */
        RUNNING,
        /** Waiting at a suspension point. */
        SUSPENDED,
        /** Ended with a value. */
        SUCCEEDED,
        /** Ended with an exception. */
        FAILED,
        /** Ended by a {@link java.util.concurrent.CancellationException}. */
        CANCELLED
    }

    /**
     * Returns the name given at the spawn, or one made from the order of spawning. Where its priority is not normal, it ends with that: {@code
     * reindex (low)}.
     *
     * @return the name, never null
     */
    String name();

    /**
     * Returns its priority, which it has for life.
     *
     * @return that with which it was spawned, or that of the task that has spawned it
     */
    Priority priority();

    /**
     * Returns where the task is in its life, as of now.
     *
     * @return the state
     */
    State state();

    /**
     * Requests that the task ends: a {@link java.util.concurrent.CancellationException} is thrown at its suspension
     * point, once per request. A task that has not started ends without running. One whose operation completed before it went on
     * gets that value first, so that nothing is lost, and is cancelled at its next await; a failure of the operation goes along with the
     * exception, as suppressed. What the task awaits is cancelled at once, if
     * it is a task too, and the parts of {@code gather} and {@code waitFor} are; the task goes on when that has ended.
     *
     * <p>The exception says who asked, and at which line.
     *
     * <p>The task may clean up in {@code finally}, awaiting as it needs, and must let the exception out, unless it calls
     * {@link #uncancel()}. One that has not ended after a time is reported ({@link EventLoop#reportUnendedAfter}).
     *
     * @return false if the task had ended already
     */
    boolean cancel();

    /**
     * Returns how many requests to cancel were made and not taken back.
     *
     * @return the number of requests
     */
    int cancelling();

    /**
     * Takes one request to cancel back, after the task caught the exception and means to go on. The last one also
     * takes back a request that was not delivered yet. Loop thread only.
     *
     * @return how many requests are left
     */
    int uncancel();

    /**
     * Returns the async call stack: for a suspended task the lines it is suspended at, innermost first, followed by those of the task that
     * awaits it, or of which it is a part (of {@code gather} or {@code waitFor}), and so on. The line that spawned the last of these, which
     * nobody awaits, ends it: whoever called that line goes on, and does not wait. Any thread: one without a loop asks that of the task and
     * waits up to a tenth of a second for it; of a loop that does not answer, and on another loop's thread, it is read as it is just then.
     *
     * @return the stack; empty when the task has not started or has ended
     */
    List<StackTraceElement> callStack();

    /**
     * Returns what a suspended task waits for: the {@link Awaitable#describe} of what it awaits, such as which lock, who holds it and how
     * many wait for it. Of what it is, {@link #describe()} says. Any thread, as {@link #callStack()}.
     *
     * @return the description; null when it is not suspended
     */
    @Nullable
    WaitDescription waitsFor();

    /**
     * Takes back a {@link #subscribe}, and leaves the task running: for those who wait for whichever of several things comes first, where
     * {@link #withdraw} would cancel the task. Does nothing if the waiter is none of the task's.
     *
     * @param waiter the waiter that subscribed
     */
    void unsubscribe(Waiter waiter);

    @Override
    EventLoop loop();
}
