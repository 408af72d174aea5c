// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.abi.Coroutine;
import dev.weft.abi.Frame;
import dev.weft.abi.Unclaimed;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** The rules of {@link AsyncGenerator}, for a frame that is written by hand; woven generators are in test-apps/targets. */
@Timeout(60)
class GeneratorFrameTest {
    private static final Awaitable<Void> PAUSE = Weft.yieldNow();

    private final EventLoop loop = EventLoop.simulatedInOrder();

    /** {@code while (await(generator.next())) { all.add(generator.current()); } return all;}. */
    private static final class Collecting<T> extends Frame<List<T>> {
        private final AsyncGenerator<T> generator;
        private final List<T> all = new ArrayList<>();

        Collecting(AsyncGenerator<T> generator) {
            this.generator = generator;
        }

        @Override
        public @Nullable Object resume(Coroutine co) throws Throwable {
            Object more = true;
            if (state > 0) {
                more = co.resumed();
                take(more);
            }
            while (Boolean.TRUE.equals(more)) {
                more = co.await(generator.next());
                if (more == Coroutine.SUSPENDED) {
                    co.suspend(this, 1);
                    return more;
                }
                take(more);
            }
            return all;
        }

        private void take(@Nullable Object more) {
            if (Boolean.TRUE.equals(more)) {
                all.add(generator.current());
            }
        }

        @Override
        protected @Nullable String sources() {
            return null;
        }
    }

    private List<Integer> all(AsyncGenerator<Integer> generator) {
        return loop.run(new Collecting<>(generator));
    }

    private static void assertRefused(String expected, Executable call) {
        String message =
                String.valueOf(assertThrows(IllegalStateException.class, call).getMessage());
        assertTrue(message.contains(expected), message);
    }

    private boolean next(AsyncGenerator<?> generator) {
        return loop.run(generator.next());
    }

    @Test
    void itsElementsComeOneByOneUntilTheEnd() {
        assertEquals(List.of(0, 1, 2), all(Numbers.to(3)));
        assertEquals(List.of(0, 1, 2), all(new Numbers(3, PAUSE, PAUSE)));
        assertEquals(List.of(), all(AsyncGenerator.done()));
    }

    @Test
    void afterTheEndThereIsNoMoreAgainAndAgain() {
        Numbers numbers = Numbers.to(1);
        assertTrue(next(numbers));
        assertEquals(0, numbers.current());
        assertEquals(0, numbers.current());
        assertFalse(next(numbers));
        assertFalse(next(numbers));
        assertEquals(List.of("finally"), numbers.log);
    }

    @Test
    void thereIsNoElementBeforeTheFirstNextNorAfterTheEnd() {
        Numbers numbers = Numbers.to(1);
        assertRefused("has not begun", numbers::current);
        next(numbers);
        next(numbers);
        assertRefused("has ended", numbers::current);
    }

    @Test
    void aFailureIsThrownOnceAndThenItHasEnded() {
        Numbers numbers = new Numbers(
                2,
                Script.of((step, last) -> {
                    throw new IllegalArgumentException("lost");
                }),
                null);
        assertThrows(IllegalArgumentException.class, () -> next(numbers));
        assertFalse(next(numbers));
        assertEquals(List.of("finally"), numbers.log);
    }

    @Test
    void oneNextIsAwaitedOnce() {
        Numbers numbers = Numbers.to(3);
        Awaitable<Boolean> next = numbers.next();
        assertTrue(loop.run(next));
        assertThrows(IllegalStateException.class, () -> loop.run(next));
        assertEquals(0, numbers.current());
        assertTrue(next(numbers));
        assertEquals(1, numbers.current());
    }

    @Test
    void aSecondConsumerIsRefusedWhileTheFirstWaitsAndHurtsNobody() {
        Numbers numbers = new Numbers(2, Weft.sleep(Duration.ofSeconds(1)), null);
        ScheduledTask<Boolean> first = loop.spawn(numbers.next());
        loop.run(Weft.yieldNow());
        assertRefused("next() of generator com.example.Numbers.numbers(Numbers.java:13) while", numbers::next);
        assertThrows(IllegalStateException.class, () -> loop.run(numbers.closing()));
        assertTrue(loop.run(first));
        assertEquals(0, numbers.current());
    }

    @Test
    void bothPartsOfAGatherCannotBeItsConsumer() {
        Numbers numbers = Numbers.to(3);
        assertThrows(IllegalStateException.class, () -> loop.run(Weft.gather(numbers.next(), numbers.next())));
        assertTrue(next(numbers));
    }

    @Test
    void cancellingTheConsumerIsDeliveredInside() {
        Numbers numbers = new Numbers(2, Weft.sleep(Duration.ofSeconds(1)), PAUSE);
        ScheduledTask<Boolean> first = loop.spawn(numbers.next());
        loop.run(Weft.yieldNow());
        first.cancel();
        assertThrows(CancellationException.class, () -> loop.run(first));
        assertEquals(List.of("finally"), numbers.log);
        assertFalse(next(numbers));
    }

    @Test
    void aStepThatWasCancelledBeforeItBeganLeavesTheGeneratorWhereItStands() {
        Numbers numbers = Numbers.to(3);
        loop.spawn(numbers.next()).cancel();
        loop.run(Weft.yieldNow());
        assertThrows(
                java.util.concurrent.TimeoutException.class,
                () -> loop.run(Script.awaiting(Weft.waitFor(numbers.next(), Duration.ZERO))));
        assertEquals(List.of(0, 1, 2), all(numbers));
    }

    @Test
    void closingRunsTheFinallyBlocksWhichMayAwait() {
        Numbers numbers = new Numbers(3, PAUSE, PAUSE);
        next(numbers);
        loop.run(numbers.closing());
        assertEquals(List.of("finally"), numbers.log);
        assertFalse(next(numbers));
        loop.run(numbers.closing());
        assertEquals(List.of("finally"), numbers.log);
        assertThrows(IllegalStateException.class, numbers::current);
    }

    @Test
    void closingWhatHasNotBegunRunsNothing() {
        Numbers numbers = Numbers.to(3);
        numbers.close();
        loop.run(Numbers.to(3).closing());
        assertFalse(next(numbers));
        assertEquals(List.of(), numbers.log);
    }

    @Test
    void whatTheFinallyBlocksThrowComesOutOfTheClose() {
        Numbers numbers = new Numbers(3, PAUSE, Task.failed(new IllegalArgumentException("lost")));
        next(numbers);
        assertThrows(IllegalArgumentException.class, () -> loop.run(numbers.closing()));
        assertFalse(next(numbers));
    }

    @Test
    void unwovenCodeIsToldHowToClose() {
        Numbers numbers = Numbers.to(3);
        next(numbers);
        assertRefused("spawn generator.closing()", numbers::close);
        loop.run(numbers.closing());
        numbers.close();
    }

    @Test
    void whatItReturnsGoesOnInItsPlace() {
        Numbers inner = new Numbers(3, PAUSE, PAUSE);
        Numbers outer = Numbers.to(2).then(inner);
        assertEquals(List.of(0, 1, 0, 1, 2), all(outer));
        assertEquals(List.of("finally"), inner.log);
        Numbers begun = Numbers.to(3);
        next(begun);
        Numbers other = Numbers.to(1).then(begun);
        next(other);
        assertTrue(next(other));
        assertEquals(1, other.current());
        loop.run(other.closing());
        assertEquals(List.of("finally"), begun.log);
    }

    @Test
    void aTailOfTenThousandGeneratorsNeitherOverflowsNorSlowsDown() {
        AsyncGenerator<Integer> chain = Numbers.to(1);
        for (int i = 0; i < 10_000; i++) {
            chain = Numbers.to(i % 2).then(chain);
        }
        assertEquals(5_001, all(chain).size());
    }

    @Test
    void anotherLoopIsRefused() {
        Numbers numbers = Numbers.to(3);
        next(numbers);
        try (EventLoop other = EventLoop.simulatedInOrder()) {
            assertRefused("another event loop", () -> other.run(numbers.next()));
        }
        assertTrue(next(numbers));
    }

    @Test
    void oneThatIsLeftBeforeItsEndIsReported() {
        String report = "A generator was left before its end and never closed, so its finally blocks did not run:"
                + " com.example.Left.numbers(Numbers.java:10). Consume it in try-with-resources, or to its end.";
        try (LogRecords warnings = new LogRecords()) {
            next(Numbers.to(3).in("com.example.Left"));
            for (int i = 0; i < 200 && !warnings.messages().contains(report); i++) {
                System.gc();
                Unclaimed.reportCollected();
            }
            assertTrue(warnings.messages().contains(report), warnings.messages()::toString);
        }
    }

    /** Without a loop, which reports when it is idle, any stage that ends does. */
    @Test
    void oneThatIsLeftWithoutALoopIsReportedWhenAStageEnds() {
        String report = "A generator was left before its end and never closed, so its finally blocks did not run:"
                + " com.example.LeftAlone.numbers(Numbers.java:10). Consume it in try-with-resources, or to its end.";
        try (LogRecords warnings = new LogRecords()) {
            assertTrue(Numbers.to(3)
                    .in("com.example.LeftAlone")
                    .next()
                    .toCompletableFuture()
                    .join());
            for (int i = 0; i < 200 && !warnings.messages().contains(report); i++) {
                System.gc();
                new Collecting<>(Numbers.to(0)).toCompletableFuture().join();
            }
            assertTrue(warnings.messages().contains(report), warnings.messages()::toString);
        }
    }

    @Test
    void oneThatHasEndedOrWasClosedOrHasNotBegunIsNotReported() {
        try (LogRecords warnings = new LogRecords()) {
            all(Numbers.to(3).in("com.example.Ended"));
            Numbers closed = Numbers.to(3).in("com.example.Closed");
            next(closed);
            loop.run(closed.closing());
            Numbers cold = Numbers.to(3).in("com.example.Cold");
            loop.close();
            cold.close();
            String messages = warnings.messages().toString();
            assertFalse(
                    messages.contains("Ended") || messages.contains("Closed") || messages.contains("Cold"), messages);
        }
    }

    @Test
    void aStepAllocatesNothing() {
        AsyncGenerator<Integer> numbers = Numbers.to(3);
        assertSame(numbers, numbers.next());
    }
}
