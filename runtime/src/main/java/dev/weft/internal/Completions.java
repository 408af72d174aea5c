// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.abi.ColdFrames;
import dev.weft.spi.Fence;
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
            settleWith(future, running, awaitable);
        } else if (own instanceof LoopEngine loop && loop != here) {
            SpawnedTask<T> task = loop.spawn(awaitable, Origin.ofFuture(loop.runningTask()));
            settleWith(future, task, awaitable);
        } else if (here != null) {
            SpawnedTask<T> task = here.startNow(awaitable);
            settleWith(future, task, awaitable);
            here.runNested(task);
        } else {
            DetachedCoroutine coroutine = new DetachedCoroutine(awaitable, future);
            future.settledBy(coroutine);
            coroutine.wake();
        }
        return future;
    }

    private static <T> void settleWith(AwaitFuture<T> future, SpawnedTask<T> task, Awaitable<T> awaited) {
        future.settledBy(task);
        task.subscribe(new Settlement<>(future, task, awaited));
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
                Fence.failed("The callback given to onComplete", callback, null, failed);
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
        return ForgottenWork.failsAtEndOf(() -> runAndClose(main));
    }

    private static <T> T runAndClose(Awaitable<T> main) {
        LoopEngine loop = new SelectorEventLoop();
        try {
            T result = loop.run(main);
            if (Reports.ARE_FAILURES) {
                ForgottenWork.reportLeft(loop, "The main task");
            }
            return result;
        } finally {
            loop.close("the end of run(...)");
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
        boolean hasEnded = awaitable instanceof SpawnedTask<?> task && task.isReady();
        if (!hasEnded && awaitable.loop() instanceof LoopEngine loop) {
            loop.driver.requireMayBlock();
        }
        CompletableFuture<T> future = toFuture(awaitable);
        if (future instanceof AwaitFuture<T> awaited) {
            awaited.blocksThread();
        }
        return get(future, awaitable);
    }

    /** The failure as it is: the methods of the future that throw would wrap it, or unwrap what only looks wrapped. */
    private record Outcome<T>(T value, @Nullable Throwable failure) {
        T valueOrThrow() {
            if (failure != null) {
                throw Sneaky.rethrow(failure);
            }
            return value;
        }
    }

    /** Waits for a future. One that has completed when an interrupt would cancel it gives what it has: that would be lost. */
    static <T> T get(CompletableFuture<T> future, Awaitable<T> awaited) {
        CompletableFuture<Outcome<T>> outcome = future.handle(Outcome::new);
        try {
            if (awaited.loop() instanceof LoopEngine loop) {
                IdleLoop.warnWhile(outcome, loop::isRunning, awaited, IdleLoop::second);
            }
            return outcome.get().valueOrThrow();
        } catch (ExecutionException impossible) { // of an outcome
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            boolean cancelled = future.cancel(true);
            Thread.currentThread().interrupt();
            if (!cancelled) {
                return outcome.join().valueOrThrow();
            }
            CancellationException thrown =
                    new CancellationException(CancelRequest.whileBlocked(Thread.currentThread(), awaited));
            thrown.initCause(interrupted);
            throw thrown;
        }
    }
}
