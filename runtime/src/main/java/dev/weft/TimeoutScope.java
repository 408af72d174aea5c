// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A limit of time for a block, which can be moved while the block runs, and asked afterwards. {@link Weft#timeout} and {@link
 * Weft#moveOnAfter} are short for one that nobody asks.
 *
 * <pre>{@code
 * TimeoutScope scope = TimeoutScope.after(Duration.ofSeconds(5));
 * Report report = await(scope.moveOn(limit -> {
 *     Connection connection = await(connect());
 *     limit.reschedule(Duration.ofSeconds(30));
 *     return load(connection);
 * }));
 * if (scope.expired()) {
 *     ...
 * }
 * }</pre>
 *
 * <p>When the time is over the block is cancelled, and the await ends when it has unwound. What it returns in spite of that is the
 * result, and so is an exception that is no cancellation. A cancellation from outside never becomes a timeout. Scopes nest: the one whose
 * time is over first ends what is in it, and the others do not expire by that. A limit of zero or less is over at the first await of the
 * block that suspends.
 *
 * <p>Loop thread only, once the block has started.
 */
public interface TimeoutScope {
    /**
     * The block of a scope.
     *
     * @param <T> what the block returns
     * @param <X> the checked exceptions that it declares, which awaiting throws
     */
    @FunctionalInterface
    interface Body<T, X extends Exception> {
        /**
         * Runs the block, as a task of its own.
         *
         * @param scope its limit
         * @return its task; never null
         * @throws X as the block declares
         */
        Task<T> run(TimeoutScope scope) throws X;
    }

    /**
     * Returns when the first of the limits ends that stand around a wait, for an operation that tells somebody else how long it may take: all
     * of {@link Weft#waitFor}, {@link Weft#timeout} and the scopes in which the code runs that waits. A {@link Weft#shield} is not passed,
     * nor the start of a task in the background. Loop thread only.
     *
     * @param waiter who waits, as {@link Awaitable#subscribe} is given it
     * @return the time on the clock of {@link EventLoop#nanoTime()}; {@link WaitDescription#NO_DEADLINE} if there is no limit
     */
    static long deadlineAround(Waiter waiter) {
        return Engine.deadlineAround(Objects.requireNonNull(waiter, "waiter"));
    }

    /**
     * Makes a scope whose time runs from the start of the block.
     *
     * @param timeout how long
     * @return the scope, for one block
     */
    static TimeoutScope after(Duration timeout) {
        return Engine.timeoutScope(Objects.requireNonNull(timeout, "timeout"));
    }

    /**
     * Makes a scope without a limit, until {@link #reschedule} gives it one.
     *
     * @return the scope, for one block
     */
    static TimeoutScope never() {
        return Engine.timeoutScope(null);
    }

    /**
     * Runs the block. Cancel-safe: a cancellation goes to the block, and comes when it has unwound, unless it returns a value all the same.
     *
     * @param body runs when the result is awaited
     * @return what the block returns, to be awaited once
     * @param <T> the type of that
     * @param <X> the checked exceptions that the block declares
     * @throws TimeoutException when awaited, if the block has ended because its time was over
     * @throws X when awaited
     */
    @CancelSafe
    <T, X extends Exception> Awaitable<T> run(Body<T, X> body) throws TimeoutException, X;

    /**
     * Runs the block, and goes on without an exception when its time is over. What failed in the block meanwhile and is suppressed in its
     * cancellation is then reported, as a failure that nobody sees; what the block throws in place of its cancellation is thrown. Otherwise
     * as {@link #run}.
     *
     * @param body runs when the result is awaited
     * @return what the block returns, or null if it has ended because its time was over; to be awaited once
     * @param <T> the type of that
     * @param <X> the checked exceptions that the block declares
     * @throws X when awaited
     */
    @CancelSafe
    <T, X extends Exception> Awaitable<T> moveOn(Body<T, X> body) throws X;

    /**
     * Says what the block is about, such as the request that is handled just now: a dump has it beside the limit. Before the block starts.
     *
     * @param what is asked for a few words whenever somebody looks, perhaps on another thread while the loop is held up; must be quick, and
     *     may give the empty text
     * @return this scope
     */
    TimeoutScope about(Supplier<String> what);

    /**
     * Moves the limit.
     *
     * @param fromNow how long the block may still run; before it starts, how long it may run
     * @throws IllegalStateException if the scope has expired or the block has ended
     */
    void reschedule(Duration fromNow);

    /**
     * Starts the time anew, as long as it was given last: for a limit of the time in which nothing happens, which code renews whenever
     * something does. Does nothing where there is no limit, or when the time is over.
     *
     * <pre>{@code
     * await(timeout(Duration.ofSeconds(30), idle -> {
     *     while (await(connection.read(buffer)) >= 0) {
     *         idle.renew();
     *         handle(buffer);
     *     }
     *     return Task.done();
     * }));
     * }</pre>
     *
     * @throws IllegalStateException if the block has ended
     */
    void renew();

    /**
     * Takes the limit away.
     *
     * @throws IllegalStateException if the scope has expired or the block has ended
     */
    void disarm();

    /**
     * Returns when the time is over.
     *
     * @return the time on the clock of {@link EventLoop#nanoTime()}; {@link WaitDescription#NO_DEADLINE} while the block does not run, or
     *     without a limit
     */
    long when();

    /**
     * Whether the time was over while the block ran, however that then ended.
     *
     * @return true if the block was cancelled for that
     */
    boolean expired();
}
