// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The future of an await; cancelling it cancels the await, which unwinds in its own time. */
final class AwaitFuture<T> extends CompletableFuture<T> {
    private volatile @Nullable Runnable canceller;

    void cancelWith(Runnable newCanceller) {
        canceller = newCanceller;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the result of an Awaitable<T>, which may be null
    void settle(@Nullable Object result, @Nullable Throwable thrown) {
        if (thrown == null) {
            complete((T) result);
        } else {
            completeExceptionally(thrown);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (isDone()) {
            return isCancelled(); // a second request would disturb the unwinding
        }
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        Runnable cancelAwait = canceller;
        if (cancelled && cancelAwait != null) {
            cancelAwait.run();
        }
        return cancelled;
    }

    /** Stages made from this one are plain: cancelling one of them cancels no await. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
