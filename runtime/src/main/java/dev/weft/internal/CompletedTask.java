// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Task;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.Sneaky;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task that has ended already; awaiting it never suspends.
 *
 * @param <T> what awaiting it gives
 */
public final class CompletedTask<T> implements Task<T> {
    /** A task that has ended without a value. */
    public static final Task<Void> DONE = new CompletedTask<>(null, null);

    private final @Nullable T value;
    private final @Nullable Throwable failure;

    /**
     * Makes a task that has a value, or else a failure.
     *
     * @param value what awaiting it gives; may be null
     * @param failure what awaiting it throws, or null
     */
    public CompletedTask(@Nullable T value, @Nullable Throwable failure) {
        this.value = value;
        this.failure = failure;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    @SuppressWarnings("NullAway") // a null value is a value here
    public T result() throws Exception {
        if (failure != null) {
            throw Sneaky.rethrow(failure);
        }
        return value;
    }

    @Override
    public void subscribe(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        waiter.wake();
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        Objects.requireNonNull(waiter, "waiter");
        return true;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("task", failure == null ? "completed" : "failed");
    }
}
