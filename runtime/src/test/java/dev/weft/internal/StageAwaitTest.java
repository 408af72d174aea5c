// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds off (docs/weaving-limits.md): Which exception is seen; Cancellation that does not arrive. */
@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // scripts return what they await
class StageAwaitTest {
    private static Object await(CompletionStage<?> stage, Runnable whileWaiting) {
        try (EventLoop loop = EventLoop.simulated(1)) {
            loop.post(() -> loop.post(whileWaiting));
            return loop.run(Script.of((step, last) -> step == 0 ? stage : last.get()));
        }
    }

    @Test
    void theCauseIsThrownAsTheSameObject() {
        IOException failure = new IOException();
        CompletableFuture<Object> direct = new CompletableFuture<>();
        assertSame(
                failure,
                assertThrows(IOException.class, () -> await(direct, () -> direct.completeExceptionally(failure))));
        assertSame(failure, assertThrows(IOException.class, () -> await(direct, () -> {})));
        assertSame(
                failure,
                assertThrows(
                        IOException.class, () -> await(direct.thenApply(v -> v).thenApply(v -> v), () -> {})));
        assertSame(
                failure,
                assertThrows(
                        IOException.class,
                        () -> await(
                                CompletableFuture.failedFuture(
                                        new CompletionException(new ExecutionException(failure))),
                                () -> {})));
    }

    @Test
    void aWrapperWithoutACauseIsTheFailure() {
        CompletionException bare = new CompletionException("bare", null);
        assertSame(
                bare,
                assertThrows(CompletionException.class, () -> await(CompletableFuture.failedFuture(bare), () -> {})));
    }

    @Test
    void aCancelledStageThrowsTheCancellation() {
        CompletableFuture<Object> stage = new CompletableFuture<>();
        assertThrows(CancellationException.class, () -> await(stage, () -> stage.cancel(true)));
        assertThrows(CancellationException.class, () -> await(stage, () -> {}));
    }

    @Test
    void aCancellationWithWhichAStageFailedIsTheSameObject() {
        CancellationException failure = new CancellationException("ours");
        assertSame(
                failure,
                assertThrows(
                        CancellationException.class, () -> await(CompletableFuture.failedFuture(failure), () -> {})));
    }

    @Test
    void aWaiterThatIsCancelledCancelsTheStage() {
        CompletableFuture<Object> stage = new CompletableFuture<>();
        try (EventLoop loop = EventLoop.simulated(1)) {
            ScheduledTask<Object> task = loop.spawn(Script.of((step, last) -> step == 0 ? stage : last.get()));
            loop.run(Weft.yieldNow());
            task.cancel();
            assertThrows(CancellationException.class, () -> loop.run(task));
        }
        assertTrue(stage.isCancelled());
    }

    @Test
    void aStageThatIsNoFutureCanBeAwaited() {
        CompletableFuture<String> behind = new CompletableFuture<>();
        assertEquals("value", await(noFuture(behind), () -> behind.complete("value")));
        assertEquals("value", await(noFuture(behind), () -> {}));
        IOException failure = new IOException();
        assertSame(
                failure,
                assertThrows(
                        IOException.class, () -> await(noFuture(CompletableFuture.failedFuture(failure)), () -> {})));
    }

    /** The interface allows a stage to refuse {@code toCompletableFuture}. */
    private static CompletionStage<?> noFuture(CompletableFuture<?> behind) {
        return (CompletionStage<?>) Proxy.newProxyInstance(
                StageAwaitTest.class.getClassLoader(),
                new Class<?>[] {CompletionStage.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("toCompletableFuture")) {
                        throw new UnsupportedOperationException();
                    }
                    try {
                        return method.invoke(behind, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
