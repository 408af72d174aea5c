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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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

    // ------------------------------------------------------------------ which exception arrives

    private final IOException cause = new IOException("cause");

    private static final class Special extends CompletionException {
        private static final long serialVersionUID = 1;

        Special(Throwable cause) {
            super(cause);
        }
    }

    /** Failures that nobody may take for a wrapper. */
    private final List<Throwable> own = List.of(
            cause,
            new ExecutionException(cause),
            new ExecutionException("mine", cause),
            new CompletionException("mine", cause),
            new CompletionException(null, cause),
            new CompletionException("bare", null),
            new Special(cause),
            new CancellationException("ours"),
            new AssertionError("error"));

    private interface Derived extends Function<CompletableFuture<Object>, CompletionStage<?>> {}

    /** Stages that fail when another one does. */
    private static final Map<String, Derived> STAGES = Map.of(
            "the stage itself", source -> source,
            "a minimal one", source -> source.minimalCompletionStage(),
            "a copy", source -> source.copy(),
            "a later stage", source -> source.thenApply(value -> value),
            "one later than that", source -> source.thenApply(value -> value).thenCompose(value -> source),
            "all of several", source -> CompletableFuture.allOf(CompletableFuture.completedFuture(1), source),
            "any of several", source -> CompletableFuture.anyOf(source),
            "no future", StageAwaitTest::noFuture);

    /** What an async method does that returns a stage. */
    private static CompletableFuture<Object> startedByAnAsyncMethod(CompletableFuture<?> source, Throwable failure) {
        return Script.of((step, last) -> {
                    if (step == 0) {
                        return source.handle((value, ignored) -> "");
                    }
                    throw failure;
                })
                .toCompletableFuture();
    }

    /** What an await throws of a stage that fails before it, and of one that fails while it waits. */
    private static void assertArrives(String stage, Throwable expected, Throwable failure, Derived derived) {
        CompletableFuture<Object> early = CompletableFuture.failedFuture(failure);
        CompletableFuture<Object> late = new CompletableFuture<>();
        assertSame(expected, thrownBy(derived.apply(early), () -> {}), () -> stage + " after " + failure);
        assertSame(
                expected,
                thrownBy(derived.apply(late), () -> late.completeExceptionally(failure)),
                () -> stage + " before " + failure);
    }

    private static Throwable thrownBy(CompletionStage<?> stage, Runnable whileWaiting) {
        return assertThrows(Throwable.class, () -> await(stage, whileWaiting));
    }

    @Test
    void theFailureIsThrownAsTheSameObject() {
        for (Throwable failure : own) {
            STAGES.forEach((stage, derived) -> assertArrives(stage, failure, failure, derived));
            STAGES.forEach((stage, derived) -> assertArrives(
                    stage + " of an async method",
                    failure,
                    cause,
                    source -> derived.apply(startedByAnAsyncMethod(source, failure))));
        }
    }

    /** It may be what {@code CompletableFuture} adds, and what code throws in its place. */
    @Test
    void oneWrapperThatSaysNoMoreThanItsCauseComesOff() {
        Throwable once = new CompletionException(cause);
        Throwable twice = new CompletionException(once);
        STAGES.forEach((stage, derived) -> {
            assertArrives(stage, cause, once, derived);
            assertArrives(stage, once, twice, derived);
        });
        assertArrives("of an async method", once, cause, source -> startedByAnAsyncMethod(source, once));
    }

    @Test
    void aWrapperComesOffThoughItsCauseHasChangedItsName() {
        String[] name = {"before"};
        Exception changing = new Exception() {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                return name[0];
            }
        };
        CompletableFuture<Object> stage =
                CompletableFuture.failedFuture(changing).thenApply(value -> value);
        name[0] = "after";
        assertSame(changing, thrownBy(stage, () -> {}));
    }

    @Test
    void aCauseThatDoesNotTellItsNameIsHarmless() {
        Throwable odd = new Exception() {
            private static final long serialVersionUID = 1;

            @Override
            public String getMessage() {
                throw new UnsupportedOperationException();
            }
        };
        CompletionException mine = new CompletionException("mine", odd);
        assertSame(mine, thrownBy(CompletableFuture.failedFuture(mine), () -> {}));
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

    /** Completes in the moment in which it is to be cancelled, as another thread may have it do. */
    private static final class Racing extends CompletableFuture<Object> {
        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            complete("value");
            return super.cancel(mayInterruptIfRunning);
        }

        /** A stage of others over this. */
        CompletionStage<?> behind() {
            return (CompletionStage<?>) Proxy.newProxyInstance(
                    StageAwaitTest.class.getClassLoader(),
                    new Class<?>[] {CompletionStage.class},
                    (proxy, method, arguments) -> this); // it is asked for its future alone
        }
    }

    private static List<CompletionStage<?>> racing() {
        return List.of(new Racing(), new Racing().behind());
    }

    /** Awaits a stage, and then gives way once: what the two awaits gave. */
    private static Script<Object> awaitsTwice(CompletionStage<?> stage, List<@Nullable Object> events) {
        return Script.of((step, last) -> {
            if (step > 0) {
                events.add(
                        last.failure() == null ? last.value() : last.failure().getClass());
            }
            return switch (step) {
                case 0 -> stage;
                case 1 -> Weft.yieldNow();
                default -> "end";
            };
        });
    }

    @Test
    void aStageThatCompletesBeforeItIsCancelledGivesItsResult() {
        for (CompletionStage<?> stage : racing()) {
            List<@Nullable Object> events = new ArrayList<>();
            try (EventLoop loop = EventLoop.simulated(1)) {
                ScheduledTask<Object> task = loop.spawn(awaitsTwice(stage, events));
                loop.run(Weft.yieldNow());
                task.cancel();
                loop.run(task);
            }
            assertEquals(List.of("value", CancellationException.class), events);
        }
    }

    @Test
    void theSameHoldsWithoutALoop() {
        for (CompletionStage<?> stage : racing()) {
            List<@Nullable Object> events = new ArrayList<>();
            awaitsTwice(stage, events).toCompletableFuture().cancel(true);
            assertEquals(List.of("value", CancellationException.class), events);
        }
    }

    /** Else a loop over stages that have completed could never be cancelled. */
    @Test
    void aStageThatHasCompletedIsNotAwaitedByATaskThatIsCancelledAlready() {
        for (CompletionStage<?> stage : List.of(
                CompletableFuture.completedFuture("value"),
                CompletableFuture.completedFuture("value").minimalCompletionStage())) {
            try (EventLoop loop = EventLoop.simulated(1)) {
                ScheduledTask<Object> task = loop.spawn(Script.of((step, last) -> {
                    if (step == 0) {
                        Weft.currentTask().cancel();
                        return stage;
                    }
                    return last.get();
                }));
                assertThrows(CancellationException.class, () -> loop.run(task));
            }
        }
    }

    /** However often it is awaited in vain, a stage that outlives its awaits keeps one dependent for all of them. */
    @Test
    void cancelledAwaitsOfAStageThatLivesOnLeaveNothingInIt() {
        CompletableFuture<Object> source = new CompletableFuture<>();
        CompletableFuture<Object> refusing = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterruptIfRunning) {
                return false;
            }
        };
        try (EventLoop loop = EventLoop.simulated(1)) {
            for (CompletionStage<?> stage : List.of(source.minimalCompletionStage(), refusing)) {
                for (int i = 0; i < 100; i++) {
                    ScheduledTask<Object> task = loop.spawn(Script.of((step, last) -> step == 0 ? stage : last.get()));
                    loop.run(Weft.yieldNow());
                    task.cancel();
                    assertThrows(CancellationException.class, () -> loop.run(task));
                }
            }
        }
        assertEquals(1, source.getNumberOfDependents());
        assertEquals(1, refusing.getNumberOfDependents());
    }

    @Test
    void theSameHoldsForAStageThatIsNoFuture() {
        CompletableFuture<Object> source = new CompletableFuture<>();
        CompletionStage<?> stage = noFuture(source);
        try (EventLoop loop = EventLoop.simulated(1)) {
            for (int i = 0; i < 100; i++) {
                ScheduledTask<Object> task = loop.spawn(Script.of((step, last) -> step == 0 ? stage : last.get()));
                loop.run(Weft.yieldNow());
                task.cancel();
                assertThrows(CancellationException.class, () -> loop.run(task));
            }
        }
        assertEquals(1, source.getNumberOfDependents());
    }

    @Test
    void oneOfTwoThatAwaitAStageIsCancelledAndTheOtherGetsTheValue() {
        CompletableFuture<Object> source = new CompletableFuture<>();
        CompletionStage<?> stage = source.minimalCompletionStage();
        try (EventLoop loop = EventLoop.simulated(1)) {
            ScheduledTask<Object> cancelled = loop.spawn(Script.of((step, last) -> step == 0 ? stage : last.get()));
            ScheduledTask<Object> other = loop.spawn(Script.of((step, last) -> step == 0 ? stage : last.get()));
            loop.run(Weft.yieldNow());
            cancelled.cancel();
            assertThrows(CancellationException.class, () -> loop.run(cancelled));
            source.complete("value");
            assertEquals("value", loop.run(other));
            assertEquals("value", loop.run(Script.of((step, last) -> step == 0 ? stage : last.get())));
        }
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
