// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

import dev.weft.Awaitable;
import dev.weft.WaitDescription;
import dev.weft.Waiter;
import dev.weft.spi.Sneaky;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

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

    @Override
    public boolean isReady() {
        return future.isDone();
    }

    /** Returns the value, or throws what the stage failed with, freed from the wrappers that stages put around it. */
    @Override
    @SuppressWarnings("NullAway") // the value of a stage may be null
    public Object result() throws Exception {
        try {
            return future.get();
        } catch (ExecutionException wrapped) {
            throw Sneaky.rethrow(unwrapped(wrapped));
        } catch (CancellationException cancelled) { // newer JDKs throw a second one, made by get
            Throwable own = future.handle((value, failure) -> failure).join();
            throw Sneaky.rethrow(own == null ? cancelled : unwrapped(own));
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    @Override
    public void subscribe(Waiter waiter) {
        var unused = future.whenComplete((value, failure) -> waiter.wake());
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
