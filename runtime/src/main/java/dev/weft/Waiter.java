// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for an {@link Awaitable}: what {@link Awaitable#subscribe} is given, to be woken when the result is there.
 */
@FunctionalInterface
public interface Waiter {
    /**
     * Says that the awaitable may be ready. A hint, so calling it twice or too early is harmless: the waiter asks
     * {@link Awaitable#isReady()} before it goes on.
     *
     * <p>Any thread; never runs the waiting code in place when the waiter belongs to a loop.
     */
    void wake();

    /**
     * Returns the coroutine whose code is on the calling thread: the waiter that an awaitable is given which that code awaits now. Any
     * thread. For awaitables that have to know who takes what they give, such as a lock with an owner.
     *
     * @return the coroutine, a {@link ScheduledTask} if it is one of a loop; null if none runs here
     */
    static @Nullable Waiter current() {
        return Engine.currentWaiter();
    }

    /**
     * Returns who gets what this waiter waits for. For a part of {@code gather} or {@code waitFor} that is a single operation, and no async
     * method, that is the task which awaits the call: {@code await(waitFor(mutex.lock(), limit))} locks for the task that says so. So it is
     * for the block of a {@code timeout}, {@code shield}, {@code TaskGroup.run} or {@code asCompleted}, for an attempt of a {@code Retry},
     * and for the clauses of a {@code select}. An awaitable that is made of others and has them wake a waiter of its own says so of that
     * one. Asked while the waiter waits, or takes the result.
     *
     * @return this waiter, or the one for whom it waits
     */
    default Waiter actsFor() {
        return this;
    }

    /**
     * Says whether the one for whom this {@linkplain #actsFor waits} does nothing else until the wait is over. Not so while a {@code
     * shield} of an operation waits, which may be left, nor for a child of a {@link TaskGroup}, beside which the block runs. An operation
     * that takes something from the one who waits until it ends, as that of a condition takes the mutex, refuses such a waiter.
     *
     * @return false if that one may go on meanwhile
     */
    default boolean isAwaitedThroughout() {
        return true;
    }

    /**
     * Makes the exception that tells the waiter of the request to cancel that stands, for an operation that had to do something first:
     * {@link Awaitable#withdraw} said false, and {@link Awaitable#result()} throws it.
     *
     * @return a new exception, whose message says who asked and where, as far as that is known
     */
    default CancellationException cancellation() {
        return new CancellationException("cancelled");
    }
}
