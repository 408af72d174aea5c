// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Waits for the first of several things: exactly one of them happens, and the others are as if they had never been begun. Meant to be
 * imported as {@code import static dev.weft.sync.Select.*}.
 *
 * <pre>{@code
 * String what = await(select(
 *         on(orders.receive(), order -> "order " + order),
 *         on(answers.send(42), sent -> "answered"),
 *         on(sleep(Duration.ofSeconds(5)), late -> "nothing to do")));
 * }</pre>
 *
 * <p>What can be waited for: operations of channels and queues, timers, reads, spawned tasks, {@code waitFor}, and any other awaitable.
 * What is not the first is withdrawn, and what it may have taken is given back; but a spawned task runs on. A {@code gather} or {@code
 * waitFor} that is not the first is cancelled, and the select ends when it has. To do something at once if nothing else is ready, let the
 * last clause be {@code on(yieldNow(), …)}. What one that is not the first fails with when it is cancelled, or in a shielded block that
 * has to end, is reported as a failure that nobody sees ({@link dev.weft.EventLoop#setExceptionHandler}).
 *
 * <p>What is cancelled may end with a result all the same, as {@code waitFor(channel.send(x), limit)} does if the element is received in
 * that moment. That is what the select gives, if the first was a sleep or a task that keeps its own result, or if the select was cancelled.
 * Beside an operation of a channel, a lock or a read that was the first it is given back, and a send has then happened untold: so let a
 * send be a clause by itself, {@code on(channel.send(x), …)}, with the limit as another one.
 *
 * <p>The function of a clause runs when the select ends, in the task that awaits it, and cannot await; it may return a task for the caller
 * to await.
 */
public final class Select {
    private Select() {}

    /**
     * Makes a clause of a select.
     *
     * @param awaitable what to wait for; not to be awaited elsewhere too, unless it is a {@link dev.weft.ScheduledTask}
     * @param then what to make of its result
     * @return the clause
     * @param <T> what awaiting it gives
     * @param <R> what the select gives
     * @throws IllegalArgumentException if the awaitable is a {@link dev.weft.Task}, which has not started: spawn it
     */
    public static <T, R> Clause<R> on(Awaitable<T> awaitable, Function<? super T, ? extends R> then) {
        return Clause.of(awaitable, then);
    }

    /**
     * Makes a clause of a select that waits for a stage. If it is not the first, the stage is cancelled, as by any await of it that is
     * cancelled.
     *
     * @param stage what to wait for
     * @param then what to make of its value
     * @return the clause
     * @param <T> the type of the value
     * @param <R> what the select gives
     */
    public static <T, R> Clause<R> on(CompletionStage<T> stage, Function<? super T, ? extends R> then) {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(then, "then");
        return Clause.of(Awaitable.of(stage), then);
    }

    /**
     * Waits for the first of the clauses. Of several that are ready the one that is named first is taken, so one that is always ready keeps
     * those after it from their turn. While it waits, an operation of a channel or queue is settled at once, by whoever is at its other end
     * or closes it, and then is the first: also if another clause is ready since before, in the same turn, and is named before it.
     *
     * <p>Cancel-safe: cancelled, it has taken nothing; once one of the clauses has happened, its result is given, and the task is cancelled
     * at its next await.
     *
     * @param clauses what to wait for, at least one
     * @return the wait, to be awaited once; it throws what the first clause fails with
     * @param <R> what the clauses give
     * @throws IllegalArgumentException if there is no clause
     */
    @CancelSafe
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <R> Awaitable<R> select(Clause<? extends R>... clauses) {
        return new FirstOf<>(Objects.requireNonNull(clauses, "clauses").clone());
    }

    /**
     * As {@link #select(Clause[])}, for any number of clauses.
     *
     * @param clauses what to wait for, at least one
     * @return the wait, to be awaited once; it throws what the first clause fails with
     * @param <R> what the clauses give
     * @throws IllegalArgumentException if there is no clause
     */
    @CancelSafe
    public static <R> Awaitable<R> select(List<? extends Clause<? extends R>> clauses) {
        return new FirstOf<>(arrayOf(clauses));
    }

    /**
     * Cancel-safe as {@link #select(Clause[])}, but of several that are ready each has its turn: the order in which they are asked is drawn
     * each time, from {@link dev.weft.EventLoop#random()}: on a simulated loop by its seed.
     *
     * @param clauses what to wait for, at least one
     * @return the wait, to be awaited once; it throws what the first clause fails with
     * @param <R> what the clauses give
     * @throws IllegalArgumentException if there is no clause
     */
    @CancelSafe
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <R> Awaitable<R> selectUnbiased(Clause<? extends R>... clauses) {
        return new FirstOf<>(
                Draw.shuffled(Objects.requireNonNull(clauses, "clauses").clone()));
    }

    /**
     * Cancel-safe as {@link #selectUnbiased(Clause[])}, for any number of clauses.
     *
     * @param clauses what to wait for, at least one
     * @return the wait, to be awaited once; it throws what the first clause fails with
     * @param <R> what the clauses give
     * @throws IllegalArgumentException if there is no clause
     */
    @CancelSafe
    public static <R> Awaitable<R> selectUnbiased(List<? extends Clause<? extends R>> clauses) {
        return new FirstOf<>(Draw.shuffled(arrayOf(clauses)));
    }

    @SuppressWarnings("unchecked") // an array of any clauses, of which only such are put in
    private static <R> Clause<? extends R>[] arrayOf(List<? extends Clause<? extends R>> clauses) {
        return (Clause<? extends R>[])
                Objects.requireNonNull(clauses, "clauses").toArray(new Clause<?>[0]);
    }
}
