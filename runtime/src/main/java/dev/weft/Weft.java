// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * The front door: run a loop, await, and start tasks. Meant to be imported as {@code import static dev.weft.Weft.*}.
 *
 * <p>What returns an awaitable does nothing until that is awaited. Every await is where a cancellation is delivered.
 */
public final class Weft {
    private Weft() {}

    /**
     * Runs a task on a new loop on the calling thread, until it ends. Tasks that are still running then are cancelled and
     * awaited before this returns.
     *
     * @param main what to run
     * @return its result; what it throws is thrown as the same object
     * @param <T> the type of the result
     * @throws IllegalStateException if a loop is already running on this thread
     */
    public static <T> T run(Awaitable<T> main) {
        return Engine.run(Objects.requireNonNull(main, "main"));
    }

    /**
     * Suspends until the result is there. Only in an {@link Async} method or in a lambda that returns a task or stage.
     *
     * @param awaitable what to wait for; a {@link Task} starts here, as part of the calling task
     * @return the result; what it fails with is thrown as the same object
     * @param <T> the type of the result
     * @throws NotWovenException if the calling method is not woven
     * @throws IllegalStateException if a {@link Task} was awaited or spawned before
     * @throws java.util.concurrent.CancellationException if the calling task is cancelled
     */
    @SuppressWarnings("DoNotCallSuggester") // the weaver replaces the call
    public static <T> T await(Awaitable<T> awaitable) {
        throw Engine.notWoven();
    }

    /**
     * Suspends until the stage completes. A task that is cancelled meanwhile cancels the stage.
     *
     * @param stage what to wait for
     * @return the value; what it fails with is thrown as the same object, without the one {@link java.util.concurrent.CompletionException} that
     *     {@code CompletableFuture} puts around the failure of an earlier stage: one that was made of its cause alone. No other is taken for it,
     *     nor an {@code ExecutionException}; and what an async method throws that returns a stage is never a wrapper
     * @param <T> the type of the value
     * @throws NotWovenException if the calling method is not woven
     * @throws java.util.concurrent.CancellationException if the calling task is cancelled
     */
    @SuppressWarnings("DoNotCallSuggester") // the weaver replaces the call
    public static <T> T await(CompletionStage<T> stage) {
        throw Engine.notWoven();
    }

    /**
     * Waits for time to pass, from when it is awaited. Cancel-safe: cancelling leaves no timer behind.
     *
     * @param duration how long; zero or less gives way to others once, as {@link #yieldNow()}
     * @return an awaitable, to be awaited once
     */
    @CancelSafe
    public static Awaitable<Void> sleep(Duration duration) {
        return Engine.sleep(Objects.requireNonNull(duration, "duration"));
    }

    /**
     * Gives way: everything else that is ready runs before the calling task goes on. Cancel-safe.
     *
     * @return an awaitable, which may be awaited any number of times
     */
    @CancelSafe
    public static Awaitable<Void> yieldNow() {
        return Engine.yieldNow();
    }

    /**
     * Starts a task in the background, on the loop of this thread. It first runs in a later turn.
     *
     * @param task what to run
     * @return the running task, to be awaited or cancelled
     * @param <T> the type of its result
     * @throws IllegalStateException if no loop runs on this thread (see {@link EventLoop#spawn}), or the task was awaited
     *     or spawned before
     */
    public static <T> ScheduledTask<T> spawn(Awaitable<T> task) {
        Objects.requireNonNull(task, "task");
        return Engine.requireLoop("spawn(...)").spawn(task);
    }

    /**
     * Starts a task in the background under a name, which dumps and reports show.
     *
     * @param name how to call it
     * @param task what to run
     * @return the running task, to be awaited or cancelled
     * @param <T> the type of its result
     * @throws IllegalStateException as {@link #spawn(Awaitable)}
     */
    public static <T> ScheduledTask<T> spawn(String name, Awaitable<T> task) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(task, "task");
        return Engine.requireLoop("spawn(...)").spawn(name, task);
    }

    /**
     * Returns the task whose code is running. Loop thread only.
     *
     * @return the task
     * @throws IllegalStateException if no task runs on this thread
     */
    public static ScheduledTask<?> currentTask() {
        return Engine.currentTask();
    }

    /**
     * Runs two awaitables at the same time and waits for both. They start in argument order. The first failure cancels the other, and is
     * thrown when both have ended, with a further failure suppressed. A cancellation goes to both, and is thrown when both have ended.
     * Then nobody gets a result: one that is there is given back, as {@link Awaitable#discard} says. If both results were there when the
     * cancellation came, they are given. As cancel-safe as both are.
     *
     * @param first starts first
     * @param second starts second
     * @return the results, to be awaited once
     * @param <A> the type of the first result
     * @param <B> the type of the second result
     */
    @CancelSafe
    public static <A, B> Awaitable<Tuple2<A, B>> gather(Awaitable<A> first, Awaitable<B> second) {
        return Engine.gather(Engine.parts(first, second), results -> new Tuple2<>(results.at(0), results.at(1)));
    }

    /**
     * Runs three awaitables at the same time and waits for all, as {@link #gather(Awaitable, Awaitable)}.
     *
     * @param first starts first
     * @param second starts second
     * @param third starts third
     * @return the results, to be awaited once
     * @param <A> the type of the first result
     * @param <B> the type of the second result
     * @param <C> the type of the third result
     */
    @CancelSafe
    public static <A, B, C> Awaitable<Tuple3<A, B, C>> gather(
            Awaitable<A> first, Awaitable<B> second, Awaitable<C> third) {
        return Engine.gather(
                Engine.parts(first, second, third),
                results -> new Tuple3<>(results.at(0), results.at(1), results.at(2)));
    }

    /**
     * Runs four awaitables at the same time and waits for all, as {@link #gather(Awaitable, Awaitable)}.
     *
     * @param first starts first
     * @param second starts second
     * @param third starts third
     * @param fourth starts fourth
     * @return the results, to be awaited once
     * @param <A> the type of the first result
     * @param <B> the type of the second result
     * @param <C> the type of the third result
     * @param <D> the type of the fourth result
     */
    @CancelSafe
    public static <A, B, C, D> Awaitable<Tuple4<A, B, C, D>> gather(
            Awaitable<A> first, Awaitable<B> second, Awaitable<C> third, Awaitable<D> fourth) {
        return Engine.gather(
                Engine.parts(first, second, third, fourth),
                results -> new Tuple4<>(results.at(0), results.at(1), results.at(2), results.at(3)));
    }

    /**
     * Runs five awaitables at the same time and waits for all, as {@link #gather(Awaitable, Awaitable)}.
     *
     * @param first starts first
     * @param second starts second
     * @param third starts third
     * @param fourth starts fourth
     * @param fifth starts fifth
     * @return the results, to be awaited once
     * @param <A> the type of the first result
     * @param <B> the type of the second result
     * @param <C> the type of the third result
     * @param <D> the type of the fourth result
     * @param <E> the type of the fifth result
     */
    @CancelSafe
    public static <A, B, C, D, E> Awaitable<Tuple5<A, B, C, D, E>> gather(
            Awaitable<A> first, Awaitable<B> second, Awaitable<C> third, Awaitable<D> fourth, Awaitable<E> fifth) {
        return Engine.gather(
                Engine.parts(first, second, third, fourth, fifth),
                results -> new Tuple5<>(results.at(0), results.at(1), results.at(2), results.at(3), results.at(4)));
    }

    /**
     * Runs any number of awaitables at the same time and waits for all, as {@link #gather(Awaitable, Awaitable)}.
     *
     * @param parts what to run; none gives an empty list
     * @return the results in the same order, unmodifiable, to be awaited once
     * @param <T> the type of the results
     */
    @CancelSafe
    public static <T> Awaitable<List<T>> gather(List<? extends Awaitable<? extends T>> parts) {
        return Engine.gather(Engine.parts(parts));
    }

    /**
     * Runs an awaitable with a limit of time. When that is over it is cancelled, and {@code TimeoutException} is thrown
     * after it has unwound. A result that is there in the turn in which the time ends wins, and so does one with which it ends
     * in spite of being cancelled. A cancellation of the calling task goes to it and stays a cancellation; if it ends with a result all the
     * same, that is given, and the cancellation comes at the next await. As cancel-safe as what it runs.
     *
     * @param awaitable what to run
     * @param timeout the limit, counted from the await; zero or less gives what is ready, starts nothing, and cancels a task that runs
     * @return the result, to be awaited once
     * @param <T> the type of the result
     * @throws TimeoutException when awaited and the time is over; declared here so that it can be caught around the await
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static <T> Awaitable<T> waitFor(Awaitable<T> awaitable, Duration timeout) throws TimeoutException {
        return Engine.waitFor(
                Objects.requireNonNull(awaitable, "awaitable"), Objects.requireNonNull(timeout, "timeout"));
    }

    /**
     * Prints the async call stack of the calling task to standard output when it is awaited: a line {@code [0]
     * class.method(File.java:line)} for each caller, innermost first, and an empty line. Never suspends, and so is cancel-safe.
     *
     * @return an awaitable, to be awaited any number of times
     */
    @CancelSafe
    public static Awaitable<Void> dumpCallStack() {
        return Engine.dumpCallStack();
    }

    /**
     * Returns the async call stack of the calling code: each async caller with the line of the await it stands at, plain
     * Java callers in between included. Goes on past gather, timeouts and spawns to those who wait, and ends with the line that spawned the
     * last of them, as {@link ScheduledTask#callStack()} does. Any thread; where no task runs it is the Java stack.
     *
     * @return the stack, innermost first
     */
    public static List<StackTraceElement> callStack() {
        return Engine.callStack();
    }

    /**
     * Lists the calls that no loop runs and that have suspended, such as those of {@code @Async} methods that return a stage, made on a thread
     * of another framework. The tasks of a loop are in {@link EventLoop#tasks()}. Any thread.
     *
     * <p>Such a call can await stages, tasks, sleeps and awaitables of the user. For {@link #spawn}, {@link #gather}, {@link #waitFor} and
     * sockets give it a loop: {@code loop.spawn(task).toCompletableFuture()} for an async method that returns a {@link Task}.
     *
     * @return those that have not ended, the oldest first; one that nobody can complete any more may be missing
     */
    public static List<Detached> detached() {
        return Engine.detached();
    }

    /**
     * Whether a class was woven, so that its async methods can suspend. An agent weaves no class of the bootstrap or the platform class loader, and
     * no hidden class.
     *
     * @param type any class
     * @return true if it was; false also for a class that has nothing to weave
     */
    public static boolean isWoven(Class<?> type) {
        return Engine.isWoven(Objects.requireNonNull(type, "type"));
    }
}
