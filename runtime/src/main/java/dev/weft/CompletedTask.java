// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import dev.weft.spi.Sneaky;
import org.jspecify.annotations.Nullable;

/** A task that has ended already; awaiting it never suspends. */
final class CompletedTask<T> implements Task<T> {
    static final Task<Void> DONE = new CompletedTask<>(null, null);

    private final @Nullable T value;
    private final @Nullable Throwable failure;

    CompletedTask(@Nullable T value, @Nullable Throwable failure) {
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
        waiter.wake();
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        return true;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of("task", failure == null ? "completed" : "failed");
    }
}
