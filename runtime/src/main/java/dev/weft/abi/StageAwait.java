// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.Awaitable;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import dev.weft.spi.Sneaky;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One await of a stage of {@code java.util.concurrent}. A waiter that is cancelled cancels the stage, and then waits no
 * longer: whoever completes the stage may be another thread that cannot be hurried.
 */
final class StageAwait implements Awaitable<Object> {
    private final CompletableFuture<?> future;

    StageAwait(CompletionStage<?> stage) {
        this.future = futureOf(stage);
    }

    /** A stage need not support {@code toCompletableFuture}, by its contract. */
    private static CompletableFuture<?> futureOf(CompletionStage<?> stage) {
        try {
            return stage.toCompletableFuture();
        } catch (UnsupportedOperationException e) {
            CompletableFuture<Object> future = new CompletableFuture<>();
            stage.whenComplete((value, failure) -> {
                if (failure == null) {
                    future.complete(value);
                } else {
                    future.completeExceptionally(failure);
                }
            });
            return future;
        }
    }

    /** The coroutine that settles the stage; null if none does, or nobody knows. */
    @Nullable
    Coroutine coroutine() {
        return future instanceof CoroutineFuture of ? of.coroutine() : null;
    }

    @Override
    public boolean isReady() {
        return future.isDone();
    }

    /** Returns the value, or throws the {@link StageFailure}. */
    @Override
    @SuppressWarnings("NullAway") // the value of a stage may be null
    public Object result() throws Exception {
        if (future.isCompletedExceptionally()) {
            Throwable failure = StageFailure.of(future);
            if (failure != null) { // it is null where somebody has obtruded a value meanwhile
                throw Sneaky.rethrow(failure);
            }
        }
        return future.join();
    }

    @Override
    public void subscribe(Waiter waiter) {
        var unused = future.whenComplete((value, failure) -> Fence.wake(waiter, future));
    }

    @Override
    public boolean withdraw(Waiter waiter) {
        future.cancel(false);
        return true;
    }

    @Override
    public WaitDescription describe() {
        return WaitDescription.of(
                "stage",
                future.getClass().getSimpleName() + "@" + Integer.toHexString(System.identityHashCode(future)));
    }
}
