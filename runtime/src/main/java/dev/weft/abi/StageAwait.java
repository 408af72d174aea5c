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
public class StageAwait implements Awaitable<Object> {
    final CompletableFuture<?> future;

    StageAwait(CompletableFuture<?> future) {
        this.future = future;
    }

    /**
     * Makes an await of a stage for who takes awaitables.
     *
     * @param stage the stage
     * @return an awaitable, to be awaited once, that gives the value or throws the failure as the await of a stage does
     * @param <T> the type of the value
     */
    @SuppressWarnings("unchecked") // gives what the stage gives
    public static <T> Awaitable<T> awaitable(CompletionStage<T> stage) {
        return (Awaitable<T>) of(stage);
    }

    /** Makes the await of a stage. */
    static StageAwait of(CompletionStage<?> stage) {
        if (stage.getClass() == CompletableFuture.class || stage instanceof CoroutineFuture) {
            return new StageAwait((CompletableFuture<?>) stage); // cancelling one leaves nothing in it
        }
        SharedStage shared = SharedStage.of(stage);
        if (shared != null) {
            return new OfShared(stage, shared);
        }
        CompletableFuture<?> future = futureOf(stage);
        boolean canBeCancelled =
                future != stage && !(stage instanceof CompletableFuture<?>) && !(future instanceof Copy);
        return future.isDone() || canBeCancelled
                ? new StageAwait(future)
                : new OfShared(stage, SharedStage.make(stage, future));
    }

    /** A stage need not support {@code toCompletableFuture}, by its contract. */
    private static CompletableFuture<?> futureOf(CompletionStage<?> stage) {
        try {
            return stage.toCompletableFuture();
        } catch (UnsupportedOperationException e) {
            Copy future = new Copy();
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

    /** A future of ours that completes with a stage; to cancel it tells the stage nothing. */
    private static final class Copy extends CompletableFuture<@Nullable Object> {}

    /**
     * Returns the coroutine that settles the stage.
     *
     * @return the coroutine; null if none does, or nobody knows
     */
    public final @Nullable Coroutine coroutine() {
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

    /** False if the stage has completed while somebody waited, since it was asked: what it gave is for them, and they are woken. */
    @Override
    public boolean withdraw(Waiter waiter) {
        return future.cancel(false) || !hasCompletedFor(waiter);
    }

    /** Whether the result is due to the waiter. To one that has not begun to wait it is not: a stage keeps it. */
    final boolean hasCompletedFor(Waiter waiter) {
        return future.isDone() && waiter instanceof Coroutine coroutine && coroutine.pending() == this;
    }

    /** Has whoever waits ask again. */
    void wake() {}

    /**
     * Makes another await of the stage, which can be taken back by {@link #leave}: all such awaits have one dependent in the stage
     * together.
     *
     * @return the await
     */
    public StageAwait leavable() {
        SharedStage shared = SharedStage.of(future);
        return new OfShared(future, shared == null ? SharedStage.make(future, future) : shared);
    }

    /** Takes the wait back, and leaves the stage alone. Does nothing for an await that {@link #leavable} has not made. Any thread. */
    public void leave() {}

    @Override
    public WaitDescription describe() {
        return WaitDescription.of(
                "stage",
                future.getClass().getSimpleName() + "@" + Integer.toHexString(System.identityHashCode(future)));
    }

    /** An await over what all awaits of the stage share, from which it is taken back when its waiter is cancelled. */
    private static final class OfShared extends StageAwait {
        private final CompletionStage<?> stage;
        private final SharedStage shared;
        private volatile @Nullable Waiter waiter;

        OfShared(CompletionStage<?> stage, SharedStage shared) {
            super(shared.future);
            this.stage = stage;
            this.shared = shared;
        }

        @Override
        public void subscribe(Waiter subscribed) {
            waiter = subscribed;
            shared.add(this);
        }

        @Override
        void wake() {
            Waiter waiting = waiter;
            if (waiting != null) {
                waiting.wake();
            }
        }

        @Override
        public StageAwait leavable() {
            return new OfShared(stage, shared);
        }

        @Override
        public void leave() {
            shared.remove(this);
        }

        /** Cancels the stage if it is a future that allows that. What is shared is no business of one who waits. */
        @Override
        public boolean withdraw(Waiter withdrawn) {
            shared.remove(this);
            if ((future == stage && future.cancel(false)) || !hasCompletedFor(withdrawn)) {
                return true;
            }
            wake(); // it may have been removed before the stage has woken it
            return false;
        }
    }
}
