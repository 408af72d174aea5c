// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.abi.CoroutineFuture;
import dev.weft.spi.Discards;
import dev.weft.spi.Reports;
import dev.weft.spi.Unseen;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The future of an await; cancelling it cancels the await, which unwinds in its own time. What the await gives is given back if the future
 * was cancelled meanwhile, or completed by somebody else.
 */
class AwaitFuture<T> extends CompletableFuture<T> implements CoroutineFuture {
    private volatile @Nullable RunningCoroutine coroutine;

    /** The thread that waits for it inside {@code block}, for dumps. */
    private @Nullable Thread blocked;

    /** Says which coroutine awaits, before that can settle this. */
    void settledBy(RunningCoroutine awaiting) {
        coroutine = awaiting;
    }

    /** Says that the calling thread waits for it. */
    void blocksThread() {
        blocked = Thread.currentThread();
    }

    /** The thread that waits for it, or what it is, for people. */
    String whose() {
        Thread waiting = blocked;
        return waiting == null ? "a future" : "thread \"" + waiting.getName() + '"';
    }

    @Override
    public @Nullable RunningCoroutine coroutine() {
        return coroutine;
    }

    /** Ends it as the coroutine has ended, which awaited a thing for it. Called once. */
    @SuppressWarnings({"unchecked", "NullAway"}) // the result of an Awaitable<T>, which may be null
    void settle(@Nullable Object result, @Nullable Throwable thrown, Awaitable<?> awaited) {
        if (thrown != null) {
            if (!completeExceptionally(thrown)) {
                Unseen.failuresIn(thrown)
                        .forEach(failure -> Reports.forgotten(
                                "An await failed, and its future had been cancelled or completed before", failure));
            }
        } else if (!complete((T) result)) {
            Discards.discard((Awaitable<T>) awaited, (T) result);
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (isDone()) {
            return isCancelled(); // a second request would disturb the unwinding
        }
        CancelRequest request = CancelRequest.byCaller();
        boolean cancelled = completeExceptionally(new CancellationException(request.toString()));
        RunningCoroutine awaiting = coroutine;
        if (cancelled && awaiting != null) {
            awaiting.cancel(request);
        }
        return cancelled || isCancelled();
    }

    /** Stages made from this one are plain: cancelling one of them cancels no await. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
