// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.generate;

import static com.example.semantics.Schedules.failsAfter;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.generate.Generators.all;
import static com.example.semantics.generate.Generators.count;
import static com.example.semantics.generate.Generators.first;
import static com.example.semantics.generate.Generators.ready;
import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import com.sun.management.ThreadMXBean;
import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.ContextKey;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How elements come, and how a generator ends: behaviours of asyncio's async generators, Kotlin's flows and Kotlin's sequences. */
@Timeout(120)
class GeneratorTest implements OnEverySchedule {
    private interface Source<T> {
        AsyncGenerator<T> open();
    }

    private enum Direction {
        UP(1),
        DOWN(-1);

        private final int step;

        Direction(int step) {
            this.step = step;
        }

        @Async
        AsyncGenerator<Integer> from(int start) {
            for (int i = 0; i < 3; i++) {
                emit(start + i * step);
                await(yieldNow());
            }
            return AsyncGenerator.done();
        }
    }

    private record Pair<T>(T left, T right) implements Source<T> {
        @Async
        @Override
        public AsyncGenerator<T> open() {
            emit(left);
            await(yieldNow());
            emit(right);
            return AsyncGenerator.done();
        }
    }

    // ------------------------------------------------------------------ elements

    /** asyncio test_asyncgen: iteration 01, iteration 02, asyncio 01. Kotlin SequenceBuilderTest: simple. */
    @AsyncTest
    void itsElementsComeInOrderWithAwaitsBetweenThem() throws Exception {
        List<String> events = new ArrayList<>();
        assertEquals(List.of(0, 1, 2), await(all(count(3, events))));
        assertEquals(5, millis());
        assertEquals(List.of("finally"), events);
    }

    /** asyncio test_asyncgen: generator anext, anext 04. Kotlin SequenceBuilderTest: manual iteration. */
    @AsyncTest
    void afterTheEndThereIsNoMoreAgainAndAgain() throws Exception {
        AsyncGenerator<Integer> numbers = ready(2);
        assertTrue(await(numbers.next()));
        assertEquals(0, numbers.current());
        assertTrue(await(numbers.next()));
        assertEquals(1, numbers.current());
        assertEquals(1, numbers.current());
        assertFalse(await(numbers.next()));
        assertFalse(await(numbers.next()));
        assertInstanceOf(IllegalStateException.class, currentOf(numbers));
    }

    private static Throwable currentOf(AsyncGenerator<?> generator) {
        try {
            return new AssertionError(generator.current());
        } catch (IllegalStateException refused) {
            return refused;
        }
    }

    /** Kotlin SequenceBuilderTest: laziness. */
    @AsyncTest
    @SuppressWarnings("weft:UnawaitedTask") // which is what is tested
    void noneOfItsCodeRunsBeforeTheFirstNextIsAwaited() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        AsyncGenerator<Integer> counting = counting(runs);
        counting.next();
        await(yieldNow());
        assertEquals(0, runs.get());
        assertInstanceOf(IllegalStateException.class, currentOf(counting));
        assertTrue(await(counting.next()));
        assertEquals(1, runs.get());
        assertEquals(1, counting.current());
        counting.close();
    }

    @Async
    private static AsyncGenerator<Integer> counting(AtomicInteger runs) {
        while (true) {
            emit(runs.incrementAndGet());
        }
    }

    /** Kotlin SequenceBuilderTest: parallel iteration. */
    @AsyncTest
    void eachCallMakesAGeneratorOfItsOwn() throws Exception {
        List<String> events = new ArrayList<>();
        List<Integer> both = new ArrayList<>();
        try (AsyncGenerator<Integer> one = count(3, events);
                AsyncGenerator<Integer> other = count(2, events)) {
            while (await(one.next())) {
                both.add(one.current());
                if (await(other.next())) {
                    both.add(10 + other.current());
                }
            }
        }
        assertEquals(List.of(0, 10, 1, 11, 2), both);
    }

    /** Kotlin SequenceBuilderTest: repeated calls also work. */
    @AsyncTest
    void aLambdaThatEmitsIsAGenerator() throws Exception {
        List<String> words = List.of("a", "b");
        Source<String> source = () -> {
            for (String word : words) {
                await(yieldNow());
                emit(word);
            }
            return AsyncGenerator.done();
        };
        assertEquals(words, await(all(source.open())));
        assertEquals(words, await(all(source.open())));
    }

    /** asyncio test_asyncgen: asyncio 03, aiter class. */
    @AsyncTest
    void anInstanceMethodThatEmitsIsAGenerator() throws Exception {
        assertEquals(List.of(5, 4, 3), await(all(Direction.DOWN.from(5))));
        Source<String> pair = new Pair<>("a", "b");
        assertEquals(List.of("a", "b"), await(all(pair.open())));
    }

    /** kotlinx SafeFlowTest: emissions from different state machines. Kotlin SequenceBuilderTest: yield all, mixed. */
    @AsyncTest
    void itGoesOnWithTheElementsOfOthers() throws Exception {
        List<String> events = new ArrayList<>();
        assertEquals(List.of(0, 1, 7, 0, 1, 2), await(all(twoAndThree(events))));
        assertEquals(List.of("finally", "mine", "finally"), events);
    }

    @Async
    private static AsyncGenerator<Integer> twoAndThree(List<String> events) {
        try {
            try (AsyncGenerator<Integer> two = count(2, events)) {
                while (await(two.next())) {
                    emit(two.current());
                }
            }
            emit(7);
            return count(3, events);
        } finally {
            events.add("mine");
        }
    }

    /** What is returned costs each element that follows no more than the generator itself would. */
    @AsyncTest
    void aTailOfManyThousandNeitherOverflowsNorSlowsDown() throws Exception {
        AsyncGenerator<Integer> tail = tail(100_000);
        int sum = 0;
        while (await(tail.next())) {
            sum += tail.current();
        }
        assertEquals(100_001, sum);
    }

    @Async
    private static AsyncGenerator<Integer> tail(int depth) {
        emit(1);
        return depth == 0 ? AsyncGenerator.done() : tail(depth - 1);
    }

    /** Nested consumption takes no Java stack. */
    @AsyncTest
    void oneConsumesAnotherAtAnyDepth() throws Exception {
        assertEquals(List.of(1, 2), await(all(nested(5_000))));
    }

    @Async
    private static AsyncGenerator<Integer> nested(int depth) {
        if (depth == 0) {
            emit(1);
            await(yieldNow());
            emit(2);
            return AsyncGenerator.done();
        }
        try (AsyncGenerator<Integer> inner = nested(depth - 1)) {
            while (await(inner.next())) {
                emit(inner.current());
            }
        }
        return AsyncGenerator.done();
    }

    /** Kotlin SequenceBuilderTest: empty sequence, yield all of nothing. */
    @AsyncTest
    void itMayHaveNoElement() throws Exception {
        assertEquals(List.of(), await(all(ready(0))));
        assertEquals(List.of(), await(all(AsyncGenerator.<String>done())));
    }

    /** asyncio test_asyncgen: anext tuple, anext stopiteration. */
    @AsyncTest
    void anythingButNullIsAnElement() throws Exception {
        assertEquals(List.of(List.of(1), "x", false, 1L, 'c'), await(all(mixed())));
        AsyncGenerator<String> none = nothing(new ArrayList<>());
        assertInstanceOf(NullPointerException.class, await(failureOf(none.next())));
        assertFalse(await(none.next()));
    }

    @Async
    private static AsyncGenerator<Object> mixed() {
        emit(List.of(1));
        emit("x");
        emit(false);
        emit(1L);
        emit('c');
        return AsyncGenerator.done();
    }

    @Async
    @SuppressWarnings("weft:EmitType")
    private static AsyncGenerator<String> nothing(List<String> events) {
        try {
            emit(null);
        } finally {
            events.add("finally");
        }
        return AsyncGenerator.done();
    }

    /** asyncio test_asyncgen: expression 01, expression 02. */
    @AsyncTest
    void oneIsMadeOfTheElementsOfAnother() throws Exception {
        List<String> events = new ArrayList<>();
        assertEquals(List.of(0, 2, 4), await(all(doubled(count(3, events)))));
        assertEquals(List.of("finally"), events);
    }

    @Async
    private static AsyncGenerator<Integer> doubled(AsyncGenerator<Integer> source) {
        try (source) {
            while (await(source.next())) {
                emit(2 * source.current());
            }
        }
        return AsyncGenerator.done();
    }

    /** Nor does one that waits, once the first has made what it waits with. */
    @Test
    void aStepMakesNoObject() throws Exception {
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            allocatedBy(loop, 1_000);
            long more = allocatedBy(loop, 21_000) - allocatedBy(loop, 1_000);
            assertTrue(more < 20_000, () -> more + " B in 20,000 steps"); // the loop makes some now and then
        }
    }

    private static long allocatedBy(EventLoop loop, int steps) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        loop.run(sumOf(smallNumbers(steps)));
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    @Async
    private static AsyncGenerator<Integer> smallNumbers(int count) {
        for (int i = 0; i < count; i++) {
            if (i % 2 == 0) {
                await(yieldNow());
            }
            emit(i % 100);
        }
        return AsyncGenerator.done();
    }

    @Async
    private static Task<Void> sumOf(AsyncGenerator<Integer> numbers) {
        while (await(numbers.next())) {
            numbers.current();
        }
        return Task.done();
    }

    // ------------------------------------------------------------------ values across an emit

    /** What stands on the operand stack, in loops and in all kinds of locals, lives across an emit. */
    @AsyncTest
    void whatItsCodeHasLivesAcrossAnEmit() throws Exception {
        assertEquals(
                List.of("0", "1", "a1.5", "b1.5", "sum 7"),
                await(all(shapes(1.5, new byte[] {1, 2}, List.of("a", "b").iterator()))));
    }

    @Async
    private static AsyncGenerator<String> shapes(double half, byte[] bytes, Iterator<String> words) {
        long sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            emit(String.valueOf(i));
            sum += bytes[i];
        }
        sum += switch (bytes.length) {
            case 2 -> {
                while (words.hasNext()) {
                    emit(words.next() + half);
                }
                yield 4;
            }
            default -> 100;
        };
        emit("sum " + sum);
        return AsyncGenerator.done();
    }

    // ------------------------------------------------------------------ failures

    /** asyncio test_asyncgen: exception 03, exception 04, asyncio 02, asend 02. Kotlin SequenceBuilderTest: exception in coroutine. */
    @AsyncTest
    void aFailureComesOutOfNextOnceAndThenItHasEnded() throws Exception {
        List<String> events = new ArrayList<>();
        IOException failure = new IOException();
        AsyncGenerator<Integer> failing = failing(failure, events);
        assertTrue(await(failing.next()));
        assertSame(failure, await(failureOf(failing.next())));
        assertEquals(List.of("finally"), events);
        assertFalse(await(failing.next()));
        failing.close();
    }

    @Async
    private static AsyncGenerator<Integer> failing(Exception failure, List<String> events) throws Exception {
        try {
            emit(1);
            await(failsAfter(ms(1), failure));
            emit(2);
        } finally {
            await(sleep(ms(1)));
            events.add("finally");
        }
        return AsyncGenerator.done();
    }

    /** asyncio test_asyncgen: exception 07, exception 08, exception 09. As long as it is not closed. */
    @AsyncTest
    void itMayEmitInAFinallyBlock() throws Exception {
        AsyncGenerator<Integer> generator = emitsInFinally();
        assertTrue(await(generator.next()));
        assertTrue(await(generator.next()));
        assertEquals(2, generator.current());
        assertTrue(await(generator.next()));
        assertEquals(3, generator.current());
        assertInstanceOf(ArithmeticException.class, await(failureOf(generator.next())));
        assertFalse(await(generator.next()));
    }

    @Async
    private static AsyncGenerator<Integer> emitsInFinally() {
        int zero = 0;
        try {
            emit(1);
            await(yieldNow());
            zero = 1 / zero;
        } finally {
            emit(2);
            await(yieldNow());
            emit(3);
        }
        return AsyncGenerator.done();
    }

    /** asyncio test_asyncgen: anext 06, where nothing is thrown at the yield. */
    @AsyncTest
    void whatItCatchesDoesNotEndIt() throws Exception {
        assertEquals(List.of(1, 1000, 4), await(all(catching())));
    }

    @Async
    private static AsyncGenerator<Integer> catching() throws Exception {
        try {
            emit(1);
            await(failsAfter(ms(1), new IOException()));
            emit(3);
        } catch (IOException expected) {
            emit(1000);
        }
        await(sleep(ms(1)));
        emit(4);
        return AsyncGenerator.done();
    }

    /** kotlinx FirstTest, TakeTest: an error cancels what is upstream. Here the try around closes it. */
    @AsyncTest
    void aFailureOfTheConsumerClosesIt() throws Exception {
        List<String> events = new ArrayList<>();
        assertInstanceOf(ArithmeticException.class, await(failureOf(failingConsumer(events))));
        assertEquals(List.of("finally"), events);
    }

    @Async
    private static Task<Integer> failingConsumer(List<String> events) {
        try (AsyncGenerator<Integer> numbers = count(3, events)) {
            await(numbers.next());
            return Task.of(1 / numbers.current());
        }
    }

    // ------------------------------------------------------------------ the consumer's

    /** The context is that of whoever asks for the element. */
    @AsyncTest
    void itsCodeHasTheContextOfItsConsumer() throws Exception {
        ContextKey<String> user = ContextKey.named("user");
        AsyncGenerator<String> asked = asked(user);
        assertEquals("ann", await(user.where("ann", () -> first(asked))));
        assertEquals("bob", await(user.where("bob", () -> first(asked))));
        asked.close();
    }

    @Async
    private static AsyncGenerator<String> asked(ContextKey<String> user) {
        while (true) {
            await(yieldNow());
            emit(user.get());
        }
    }

    /** Two tasks may consume it one after the other. */
    @AsyncTest
    void anotherTaskMayGoOnWithIt() throws Exception {
        AsyncGenerator<Integer> numbers = count(3, new ArrayList<>());
        assertEquals(0, await(spawn(first(numbers))));
        assertEquals(1, await(spawn(first(numbers))));
        assertEquals(2, await(first(numbers)));
        assertFalse(await(numbers.next()));
    }

    /** Elements are counted as calls are, so that others run. */
    @AsyncTest
    void elementsThatAreAlwaysReadyStarveNobody() throws Exception {
        AtomicInteger others = new AtomicInteger();
        var other = spawn(increments(others));
        try (AsyncGenerator<Integer> endless = counting(new AtomicInteger())) {
            while (others.get() < 3 && await(endless.next())) {
                endless.current();
            }
        }
        await(other);
    }

    @Async
    private static Task<Void> increments(AtomicInteger count) {
        for (int i = 0; i < 3; i++) {
            count.incrementAndGet();
            await(yieldNow());
        }
        return Task.done();
    }
}
