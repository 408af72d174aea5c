// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.generate;

import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.generate.Generators.all;
import static com.example.semantics.generate.Generators.close;
import static com.example.semantics.generate.Generators.consume;
import static com.example.semantics.generate.Generators.count;
import static com.example.semantics.generate.Generators.first;
import static com.example.semantics.generate.Generators.ready;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A generator whose consumer is cancelled, and consumers that are refused. */
@Timeout(120)
class GeneratorCancelTest implements OnEverySchedule {
    // ------------------------------------------------------------------ cancellation

    /** asyncio test_asyncgen: shutdown 01, asend 03. */
    @AsyncTest
    void whileItAwaitsACancellationIsDeliveredInside() throws Exception {
        List<String> events = new ArrayList<>();
        AsyncGenerator<Integer> slow = slow(events);
        ScheduledTask<Void> consumer = spawn(consume(slow));
        await(sleep(ms(1)));
        consumer.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(consumer)));
        assertEquals(List.of("CancellationException", "finally"), events);
        assertEquals(3, millis());
        assertFalse(await(slow.next()));
    }

    @Async
    private static AsyncGenerator<Integer> slow(List<String> events) {
        try {
            await(sleep(Duration.ofHours(1)));
            emit(1);
        } catch (CancellationException cancelled) {
            events.add("CancellationException");
            throw cancelled;
        } finally {
            await(sleep(ms(2)));
            events.add("finally");
        }
        return AsyncGenerator.done();
    }

    /** kotlinx IdFlowTest: cancel in collect. */
    @AsyncTest
    void betweenElementsItHitsTheConsumerWhichClosesTheGenerator() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> consumer = spawn(dawdles(count(3, events), events));
        await(sleep(ms(5)));
        consumer.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(consumer)));
        assertEquals(List.of("got 0", "cancelled", "finally"), events);
    }

    @Async
    private static Task<Void> dawdles(AsyncGenerator<Integer> numbers, List<String> events) {
        try (numbers) {
            while (await(numbers.next())) {
                events.add("got " + numbers.current());
                try {
                    await(sleep(Duration.ofHours(1)));
                } catch (CancellationException cancelled) {
                    events.add("cancelled");
                    throw cancelled;
                }
            }
        }
        return Task.done();
    }

    /** kotlinx CancellableTest: cancellable. Each next() is an await, also of a generator that never waits. */
    @AsyncTest
    void aConsumerThatIsCancelledGetsNoFurtherElement() throws Exception {
        List<Integer> got = new ArrayList<>();
        AsyncGenerator<Integer> numbers = ready(1_000);
        ScheduledTask<Void> consumer = spawn(cancelsItself(numbers, got));
        assertInstanceOf(CancellationException.class, await(failureOf(consumer)));
        assertEquals(List.of(0, 1), got);
        assertEquals(2, await(first(numbers)));
        numbers.close();
    }

    @Async
    private static Task<Void> cancelsItself(AsyncGenerator<Integer> numbers, List<Integer> got) {
        while (await(numbers.next())) {
            got.add(numbers.current());
            if (got.size() == 2) {
                currentTask().cancel();
            }
        }
        return Task.done();
    }

    /** kotlinx IdFlowTest: cancel in flow. */
    @AsyncTest
    void itMayCancelItsConsumer() throws Exception {
        ScheduledTask<List<Integer>> consumer = spawn(all(cancelsConsumer()));
        assertInstanceOf(CancellationException.class, await(failureOf(consumer)));
    }

    @Async
    private static AsyncGenerator<Integer> cancelsConsumer() {
        emit(1);
        currentTask().cancel();
        emit(2);
        return AsyncGenerator.done();
    }

    /** A close runs even if a cancellation is due, or the finally blocks would not run; their awaits then deliver it. */
    @AsyncTest
    void aCancellationThatIsDueDoesNotStopAClose() throws Exception {
        List<String> events = new ArrayList<>();
        AsyncGenerator<Integer> numbers = plainFinally(events);
        ScheduledTask<Void> closer = spawn(cancelledCloses(numbers));
        await(failureOf(closer));
        assertEquals(List.of("finally"), events);
        AsyncGenerator<Integer> begun = plainFinally(events);
        await(begun.next());
        ScheduledTask<Void> neverStarted = spawn(begun.closing());
        neverStarted.cancel();
        await(failureOf(neverStarted));
        assertEquals(List.of("finally", "finally"), events);
    }

    @Async
    private static Task<Void> cancelledCloses(AsyncGenerator<Integer> numbers) {
        await(numbers.next());
        currentTask().cancel();
        numbers.close();
        return Task.done();
    }

    @Async
    private static AsyncGenerator<Integer> plainFinally(List<String> events) {
        try {
            emit(1);
        } finally {
            events.add("finally");
        }
        return AsyncGenerator.done();
    }

    /** A limit of time that runs out inside ends the generator: next() is not cancel-safe. Where it cannot begin, nothing happens. */
    @AsyncTest
    void aTimeoutEndsItWhereItAwaits() throws Exception {
        List<String> events = new ArrayList<>();
        AsyncGenerator<Integer> numbers = count(3, events);
        assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(numbers.next(), Duration.ZERO))));
        assertEquals(0, await(first(numbers)));
        AsyncGenerator<Integer> slow = slow(events);
        assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(slow.next(), ms(1)))));
        assertFalse(await(slow.next()));
        numbers.close();
        assertEquals(List.of("CancellationException", "finally", "finally"), events);
    }

    // ------------------------------------------------------------------ consumers

    /** asyncio test_asyncgen: await same anext coro twice. */
    @AsyncTest
    void oneNextIsAwaitedOnce() throws Exception {
        AsyncGenerator<Integer> numbers = ready(3);
        Awaitable<Boolean> next = numbers.next();
        assertTrue(await(next));
        Throwable refused = await(failureOf(next));
        assertInstanceOf(IllegalStateException.class, refused);
        assertTrue(refused.getMessage().contains("was awaited twice"), refused::getMessage);
        assertEquals(0, numbers.current());
        assertEquals(1, await(first(numbers)));
    }

    /** kotlinx FlowInvariantsTest: merge violation. */
    @AsyncTest
    void aSecondConsumerIsRefusedByNameAndHurtsNobody() throws Exception {
        AsyncGenerator<Integer> numbers = count(2, new ArrayList<>());
        ScheduledTask<List<Integer>> consumer = spawn(all(numbers));
        await(yieldNow());
        Throwable refused = await(failureOf(first(numbers)));
        assertInstanceOf(IllegalStateException.class, refused);
        assertTrue(refused.getMessage().startsWith("next() of generator " + Generators.class.getName() + ".count("));
        assertInstanceOf(IllegalStateException.class, await(failureOf(close(numbers))));
        assertEquals(List.of(0, 1), await(consumer));
    }

    /** Two next() of one call of gather are two consumers. */
    @AsyncTest
    void twoPartsOfAGatherCannotConsumeIt() throws Exception {
        AsyncGenerator<Integer> numbers = ready(3);
        assertInstanceOf(IllegalStateException.class, await(failureOf(gather(numbers.next(), numbers.next()))));
        assertTrue(await(numbers.next()));
    }

    /** What it awaits cannot ask it for an element. */
    @AsyncTest
    void itsOwnCodeCannotConsumeIt() throws Exception {
        List<AsyncGenerator<Integer>> self = new ArrayList<>();
        AsyncGenerator<Integer> generator = consumesItself(self);
        self.add(generator);
        assertEquals(1, await(first(generator)));
        assertEquals(2, await(first(generator)));
        assertFalse(await(generator.next()));
    }

    @Async
    private static AsyncGenerator<Integer> consumesItself(List<AsyncGenerator<Integer>> self) {
        emit(1);
        Throwable refused = await(failureOf(first(self.get(0))));
        emit(refused instanceof IllegalStateException ? 2 : 3);
        return AsyncGenerator.done();
    }

    /** kotlinx FlowInvariantsTest: with dispatcher contract violated. It belongs to the loop of its first consumer. */
    @Test
    void aTaskOfAnotherLoopIsRefused() throws Exception {
        AsyncGenerator<Integer> numbers = ready(3);
        try (EventLoop one = EventLoop.simulatedInOrder();
                EventLoop other = EventLoop.simulatedInOrder()) {
            one.run(first(numbers));
            Throwable refused = other.run(failureOf(first(numbers)));
            assertInstanceOf(IllegalStateException.class, refused);
            assertTrue(refused.getMessage().contains("another event loop"), refused::getMessage);
            assertEquals(1, one.run(first(numbers)));
        }
    }
}
