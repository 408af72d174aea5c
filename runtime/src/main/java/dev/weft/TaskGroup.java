// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * A set of tasks, its children, that end together: whoever waits for the group does not go on while one of them runs. Children are
 * spawned one by one while the group is open, by the block that has opened it and by children.
 *
 * <pre>{@code
 * await(TaskGroup.run(group -> {
 *     for (String page : pages) {
 *         group.spawn(page, fetch(page));
 *     }
 *     return Task.done();
 * }));
 * }</pre>
 *
 * <p>When a child fails, its siblings and the block are cancelled, and the group is closed to further children. When all have ended, the
 * first failure is thrown as the same object, with the others suppressed in the order in which the children were spawned; a failure of
 * the block is one of these. A child that somebody has cancelled has not failed; one that ended by a cancellation that nobody asked it
 * for has. A cancellation of the task that waits goes to the children and the block, and stays a cancellation: what fails meanwhile is
 * suppressed in it.
 *
 * <p>No failure is lost. One that is suppressed in the cancellation of a child, because that was a structured call itself, is suppressed in
 * what the group throws; where the group throws nothing, or an exception that takes no suppressed ones, and where you have cancelled the
 * child by itself, it is reported as a failure that nobody sees ({@link EventLoop#setExceptionHandler}).
 *
 * <p>In a <em>supervising</em> group a child that fails ends nobody else: a callback is told, on the loop's thread. What the callback
 * throws is logged.
 *
 * <p>There are two forms. {@link #run} and {@link #supervise} take the block as a lambda, which runs as a task of its own: whatever
 * happens, all have ended when the await of it returns. {@link #open()} is for a try statement:
 *
 * <pre>{@code
 * try (TaskGroup group = TaskGroup.open()) {
 *     group.spawn(fetch("a"));
 *     group.spawn(fetch("b"));
 *     await(group.join());
 * }
 * }</pre>
 *
 * <p>A try statement cannot await its end. So a block that leaves it before {@link #join()}, as by an exception, leaves children behind,
 * which {@link #close()} cancels and reports; and a block that awaits something else when a child fails gets a {@code
 * CancellationException} there, which has the failure as suppressed when it leaves the statement. Where the block does more than spawn
 * and join, use {@link #run}.
 *
 * <p>Loop thread only, all of it.
 */
public interface TaskGroup extends AutoCloseable {
    /**
     * The block of a group: spawns children, and may await.
     *
     * @param <R> what the block returns
     * @param <X> the checked exceptions that it declares, which awaiting the group throws
     */
    @FunctionalInterface
    interface Body<R, X extends Exception> {
        /**
         * Runs the block, as a task that ends with the group.
         *
         * @param group the group, open
         * @return its task; never null
         * @throws X as the block declares
         */
        Task<R> run(TaskGroup group) throws X;
    }

    /**
     * Runs a block with a group, and waits for it and all children. Cancel-safe: a cancellation goes to all of them, and is thrown when
     * they have ended; the block does not run if the awaiting task was cancelled before.
     *
     * @param body the block; runs when the result is awaited
     * @return what the block returns, or null if {@link #cancel()} has ended it before; to be awaited once
     * @param <R> the type of the result
     * @param <X> the checked exceptions that the block declares
     * @throws X when awaited; declared here so that it can be caught around the await
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    static <R, X extends Exception> Awaitable<R> run(Body<R, X> body) throws X {
        return Engine.group(Objects.requireNonNull(body, "body"), null);
    }

    /**
     * Runs a block with a supervising group, and waits for it and all children. As {@link #run} but for children that fail. A failure of
     * the block ends the group.
     *
     * @param onFailure is told each child that has failed, and its failure; must not block
     * @param body the block; runs when the result is awaited
     * @return what the block returns, or null if {@link #cancel()} has ended it before; to be awaited once
     * @param <R> the type of the result
     * @param <X> the checked exceptions that the block declares
     * @throws X when awaited; declared here so that it can be caught around the await
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    static <R, X extends Exception> Awaitable<R> supervise(
            BiConsumer<? super ScheduledTask<?>, ? super Throwable> onFailure, Body<R, X> body) throws X {
        Objects.requireNonNull(onFailure, "onFailure");
        return Engine.group(Objects.requireNonNull(body, "body"), onFailure);
    }

    /**
     * Opens a group of the running task, for a try statement that ends with {@code await(group.join())}. If the task ends and has neither
     * joined nor closed it, the log says so, and children that run go on: what they fail with, and what has failed before, is reported as
     * failures that nobody sees ({@link EventLoop#setExceptionHandler}), unless another task joins the group yet.
     *
     * @return the group
     * @throws IllegalStateException if no task runs on this thread
     */
    static TaskGroup open() {
        return Engine.openGroup(null);
    }

    /**
     * Opens a supervising group of the running task, as {@link #open()}.
     *
     * @param onFailure is told each child that has failed, and its failure; must not block
     * @return the group
     * @throws IllegalStateException if no task runs on this thread
     */
    static TaskGroup openSupervising(BiConsumer<? super ScheduledTask<?>, ? super Throwable> onFailure) {
        return Engine.openGroup(Objects.requireNonNull(onFailure, "onFailure"));
    }

    /**
     * Starts a child. It first runs in a later turn.
     *
     * @param task what to run
     * @return the child, to be awaited or cancelled by itself too
     * @param <T> the type of its result
     * @throws IllegalStateException if the group is closed: it has ended, a child has failed, or it was cancelled; or the task was
     *     awaited or spawned before
     */
    <T> ScheduledTask<T> spawn(Awaitable<T> task);

    /**
     * Starts a child under a name, as {@link #spawn(Awaitable)}.
     *
     * @param name how dumps and reports call it
     * @param task what to run
     * @return the child
     * @param <T> the type of its result
     * @throws IllegalStateException as {@link #spawn(Awaitable)}
     */
    <T> ScheduledTask<T> spawn(String name, Awaitable<T> task);

    /**
     * Starts a child with a priority of its own, as {@link #spawn(Awaitable)}. Others have that of the task whose group it is.
     *
     * @param name how dumps and reports call it, which add the priority unless it is normal
     * @param task what to run
     * @param priority which the child has for life, and what it spawns
     * @return the child
     * @param <T> the type of its result
     * @throws IllegalStateException as {@link #spawn(Awaitable)}
     */
    <T> ScheduledTask<T> spawn(String name, Awaitable<T> task, Priority priority);

    /**
     * Makes a child that waits for a stage, as {@link #spawn(Awaitable)}. Cancelling the child cancels the stage.
     *
     * @param stage what to wait for
     * @return the child
     * @param <T> the type of its result
     * @throws IllegalStateException as {@link #spawn(Awaitable)}
     */
    default <T> ScheduledTask<T> spawn(CompletionStage<T> stage) {
        return spawn(Awaitable.of(stage));
    }

    /**
     * Makes a child with a name that waits for a stage, as {@link #spawn(CompletionStage)}.
     *
     * @param name how dumps and reports call it
     * @param stage what to wait for
     * @return the child
     * @param <T> the type of its result
     * @throws IllegalStateException as {@link #spawn(Awaitable)}
     */
    default <T> ScheduledTask<T> spawn(String name, CompletionStage<T> stage) {
        Objects.requireNonNull(name, "name");
        return spawn(name, Awaitable.of(stage));
    }

    /**
     * Waits until all children have ended, those that they spawn meanwhile included, and closes the group. Cancel-safe: a cancellation
     * goes to the children, and is thrown when they have ended. A group that has ended before has nothing more to say: another join gives
     * nothing.
     *
     * @return to be awaited once; throws the failures of the children, as {@link TaskGroup} says
     * @throws IllegalStateException if the group belongs to {@link #run} or {@link #supervise}, which wait themselves, or somebody waits
     *     for it already
     */
    @CancelSafe
    Awaitable<Void> join();

    /**
     * Ends the group without an exception: cancels the children, and the block of {@link #run}, closes the group, and has the await of it
     * return when all have ended. Does nothing for a group that ends already. What a child throws in answer is thrown all the same; what is
     * suppressed in the cancellation of one is reported. The block of a try statement goes on to its {@link #join()}.
     */
    void cancel();

    /**
     * Returns how many children run.
     *
     * @return the number; the block does not count
     */
    int running();

    /**
     * Whether no child can be spawned any more.
     *
     * @return true once the group ends
     */
    boolean isClosed();

    /**
     * Ends the try statement. Does nothing after {@link #join()}. Otherwise children that still run are cancelled, and reported to the
     * log, since nobody waits for them; and the failures of those that have ended are thrown.
     *
     * @throws IllegalStateException if the group belongs to {@link #run} or {@link #supervise}, which close it themselves
     */
    @Override
    void close();
}
