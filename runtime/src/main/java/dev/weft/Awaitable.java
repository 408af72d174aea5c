// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Something whose result can be awaited: the one interface behind {@link Weft#await(Awaitable)}.
 *
 * <p>Any class may implement it. The coroutine that awaits makes these calls, all on the thread that runs it:
 *
 * <ol>
 *   <li>{@link #isReady()}: if true, {@link #result()} follows and nothing suspends;
 *   <li>otherwise the coroutine suspends, and only then calls {@link #subscribe}: whoever completes the awaitable calls
 *       {@link Waiter#wake()}, even when that happens inside {@code subscribe};
 *   <li>once woken it asks {@code isReady()} again, and takes {@code result()} when that is true;
 *   <li>if its task is cancelled in between, it calls {@link #withdraw}.
 * </ol>
 *
 * <p>Nothing gets lost on the way. Whoever was told that it is ready takes the result, or withdraws; a result that was taken, and cannot be
 * handed on, goes to {@link #discard}. This holds for those too who write an awaitable that is made of others.
 *
 * <p>An awaitable that is made of others can be handed a {@link Task}, and cannot subscribe to that: it has not started, and nobody would
 * run it. {@code isReady()} is false, and {@code subscribe} throws {@link IllegalStateException}. Spawn the task, and subscribe to the
 * {@link ScheduledTask}; or leave it to {@link Weft#gather} and {@link Weft#waitFor}, which run whatever they are given, and subscribe to
 * what they return.
 *
 * <p>An implementation that is completed by another thread makes its own state safe for that; waking is safe already.
 *
 * @param <T> what awaiting it gives
 */
public interface Awaitable<T> {
    /**
     * Makes an awaitable of a stage, for what takes an awaitable and has no form for stages. It gives and throws what {@link
     * Weft#await(CompletionStage)} does; whoever is cancelled while awaiting it cancels the stage. As cancel-safe as
     * what completes the stage.
     *
     * @param stage what to wait for
     * @return an awaitable, to be awaited once
     * @param <T> the type of the value
     */
    @CancelSafe
    static <T> Awaitable<T> of(CompletionStage<T> stage) {
        return Engine.ofStage(Objects.requireNonNull(stage, "stage"));
    }

    /**
     * Whether the result is there. May try to complete the operation if that neither blocks nor suspends; once true, it stays true until
     * {@link #result()} was called. Only of what any number may await, and one of them gets, such as a lock, may another one have taken the
     * result meanwhile: whoever does not take it at once asks again before, and subscribes if it is gone.
     *
     * @return true if {@link #result()} may be called
     */
    boolean isReady();

    /**
     * Returns the result, or throws the failure. Called only when {@link #isReady()} said true.
     *
     * @return the result; null where the operation has none
     * @throws Exception the failure, thrown to the awaiting code as the same object
     */
    T result() throws Exception;

    /**
     * Asks to be woken when the result is there. Called at most once per await, after the coroutine has suspended.
     *
     * @param waiter whom to wake; wake it at once if the result came in the meantime
     */
    void subscribe(Waiter waiter);

    /**
     * Takes a subscription back because the waiting task is cancelled. Nothing of the wait may stay behind, and what {@link #isReady()}
     * took is given back. Called without a subscription when the task was cancelled before it could wait, and perhaps without {@code
     * isReady()} before: the operation is then not to start.
     *
     * @param waiter the waiter that subscribed, as the same object, or would have; the subscription of another one is not touched
     * @return true if the subscription is gone and will not be woken: a {@link
     *     java.util.concurrent.CancellationException} is then thrown at the suspension point. False if the operation has
     *     to unwind first: it is then woken as usual, and {@link #result()} decides. May be called again in that case
     */
    boolean withdraw(Waiter waiter);

    /**
     * Gives back a result that {@link #result()} has returned, and that nobody will ever get: another part of a {@link Weft#gather}
     * failed, the gather was cancelled, or the future that stood for the await was. A connection is closed, a permit is released. An
     * operation whose result is more than a value overrides this, or it leaks. Does nothing by default: so it is for an async method,
     * which is a {@link Task} and has no way to say how its result is given back, and for a {@link ScheduledTask}, which keeps its
     * result.
     *
     * <p>Called once, on the thread that runs the coroutine that took the result. Must not throw: what it throws is logged.
     *
     * @param result what {@code result()} returned; null where the operation has none
     */
    default void discard(T result) {}

    /**
     * Describes what is waited for. Must not block; costs nothing until it is called.
     *
     * @return the description
     */
    default WaitDescription describe() {
        return WaitDescription.of("awaitable", getClass().getName());
    }

    /**
     * Returns the loop this belongs to, where the styles for plain threads below run it.
     *
     * @return the loop, or null if it belongs to none
     */
    default @Nullable EventLoop loop() {
        return null;
    }

    /**
     * Blocks the calling thread until the result is there. For plain threads: on a loop's thread it throws, since it
     * would stop the loop that has to complete it. What belongs to no loop, such as a {@link Task}, runs on a loop of its
     * own on the calling thread, as {@link Weft#run} does.
     *
     * <p>An interrupt ends the wait: the await is cancelled and the thread's interrupt flag stays set.
     *
     * @return the result
     * @throws IllegalStateException if called on the thread of a running loop
     * @throws java.util.concurrent.CancellationException if it was cancelled, or the thread was interrupted
     */
    default T block() {
        return Engine.block(this);
    }

    /**
     * Calls back once, with the result or the failure. Any thread; the callback runs on the thread that completes it.
     *
     * @param callback gets the result and null, or null and the failure; what it throws is logged
     */
    default void onComplete(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback) {
        Engine.onComplete(this, Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Turns this into a {@code CompletableFuture}, and starts it. It runs on its own {@link #loop()}, else on the
     * loop of the calling thread, else on the calling thread up to its first suspension and then on whichever thread
     * completes what it awaits. Cancelling the future cancels the await.
     *
     * <p>Not cancel-safe: a value that is in the future belongs to whoever holds the future; it is not given back by {@link #discard} when
     * a task that has been cancelled awaits it. So await this and not {@code await(this.toCompletableFuture())}, of which nobody holds the
     * future.
     *
     * @return the future, failing with the same object that awaiting would have thrown
     */
    @NotCancelSafe(
            "a value that is in the future when the one who awaits it is cancelled, for nobody else holds the future")
    default CompletableFuture<T> toCompletableFuture() {
        return Engine.toFuture(this);
    }
}
