// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
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
     * Runs a task on a loop of a group, and blocks the calling thread until it ends. Other tasks of the loop go on. An interrupt of the
     * thread cancels it.
     *
     * @param group whose {@linkplain EventLoopGroup#next() next} loop runs it
     * @param main what to run
     * @return its result; what it throws is thrown as the same object
     * @param <T> the type of the result
     * @throws IllegalStateException if all loops of the group have ended, or on the thread of a loop
     */
    public static <T> T runOn(EventLoopGroup group, Awaitable<T> main) {
        return Objects.requireNonNull(group, "group").run(Objects.requireNonNull(main, "main"));
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
        throw Engine.notWoven("await");
    }

    /**
     * Suspends until the stage completes. A task that is cancelled meanwhile cancels the stage.
     *
     * @param stage what to wait for
     * @return the value; what it fails with is thrown as the same object, without the one {@link
     *     java.util.concurrent.CompletionException} that
     *     {@code CompletableFuture} puts around the failure of an earlier stage: one that was made of its cause alone. No other is taken
     *     for it, nor an {@code ExecutionException}; and what an async method throws that returns a stage is never a wrapper
     * @param <T> the type of the value
     * @throws NotWovenException if the calling method is not woven
     * @throws java.util.concurrent.CancellationException if the calling task is cancelled
     */
    @SuppressWarnings("DoNotCallSuggester") // the weaver replaces the call
    public static <T> T await(CompletionStage<T> stage) {
        throw Engine.notWoven("await");
    }

    /**
     * Hands an element to the consumer of the generator, and goes on when that asks for the next. Only in an {@link Async} method or in a
     * lambda that returns an {@link AsyncGenerator}, whose element it is.
     *
     * @param element the element; not null
     * @throws NotWovenException if the calling method is not woven
     * @throws NullPointerException if the element is null
     * @throws IllegalStateException if the generator is being closed
     */
    @SuppressWarnings("DoNotCallSuggester") // the weaver replaces the call
    public static void emit(Object element) {
        throw Engine.notWoven("emit");
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
     * Starts a task in the background that goes on before the others that are ready, or after them.
     *
     * <pre>{@code
     * spawn("reindex", reindex(), Priority.LOW);
     * }</pre>
     *
     * @param name how to call it
     * @param task what to run
     * @param priority what it has for life, and what it spawns unless that is given another
     * @return the running task, to be awaited or cancelled
     * @param <T> the type of its result
     * @throws IllegalStateException as {@link #spawn(Awaitable)}
     */
    public static <T> ScheduledTask<T> spawn(String name, Awaitable<T> task, Priority priority) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(priority, "priority");
        return Engine.requireLoop("spawn(...)").spawn(name, task, priority);
    }

    /**
     * Makes a task that waits for a stage in the background, as {@link #spawn(Awaitable)}. Cancelling the task cancels the stage.
     *
     * @param stage what to wait for
     * @return the running task
     * @param <T> the type of its result
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static <T> ScheduledTask<T> spawn(CompletionStage<T> stage) {
        return spawn(Awaitable.of(stage));
    }

    /**
     * Makes a task with a name that waits for a stage in the background, as {@link #spawn(CompletionStage)}.
     *
     * @param name how to call it
     * @param stage what to wait for
     * @return the running task
     * @param <T> the type of its result
     * @throws IllegalStateException if no loop runs on this thread
     */
    public static <T> ScheduledTask<T> spawn(String name, CompletionStage<T> stage) {
        Objects.requireNonNull(name, "name");
        return spawn(name, Awaitable.of(stage));
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
     * Waits for two stages at the same time, as {@link #gather(Awaitable, Awaitable)}; a failure or a cancellation cancels the stages.
     *
     * @param first what to wait for
     * @param second what to wait for
     * @return the results, to be awaited once
     * @param <A> the type of the first result
     * @param <B> the type of the second result
     */
    @CancelSafe
    public static <A, B> Awaitable<Tuple2<A, B>> gather(CompletionStage<A> first, CompletionStage<B> second) {
        return Engine.gather(Engine.stages(first, second), results -> new Tuple2<>(results.at(0), results.at(1)));
    }

    /**
     * Waits for three stages at the same time, as {@link #gather(Awaitable, Awaitable)}; a failure or a cancellation cancels the stages.
     *
     * @param first what to wait for
     * @param second what to wait for
     * @param third what to wait for
     * @return the results, to be awaited once
     * @param <A> the type of the first result
     * @param <B> the type of the second result
     * @param <C> the type of the third result
     */
    @CancelSafe
    public static <A, B, C> Awaitable<Tuple3<A, B, C>> gather(
            CompletionStage<A> first, CompletionStage<B> second, CompletionStage<C> third) {
        return Engine.gather(
                Engine.stages(first, second, third),
                results -> new Tuple3<>(results.at(0), results.at(1), results.at(2)));
    }

    /**
     * Waits for four stages at the same time, as {@link #gather(Awaitable, Awaitable)}; a failure or a cancellation cancels the stages.
     *
     * @param first what to wait for
     * @param second what to wait for
     * @param third what to wait for
     * @param fourth what to wait for
     * @return the results, to be awaited once
     * @param <A> the type of the first result
     * @param <B> the type of the second result
     * @param <C> the type of the third result
     * @param <D> the type of the fourth result
     */
    @CancelSafe
    public static <A, B, C, D> Awaitable<Tuple4<A, B, C, D>> gather(
            CompletionStage<A> first, CompletionStage<B> second, CompletionStage<C> third, CompletionStage<D> fourth) {
        return Engine.gather(
                Engine.stages(first, second, third, fourth),
                results -> new Tuple4<>(results.at(0), results.at(1), results.at(2), results.at(3)));
    }

    /**
     * Waits for five stages at the same time, as {@link #gather(Awaitable, Awaitable)}; a failure or a cancellation cancels the stages.
     *
     * @param first what to wait for
     * @param second what to wait for
     * @param third what to wait for
     * @param fourth what to wait for
     * @param fifth what to wait for
     * @return the results, to be awaited once
     * @param <A> the type of the first result
     * @param <B> the type of the second result
     * @param <C> the type of the third result
     * @param <D> the type of the fourth result
     * @param <E> the type of the fifth result
     */
    @CancelSafe
    public static <A, B, C, D, E> Awaitable<Tuple5<A, B, C, D, E>> gather(
            CompletionStage<A> first,
            CompletionStage<B> second,
            CompletionStage<C> third,
            CompletionStage<D> fourth,
            CompletionStage<E> fifth) {
        return Engine.gather(
                Engine.stages(first, second, third, fourth, fifth),
                results -> new Tuple5<>(results.at(0), results.at(1), results.at(2), results.at(3), results.at(4)));
    }

    /**
     * Waits for any number of stages at the same time, as {@link #gather(List)}; a failure or a cancellation cancels the stages.
     *
     * @param stages what to wait for: a collection, or several as if they were one; none gives an empty list
     * @return the results in the same order, unmodifiable, to be awaited once
     * @param <T> the type of the results
     */
    @CancelSafe
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <T> Awaitable<List<T>> gather(Collection<? extends CompletionStage<? extends T>>... stages) {
        return Engine.gather(Engine.stages("stages", stages));
    }

    /**
     * Runs two awaitables at the same time and waits for both, however they end: a failure cancels nobody, and is a result. Cancel-safe:
     * a cancellation of the calling task goes to both, is thrown when both have ended, and what they gave is given back.
     *
     * @param first what to run
     * @param second what to run
     * @return how they have ended, to be awaited once
     * @param <A> the type of the first value
     * @param <B> the type of the second value
     */
    @CancelSafe
    public static <A, B> Awaitable<Tuple2<Outcome<A>, Outcome<B>>> allSettled(Awaitable<A> first, Awaitable<B> second) {
        return Engine.allSettled(Engine.parts(first, second), outcomes -> new Tuple2<>(outcomes.at(0), outcomes.at(1)));
    }

    /**
     * Runs three awaitables at the same time and waits for all, as {@link #allSettled(Awaitable, Awaitable)}.
     *
     * @param first what to run
     * @param second what to run
     * @param third what to run
     * @return how they have ended, to be awaited once
     * @param <A> the type of the first value
     * @param <B> the type of the second value
     * @param <C> the type of the third value
     */
    @CancelSafe
    public static <A, B, C> Awaitable<Tuple3<Outcome<A>, Outcome<B>, Outcome<C>>> allSettled(
            Awaitable<A> first, Awaitable<B> second, Awaitable<C> third) {
        return Engine.allSettled(
                Engine.parts(first, second, third),
                outcomes -> new Tuple3<>(outcomes.at(0), outcomes.at(1), outcomes.at(2)));
    }

    /**
     * Runs four awaitables at the same time and waits for all, as {@link #allSettled(Awaitable, Awaitable)}.
     *
     * @param first what to run
     * @param second what to run
     * @param third what to run
     * @param fourth what to run
     * @return how they have ended, to be awaited once
     * @param <A> the type of the first value
     * @param <B> the type of the second value
     * @param <C> the type of the third value
     * @param <D> the type of the fourth value
     */
    @CancelSafe
    public static <A, B, C, D> Awaitable<Tuple4<Outcome<A>, Outcome<B>, Outcome<C>, Outcome<D>>> allSettled(
            Awaitable<A> first, Awaitable<B> second, Awaitable<C> third, Awaitable<D> fourth) {
        return Engine.allSettled(
                Engine.parts(first, second, third, fourth),
                outcomes -> new Tuple4<>(outcomes.at(0), outcomes.at(1), outcomes.at(2), outcomes.at(3)));
    }

    /**
     * Runs five awaitables at the same time and waits for all, as {@link #allSettled(Awaitable, Awaitable)}.
     *
     * @param first what to run
     * @param second what to run
     * @param third what to run
     * @param fourth what to run
     * @param fifth what to run
     * @return how they have ended, to be awaited once
     * @param <A> the type of the first value
     * @param <B> the type of the second value
     * @param <C> the type of the third value
     * @param <D> the type of the fourth value
     * @param <E> the type of the fifth value
     */
    @CancelSafe
    public static <A, B, C, D, E>
            Awaitable<Tuple5<Outcome<A>, Outcome<B>, Outcome<C>, Outcome<D>, Outcome<E>>> allSettled(
                    Awaitable<A> first,
                    Awaitable<B> second,
                    Awaitable<C> third,
                    Awaitable<D> fourth,
                    Awaitable<E> fifth) {
        return Engine.allSettled(
                Engine.parts(first, second, third, fourth, fifth),
                outcomes ->
                        new Tuple5<>(outcomes.at(0), outcomes.at(1), outcomes.at(2), outcomes.at(3), outcomes.at(4)));
    }

    /**
     * Runs any number of awaitables at the same time and waits for all, as {@link #allSettled(Awaitable, Awaitable)}.
     *
     * @param parts what to run; none gives an empty list
     * @return how they have ended, in the same order, unmodifiable, to be awaited once
     * @param <T> the type of the values
     */
    @CancelSafe
    public static <T> Awaitable<List<Outcome<T>>> allSettled(List<? extends Awaitable<? extends T>> parts) {
        return Engine.allSettled(Engine.parts(parts));
    }

    /**
     * Waits for two stages at the same time, however they end, as {@link #allSettled(Awaitable, Awaitable)}; a cancellation cancels the
     * stages.
     *
     * @param first what to wait for
     * @param second what to wait for
     * @return how they have ended, to be awaited once
     * @param <A> the type of the first value
     * @param <B> the type of the second value
     */
    @CancelSafe
    public static <A, B> Awaitable<Tuple2<Outcome<A>, Outcome<B>>> allSettled(
            CompletionStage<A> first, CompletionStage<B> second) {
        return Engine.allSettled(
                Engine.stages(first, second), outcomes -> new Tuple2<>(outcomes.at(0), outcomes.at(1)));
    }

    /**
     * Waits for three stages at the same time, however they end, as {@link #allSettled(Awaitable, Awaitable)}; a cancellation cancels the
     * stages.
     *
     * @param first what to wait for
     * @param second what to wait for
     * @param third what to wait for
     * @return how they have ended, to be awaited once
     * @param <A> the type of the first value
     * @param <B> the type of the second value
     * @param <C> the type of the third value
     */
    @CancelSafe
    public static <A, B, C> Awaitable<Tuple3<Outcome<A>, Outcome<B>, Outcome<C>>> allSettled(
            CompletionStage<A> first, CompletionStage<B> second, CompletionStage<C> third) {
        return Engine.allSettled(
                Engine.stages(first, second, third),
                outcomes -> new Tuple3<>(outcomes.at(0), outcomes.at(1), outcomes.at(2)));
    }

    /**
     * Waits for four stages at the same time, however they end, as {@link #allSettled(Awaitable, Awaitable)}; a cancellation cancels the
     * stages.
     *
     * @param first what to wait for
     * @param second what to wait for
     * @param third what to wait for
     * @param fourth what to wait for
     * @return how they have ended, to be awaited once
     * @param <A> the type of the first value
     * @param <B> the type of the second value
     * @param <C> the type of the third value
     * @param <D> the type of the fourth value
     */
    @CancelSafe
    public static <A, B, C, D> Awaitable<Tuple4<Outcome<A>, Outcome<B>, Outcome<C>, Outcome<D>>> allSettled(
            CompletionStage<A> first, CompletionStage<B> second, CompletionStage<C> third, CompletionStage<D> fourth) {
        return Engine.allSettled(
                Engine.stages(first, second, third, fourth),
                outcomes -> new Tuple4<>(outcomes.at(0), outcomes.at(1), outcomes.at(2), outcomes.at(3)));
    }

    /**
     * Waits for five stages at the same time, however they end, as {@link #allSettled(Awaitable, Awaitable)}; a cancellation cancels the
     * stages.
     *
     * @param first what to wait for
     * @param second what to wait for
     * @param third what to wait for
     * @param fourth what to wait for
     * @param fifth what to wait for
     * @return how they have ended, to be awaited once
     * @param <A> the type of the first value
     * @param <B> the type of the second value
     * @param <C> the type of the third value
     * @param <D> the type of the fourth value
     * @param <E> the type of the fifth value
     */
    @CancelSafe
    public static <A, B, C, D, E>
            Awaitable<Tuple5<Outcome<A>, Outcome<B>, Outcome<C>, Outcome<D>, Outcome<E>>> allSettled(
                    CompletionStage<A> first,
                    CompletionStage<B> second,
                    CompletionStage<C> third,
                    CompletionStage<D> fourth,
                    CompletionStage<E> fifth) {
        return Engine.allSettled(
                Engine.stages(first, second, third, fourth, fifth),
                outcomes ->
                        new Tuple5<>(outcomes.at(0), outcomes.at(1), outcomes.at(2), outcomes.at(3), outcomes.at(4)));
    }

    /**
     * Waits for any number of stages at the same time, as {@link #allSettled(List)}.
     *
     * @param stages what to wait for: a collection, or several as if they were one; none gives an empty list
     * @return how they have ended, in the same order, unmodifiable, to be awaited once
     * @param <T> the type of the values
     */
    @CancelSafe
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <T> Awaitable<List<Outcome<T>>> allSettled(
            Collection<? extends CompletionStage<? extends T>>... stages) {
        return Engine.allSettled(Engine.stages("stages", stages));
    }

    /**
     * Runs awaitables at the same time until one succeeds. The others are then cancelled and waited for, and what they give all the same
     * is given back. What fails before that is expected, and dropped; what one answers to its cancellation with is reported, as a failure
     * that nobody sees. If none succeeds, {@link AllFailedException} is thrown, which has the failure of each in argument order.
     * Cancel-safe: a cancellation of the calling task goes to all, and is thrown when they have ended.
     *
     * @param parts what to run, at least one
     * @return the first value, to be awaited once
     * @param <T> the type of that
     * @throws IllegalArgumentException if there are no parts
     */
    @CancelSafe
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <T> Awaitable<T> any(Awaitable<? extends T>... parts) {
        return Engine.any(Engine.parts(Arrays.asList(Objects.requireNonNull(parts, "parts"))));
    }

    /**
     * As {@link #any(Awaitable...)}, of any number.
     *
     * @param parts what to run, at least one
     * @return the first value, to be awaited once
     * @param <T> the type of that
     * @throws IllegalArgumentException if there are no parts
     */
    @CancelSafe
    public static <T> Awaitable<T> any(List<? extends Awaitable<? extends T>> parts) {
        return Engine.any(Engine.parts(parts));
    }

    /**
     * Waits for stages at the same time, as {@link #any(Awaitable...)}; the others are cancelled.
     *
     * @param parts what to wait for, at least one
     * @return the first value, to be awaited once
     * @param <T> the type of that
     * @throws IllegalArgumentException if there are no parts
     */
    @CancelSafe
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <T> Awaitable<T> any(CompletionStage<? extends T>... parts) {
        return Engine.any(Engine.<T>stages("parts", Arrays.asList(Objects.requireNonNull(parts, "parts"))));
    }

    /**
     * As {@link #any(CompletionStage...)}, of any number.
     *
     * @param parts what to wait for, at least one: a collection, or several as if they were one
     * @return the first value, to be awaited once
     * @param <T> the type of that
     * @throws IllegalArgumentException if there are no parts
     */
    @CancelSafe
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <T> Awaitable<T> any(Collection<? extends CompletionStage<? extends T>>... parts) {
        return Engine.any(Engine.stages("parts", parts));
    }

    /**
     * Runs awaitables at the same time until one ends, with a value or a failure. The others are then cancelled and waited for, and what
     * they give all the same is given back. What they fail with is suppressed in the failure of the first; if that has given a value, it is
     * reported, as a failure that nobody sees. Cancel-safe: a cancellation of the calling task goes to all, and is thrown when they have
     * ended.
     *
     * @param parts what to run, at least one
     * @return what the first to end gives or fails with, to be awaited once
     * @param <T> the type of that
     * @throws IllegalArgumentException if there are no parts
     */
    @CancelSafe
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <T> Awaitable<T> race(Awaitable<? extends T>... parts) {
        return Engine.race(Engine.parts(Arrays.asList(Objects.requireNonNull(parts, "parts"))));
    }

    /**
     * As {@link #race(Awaitable...)}, of any number.
     *
     * @param parts what to run, at least one
     * @return what the first to end gives or fails with, to be awaited once
     * @param <T> the type of that
     * @throws IllegalArgumentException if there are no parts
     */
    @CancelSafe
    public static <T> Awaitable<T> race(List<? extends Awaitable<? extends T>> parts) {
        return Engine.race(Engine.parts(parts));
    }

    /**
     * Waits for stages at the same time, as {@link #race(Awaitable...)}; the others are cancelled.
     *
     * @param parts what to wait for, at least one
     * @return what the first to end gives or fails with, to be awaited once
     * @param <T> the type of that
     * @throws IllegalArgumentException if there are no parts
     */
    @CancelSafe
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <T> Awaitable<T> race(CompletionStage<? extends T>... parts) {
        return Engine.race(Engine.<T>stages("parts", Arrays.asList(Objects.requireNonNull(parts, "parts"))));
    }

    /**
     * As {@link #race(CompletionStage...)}, of any number.
     *
     * @param parts what to wait for, at least one: a collection, or several as if they were one
     * @return what the first to end gives or fails with, to be awaited once
     * @param <T> the type of that
     * @throws IllegalArgumentException if there are no parts
     */
    @CancelSafe
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <T> Awaitable<T> race(Collection<? extends CompletionStage<? extends T>>... parts) {
        return Engine.race(Engine.stages("parts", parts));
    }

    /**
     * Runs awaitables at the same time, and a block that takes their results in the order in which they end. When the block ends, the
     * parts that still run are cancelled, and all are waited for. A part that fails ends nobody else: whoever awaits it as {@link
     * AsCompleted#next()} is told.
     *
     * <pre>{@code
     * await(asCompleted(pages, results -> {
     *     while (results.hasNext()) {
     *         print(await(results.next()));
     *     }
     *     return Task.done();
     * }));
     * }</pre>
     *
     * <p>Cancel-safe: a cancellation goes to the block and all parts, and is thrown when they have ended. A result that the block has not
     * taken is given back, a failure reported.
     *
     * @param parts what to run, started in order
     * @param body takes the results
     * @return what the block returns, to be awaited once
     * @param <T> the type of the results
     * @param <R> the type of what the block returns
     * @param <X> the checked exceptions that the block declares
     * @throws X when awaited; declared here so that it can be caught around the await
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static <T, R, X extends Exception> Awaitable<R> asCompleted(
            List<? extends Awaitable<? extends T>> parts, AsCompleted.Body<T, R, X> body) throws X {
        return Engine.asCompleted(Engine.parts(parts), Objects.requireNonNull(body, "body"));
    }

    /**
     * Waits for stages at the same time, as {@link #asCompleted(List, AsCompleted.Body)}.
     *
     * @param stages what to wait for
     * @param body takes the results
     * @param nothing left out: Java looks last at a method that has such a parameter, and so takes a list without a type, as that of {@code
     *     asCompleted(List.of(), body)}, for one of awaitables
     * @return what the block returns, to be awaited once
     * @param <T> the type of the results
     * @param <R> the type of what the block returns
     * @param <X> the checked exceptions that the block declares
     * @throws X when awaited; declared here so that it can be caught around the await
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static <T, R, X extends Exception> Awaitable<R> asCompleted(
            Collection<? extends CompletionStage<? extends T>> stages, AsCompleted.Body<T, R, X> body, Void... nothing)
            throws X {
        Objects.requireNonNull(body, "body");
        List<Awaitable<? extends T>> parts = Engine.stages("stages", stages);
        Objects.requireNonNull(nothing, "nothing");
        return Engine.asCompleted(parts, body);
    }

    /**
     * Runs an awaitable with a limit of time. When that is over it is cancelled, and {@code TimeoutException} is thrown after it has
     * unwound. A result that is there in the turn in which the time ends wins, and so does one with which it ends in spite of being
     * cancelled. A cancellation of the calling task goes to it and stays a cancellation; if it ends with a result all the same, that is
     * given, and the cancellation comes at the next await. The time counts on meanwhile: what still cleans up when it is over is cancelled
     * a second time, by the limit. As cancel-safe as what it runs.
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
     * Waits for a stage with a limit of time, as {@link #waitFor(Awaitable, Duration)}. When the time is over the stage is cancelled.
     *
     * @param stage what to wait for
     * @param timeout the limit, counted from the await
     * @return the result, to be awaited once
     * @param <T> the type of the result
     * @throws TimeoutException when awaited and the time is over
     */
    @CancelSafe
    public static <T> Awaitable<T> waitFor(CompletionStage<T> stage, Duration timeout) throws TimeoutException {
        Objects.requireNonNull(timeout, "timeout");
        return waitFor(Awaitable.of(stage), timeout);
    }

    /**
     * Runs a block with a limit of time, which it may move: {@link TimeoutScope#run}. Cancel-safe.
     *
     * @param timeout the limit, counted from the await
     * @param body runs when the result is awaited
     * @return what the block returns, to be awaited once
     * @param <T> the type of that
     * @param <X> the checked exceptions that the block declares
     * @throws TimeoutException when awaited, if the block has ended because its time was over
     * @throws X when awaited
     */
    @CancelSafe
    public static <T, X extends Exception> Awaitable<T> timeout(Duration timeout, TimeoutScope.Body<T, X> body)
            throws TimeoutException, X {
        return TimeoutScope.after(timeout).run(body);
    }

    /**
     * Runs a block with a limit of time, and goes on without an exception when that is over: {@link TimeoutScope#moveOn}. Cancel-safe.
     *
     * @param timeout the limit, counted from the await
     * @param body runs when the result is awaited
     * @return what the block returns, or null if it has ended because its time was over; to be awaited once
     * @param <T> the type of that
     * @param <X> the checked exceptions that the block declares
     * @throws X when awaited
     */
    @CancelSafe
    public static <T, X extends Exception> Awaitable<T> moveOnAfter(Duration timeout, TimeoutScope.Body<T, X> body)
            throws X {
        return TimeoutScope.after(timeout).moveOn(body);
    }

    /**
     * Waits for an awaitable, and leaves it alone when the waiting task is cancelled: that goes on at once, with the {@code
     * CancellationException}, and what it awaited goes on in the background. If only this call has started it, its result is then given
     * back, and its failure reported. A task that is cancelled before it awaits starts nothing. The end of the loop cancels it as any
     * task. As cancel-safe as what it waits for.
     *
     * @param awaitable what to wait for; a {@link Task} starts here, as a task of its own
     * @return the result, to be awaited once
     * @param <T> the type of the result
     */
    @CancelSafe
    public static <T> Awaitable<T> shield(Awaitable<T> awaitable) {
        return Engine.shield(Objects.requireNonNull(awaitable, "awaitable"));
    }

    /**
     * Waits for a stage, and leaves it alone when the waiting task is cancelled, as {@link #shield(Awaitable)}. A stage runs whether or not
     * anybody waits, so nothing goes on in the background: however often it is awaited so, one dependent stays in it, and the end of the
     * loop does not cancel it.
     *
     * @param stage what to wait for
     * @return the result, to be awaited once
     * @param <T> the type of the result
     */
    @CancelSafe
    public static <T> Awaitable<T> shield(CompletionStage<T> stage) {
        return shield(Awaitable.of(stage));
    }

    /**
     * Runs a block that a cancellation of the calling task does not reach: the task waits for its end, and gets the {@code
     * CancellationException} at its next await. The block runs too where a request waits to be delivered when the task comes to it, as in a
     * {@code finally}. The end of the loop cancels the block as any task. Cancel-safe: what the block has begun it ends.
     *
     * @param block runs when the result is awaited, as a task of its own
     * @return what the block returns, to be awaited once
     * @param <T> the type of that
     * @param <X> the checked exceptions that the block declares
     * @throws X when awaited; declared here so that it can be caught around the await
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static <T, X extends Exception> Awaitable<T> shield(AsyncBlock<T, X> block) throws X {
        return Engine.shield(Objects.requireNonNull(block, "block"));
    }

    /**
     * Makes a task of a block that is written in place, to be awaited, spawned or gathered: {@code spawn(async(() -> ...))}. The block
     * runs when the task does, and not before.
     *
     * @param block what the task runs
     * @return the task; unlike that of an async method it is not reported if nobody awaits it
     * @param <T> the type of the result
     * @param <X> the checked exceptions that the block declares
     * @throws X when awaited; declared here so that it can be caught around the await
     */
    @SuppressWarnings("unused") // the exception comes from the await
    public static <T, X extends Exception> Task<T> async(AsyncBlock<T, X> block) throws X {
        return Engine.ofBlock(Objects.requireNonNull(block, "block"));
    }

    /**
     * Runs plain code that blocks on another thread, and goes on here when that has ended: reading a file, a query by JDBC. The code is
     * called when this is awaited, on a thread of {@link BlockingPool#shared()} or of the executor to which {@link BlockingPool#EXECUTOR}
     * is bound, in the context of the awaiting task. It must not touch what belongs to the loop.
     *
     * <p>A cancellation takes the call out of the queue; then it never runs. A call that runs already is interrupted, and the await lasts
     * until it has ended, for what it uses may be closed after that. If it returns a value all the same, that is given, and the
     * cancellation comes at the next await; what it throws is suppressed in the cancellation. Not cancel-safe: what the call has done
     * before it was interrupted stays done.
     *
     * @param call what to run; may block
     * @return what the call returns, to be awaited once
     * @param <T> the type of the result
     * @param <X> the checked exceptions that the call declares
     * @throws X when awaited, as the same object; declared here so that it can be caught around the await
     */
    @NotCancelSafe("what the call has done before it was interrupted")
    @SuppressWarnings("unused") // the exception comes from the await
    public static <T, X extends Exception> Awaitable<T> blocking(CallableOp<T, X> call) throws X {
        return Engine.blocking(null, Objects.requireNonNull(call, "call"));
    }

    /**
     * Runs plain code that blocks on a thread of an executor, as {@link #blocking(CallableOp)}. Not cancel-safe.
     *
     * @param executor where to run it: a {@link BlockingPool}, or another one. Of another one a call that is cancelled while it is queued
     *     stays in the queue, and does nothing when its turn comes
     * @param call what to run; may block
     * @return what the call returns, to be awaited once; throws what the executor throws if that refuses it
     * @param <T> the type of the result
     * @param <X> the checked exceptions that the call declares
     * @throws X when awaited, as the same object; declared here so that it can be caught around the await
     */
    @NotCancelSafe("what the call has done before it was interrupted")
    @SuppressWarnings("unused") // the exception comes from the await
    public static <T, X extends Exception> Awaitable<T> blocking(Executor executor, CallableOp<T, X> call) throws X {
        Objects.requireNonNull(executor, "executor");
        return Engine.blocking(executor, Objects.requireNonNull(call, "call"));
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
     * Lists the calls that no loop runs and that have suspended, such as those of {@code @Async} methods that return a stage, made on a
     * thread of another framework. The tasks of a loop are in {@link EventLoop#tasks()}. Any thread.
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
     * Whether a class was woven, so that its async methods can suspend. An agent weaves no class of the bootstrap or the platform class
     * loader, and no hidden class.
     *
     * @param type any class
     * @return true if it was; false also for a class that has nothing to weave
     */
    public static boolean isWoven(Class<?> type) {
        return Engine.isWoven(Objects.requireNonNull(type, "type"));
    }
}
