// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.abi.ColdFrames;
import dev.weft.spi.Reports;
import dev.weft.spi.Sneaky;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The styles other than await: blocking, callbacks, futures. Each starts a coroutine that awaits. */
public final class Completions {
    private Completions() {}

    /**
     * Implements {@link Awaitable#toCompletableFuture}.
     *
     * @param awaitable what to await
     * @return the future
     * @param <T> the type of the result
     */
    public static <T> CompletableFuture<T> toFuture(Awaitable<T> awaitable) {
        AwaitFuture<T> future = new AwaitFuture<>();
        EventLoop own = awaitable.loop();
        LoopEngine here = Execution.here().loop;
        if (awaitable instanceof SpawnedTask<T> running) { // also when it has ended, and its loop too
            settleWith(future, running);
        } else if (own instanceof LoopEngine loop && loop != here) {
            SpawnedTask<T> task = loop.spawn(awaitable, Origin.UNKNOWN);
            settleWith(future, task);
        } else if (here != null) {
            SpawnedTask<T> task = here.startNow(awaitable);
            settleWith(future, task);
            here.runNested(task);
        } else {
            DetachedCoroutine coroutine = new DetachedCoroutine(awaitable, future);
            future.settledBy(coroutine);
            coroutine.wake();
        }
        return future;
    }

    private static <T> void settleWith(AwaitFuture<T> future, SpawnedTask<T> task) {
        future.settledBy(task);
        task.subscribe(() -> settle(future, task));
    }

    private static <T> void settle(AwaitFuture<T> future, SpawnedTask<T> task) {
        try {
            future.settle(task.result(), null);
        } catch (Throwable thrown) { // goes on to whoever holds the future
            future.settle(null, thrown);
        }
    }

    /**
     * Implements {@link Awaitable#onComplete}.
     *
     * @param awaitable what to await
     * @param callback whom to tell
     * @param <T> the type of the result
     */
    public static <T> void onComplete(
            Awaitable<T> awaitable, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> callback) {
        var unused = toFuture(awaitable).whenComplete((value, thrown) -> {
            try {
                callback.accept(value, thrown);
            } catch (Throwable failed) { // nobody else would see it
                Reports.warning("A callback given to onComplete failed", failed);
            }
        });
    }

    /**
     * Implements {@link dev.weft.Weft#run}.
     *
     * @param main what to run; where a loop runs already, it is refused and does not count as forgotten
     * @return the result
     * @param <T> the type of the result
     */
    public static <T> T run(Awaitable<T> main) {
        if (Execution.here().loop != null) {
            ColdFrames.giveUp(main);
            throw Binding.anotherLoopRuns();
        }
        return runOnNewLoop(main);
    }

    private static <T> T runOnNewLoop(Awaitable<T> main) {
        try (EventLoop loop = new SelectorEventLoop()) {
            return loop.run(main);
        }
    }

    /**
     * Implements {@link Awaitable#block}.
     *
     * @param awaitable what to await
     * @return the result
     * @param <T> the type of the result
     */
    public static <T> T block(Awaitable<T> awaitable) {
        if (Execution.here().loop != null) {
            ColdFrames.giveUp(awaitable);
            throw new IllegalStateException("block() would stop the event loop of thread \""
                    + Thread.currentThread().getName()
                    + "\", which has to complete what is waited for. Await instead.");
        }
        if (awaitable.loop() == null) {
            return runOnNewLoop(awaitable);
        }
        return get(toFuture(awaitable));
    }

    /** The failure as it is: the methods of the future that throw would wrap it, or unwrap what only looks wrapped. */
    private record Outcome<T>(T value, @Nullable Throwable failure) {}

    private static <T> T get(CompletableFuture<T> future) {
        try {
            Outcome<T> outcome = future.handle(Outcome::new).get();
            if (outcome.failure() != null) {
                throw Sneaky.rethrow(outcome.failure());
            }
            return outcome.value();
        } catch (ExecutionException impossible) { // of an outcome
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while blocked");
            cancelled.initCause(interrupted);
            throw cancelled;
        }
    }
}
