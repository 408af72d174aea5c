// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.Objects;

/**
 * An async call that has not started. It is lazy and runs once: it starts when it is awaited, as part of the task
 * that awaits it, or when it is {@linkplain Weft#spawn spawned}.
 *
 * <p>Awaiting it a second time throws {@link IllegalStateException}; never awaiting it is reported to the log. To
 * await one result several times, spawn the task and await the {@link ScheduledTask}. Completed tasks, made by
 * {@link #of}, {@link #done} and {@link #failed}, hold no call and may be awaited any number of times.
 *
 * <p>Tasks are made by calling {@link Async} methods. Implemented by Weft alone.
 *
 * @param <T> what the async method returns
 */
public interface Task<T> extends Awaitable<T> {
    /**
     * Makes a completed task: {@code return Task.of(value)} is how an async method returns a value, and allocates
     * nothing there.
     *
     * @param value the value; may be null
     * @return the task
     * @param <T> the type of the value
     */
    static <T> Task<T> of(T value) {
        return Engine.completed(value);
    }

    /**
     * Returns a completed task without a value: how an async method without result ends.
     *
     * @return the task
     */
    static Task<Void> done() {
        return Engine.done();
    }

    /**
     * Makes a failed task. Inside an async method, {@code throw} does the same.
     *
     * @param failure what awaiting the task throws, as the same object; not null
     * @return the task
     * @param <T> the type of the value it does not have
     */
    static <T> Task<T> failed(Throwable failure) {
        return Engine.failed(Objects.requireNonNull(failure, "failure"));
    }
}
