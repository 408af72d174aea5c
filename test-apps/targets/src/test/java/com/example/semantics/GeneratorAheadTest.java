// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Elements.failing;
import static com.example.semantics.Elements.failsToEnd;
import static com.example.semantics.Elements.first;
import static com.example.semantics.Elements.into;
import static com.example.semantics.Elements.numbers;
import static com.example.semantics.Elements.slowToEnd;
import static com.example.semantics.Elements.slowly;
import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.UnseenFailure;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;

/** The operators that work ahead of the consumer: buffer, merge and window. None leaves a task behind, which every schedule checks. */
@Timeout(120)
class GeneratorAheadTest implements OnEverySchedule {
    private final List<String> events = new ArrayList<>();

    // ------------------------------------------------------------------ buffer

    /** kotlinx BufferTest: baseline, default, of one, two and three: how far the emitter is ahead. */
    @AsyncTest
    void makesElementsWhileTheConsumerWorksAsFarAsThereIsRoom() throws Exception {
        AsyncGenerator<Integer> buffered = numbers("a", 9, ms(1), events).buffer(2);
        assertTrue(await(buffered.next()));
        await(sleep(ms(100)));
        assertEquals(List.of("a begins", "a makes 1", "a makes 2", "a makes 3"), events);
        assertEquals(List.of(2, 3, 4, 5, 6, 7, 8, 9), await(buffered.toList()));
    }

    /** kotlinx ChannelFlowTest: regular, buffer. */
    @AsyncTest
    void takesAsLongAsTheSlowerOfTheTwo() throws Exception {
        long before = millis();
        await(slowly(numbers("a", 10, ms(10), events).buffer(1), ms(10), events));
        assertEquals(before + 110, millis());
        await(slowly(numbers("a", 10, ms(10), events), ms(10), events));
        assertEquals(before + 310, millis());
    }

    /** kotlinx BufferTest: rendezvous, fails on illegal arguments. */
    @AsyncTest
    void givesTheSameElementsForEachSize() throws Exception {
        for (int size : new int[] {1, 2, 3, 64}) {
            assertEquals(
                    List.of(1, 2, 3, 4, 5),
                    await(numbers("a", 5, ms(0), events).buffer(size).toList()));
            assertEquals(
                    List.of(), await(numbers("a", 0, ms(0), events).buffer(size).toList()));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> numbers("a", 0, ms(0), events).buffer(0));
    }

    /** kotlinx ChannelFlowTest: failure in source cancels consumer. */
    @AsyncTest
    void givesWhatCameBeforeAFailureFirst() throws Exception {
        IOException failure = new IOException("gone");
        AsyncGenerator<Integer> buffered = failing(3, ms(1), failure).buffer(9);
        assertTrue(await(buffered.next()));
        await(sleep(ms(50)));
        assertTrue(await(buffered.next()));
        assertTrue(await(buffered.next()));
        assertEquals(3, buffered.current());
        assertSame(failure, await(failureOf(buffered.next())));
        assertFalse(await(buffered.next()));
    }

    /** kotlinx ChannelFlowTest: failure cancels channel, child cancellation. */
    @AsyncTest
    void closingWaitsForTheFinallyBlockOfTheSource() throws Exception {
        long before = millis();
        assertEquals(List.of(1, 2), await(first(2, slowToEnd("a", ms(7), events).buffer(1))));
        assertEquals(before + 7, millis());
        assertEquals(1, events.size());
        assertEquals(1, EventLoop.current().tasks().size());
    }

    /** kotlinx BufferTest: cancellation. */
    @AsyncTest
    void endsWithTheConsumerThatIsCancelled() throws Exception {
        ScheduledTask<Void> consumer =
                spawn(into(events, numbers("a", 9, ms(10), events).buffer(2)));
        await(sleep(ms(15)));
        consumer.cancel();
        await(consumer);
        assertTrue(events.contains("a ends"), events.toString());
        assertEquals(1, EventLoop.current().tasks().size());
    }

    /** kotlinx ChannelFlowTest: buffer with timeout. */
    @AsyncTest
    void losesNoElementToATimeoutOfTheWaitForIt() throws Exception {
        AsyncGenerator<Integer> buffered = numbers("a", 5, ms(10), events).buffer(1);
        List<Integer> taken = new ArrayList<>();
        int timeouts = 0;
        while (true) {
            try {
                if (!await(waitFor(buffered.next(), ms(3)))) {
                    break;
                }
                taken.add(buffered.current());
            } catch (TimeoutException late) {
                timeouts++;
            }
        }
        assertEquals(List.of(1, 2, 3, 4, 5), taken);
        assertTrue(timeouts >= 15, timeouts + " timeouts");
    }

    @AsyncTest
    void givesTheElementAgainThatAGatherGaveBack() throws Exception {
        AsyncGenerator<Integer> buffered = numbers("a", 2, ms(1), events).buffer(1);
        Throwable thrown =
                await(failureOf(gather(buffered.next(), Schedules.failsAfter(ms(5), new IOException("other")))));
        assertInstanceOf(IOException.class, thrown);
        assertEquals(List.of(1, 2), await(buffered.toList()));
    }

    @AsyncTest
    void refusesASecondConsumerAndGoesOnForTheFirst() throws Exception {
        AsyncGenerator<Integer> buffered = numbers("a", 2, ms(10), events).buffer(1);
        assertTrue(await(buffered.next()));
        ScheduledTask<Boolean> one = spawn("one", buffered.next());
        await(sleep(ms(1)));
        Throwable refused = await(failureOf(spawn("two", buffered.next())));
        assertInstanceOf(IllegalStateException.class, refused);
        assertTrue(refused.getMessage().contains("one"), refused.getMessage());
        assertTrue(await(one));
        await(buffered.closing());
    }

    /** As a generator of an async method does. What is there stays, for the next call. */
    @AsyncTest
    @SuppressWarnings("weft:TaskAwaitedTwice")
    void refusesASecondAwaitOfOneNext() throws Exception {
        AsyncGenerator<Integer> buffered = numbers("a", 3, ms(10), events).buffer(1);
        Awaitable<Boolean> next = buffered.next();
        assertTrue(await(next));
        assertAwaitedTwice(await(failureOf(next)));
        await(sleep(ms(50)));
        assertAwaitedTwice(await(failureOf(next)));
        assertEquals(1, buffered.current());
        assertEquals(List.of(2, 3), await(buffered.toList()));
    }

    private static void assertAwaitedTwice(Throwable refused) {
        assertInstanceOf(IllegalStateException.class, refused);
        assertEquals(
                "next() of buffer(1) was awaited twice. Call next() again for another element.", refused.getMessage());
    }

    /** A generator of an async method refuses the close, and those that work ahead are at the end then. */
    @AsyncTest
    void endsTheWaitOfAnotherTaskWhenItIsClosed() throws Exception {
        for (AsyncGenerator<?> generator : List.of(
                numbers("a", 1, LONG, events).buffer(1),
                numbers("b", 1, LONG, events).window(2, ms(5)),
                AsyncGenerator.merge(numbers("c", 1, LONG, events)))) {
            ScheduledTask<Boolean> waits = spawn(generator.next());
            await(sleep(ms(1)));
            await(generator.closing());
            assertFalse(await(waits));
        }
    }

    @AsyncTest
    void refusesTheCloseWhileAnotherTaskRunsTheCodeOfTheSource() throws Exception {
        for (AsyncGenerator<Integer> generator : List.of(
                numbers("a", 1, ms(10), events),
                numbers("b", 1, ms(10), events).map(i -> i),
                numbers("c", 1, ms(10), events).filter(i -> true),
                numbers("d", 1, ms(10), events).take(1))) {
            ScheduledTask<Boolean> waits = spawn(generator.next());
            await(sleep(ms(1)));
            Throwable refused = await(failureOf(generator.closing()));
            assertInstanceOf(IllegalStateException.class, refused);
            assertTrue(refused.getMessage().startsWith("close() of"), refused.getMessage());
            assertTrue(await(waits));
            await(generator.closing());
        }
    }

    @Async
    private static Task<Void> leaves(AsyncGenerator<Integer> generator) {
        await(generator.next());
        return Task.done();
    }

    @AsyncTest
    void endsWithTheTaskThatForgetsToCloseIt() throws Exception {
        await(spawn(leaves(numbers("a", 9, ms(10), events).buffer(2))));
        await(sleep(ms(1)));
        assertEquals("a ends", events.get(events.size() - 1));
        assertEquals(1, EventLoop.current().tasks().size());
    }

    @AsyncTest
    void reportsWhatTheSourceFailedWithBeforeTheConsumerClosed() throws Exception {
        List<Throwable> unseen = new ArrayList<>();
        EventLoop.current().setExceptionHandler((UnseenFailure failure) -> unseen.add(failure.failure()));
        IOException failure = new IOException("gone");
        AsyncGenerator<Integer> buffered = failing(2, ms(1), failure).buffer(9);
        assertTrue(await(buffered.next()));
        await(sleep(ms(50)));
        await(buffered.closing());
        await(sleep(ms(1)));
        assertEquals(List.of(failure), unseen);
    }

    @AsyncTest
    void throwsWhatTheSourceFailsWithWhenItIsClosed() throws Exception {
        IllegalStateException inFinally = new IllegalStateException("in finally");
        assertSame(inFinally, await(failureOf(first(2, failsToEnd(inFinally).buffer(1)))));
    }

    @AsyncTest
    void closesTheSourceOfATaskThatHasNotBegun() throws Exception {
        AsyncGenerator<Integer> source = slowToEnd("a", ms(1), events);
        assertTrue(await(source.next()));
        AsyncGenerator<Integer> buffered = source.buffer(1);
        assertFalse(buffered.next().isReady()); // its task is made, and has yet to run
        await(buffered.closing());
        assertEquals(List.of("a ends after 1"), events);
    }

    @AsyncTest
    void tellsTheConsumerOfATaskThatWasCancelledBeforeItBegan() throws Exception {
        AsyncGenerator<Integer> buffered = numbers("a", 3, ms(1), events).buffer(1);
        assertFalse(buffered.next().isReady());
        cancelTasksOf("buffer");
        assertInstanceOf(CancellationException.class, await(failureOf(buffered.next())));
    }

    private static void cancelTasksOf(String operator) {
        for (ScheduledTask<?> task : EventLoop.current().tasks()) {
            if (task.name().startsWith(operator)) {
                task.cancel();
            }
        }
    }

    @AsyncTest
    void givesTheElementsOfABufferOfABuffer() throws Exception {
        assertEquals(
                List.of(1, 2, 3),
                await(numbers("a", 3, ms(1), events)
                        .buffer(1)
                        .map(i -> i)
                        .buffer(2)
                        .toList()));
        assertEquals(
                List.of(1),
                await(first(1, numbers("a", 3, ms(1), events).buffer(1).buffer(2))));
        assertEquals(1, EventLoop.current().tasks().size());
    }

    // ------------------------------------------------------------------ merge

    /** kotlinx MergeTest: merge, single. */
    @AsyncTest
    void mergesInTheOrderOfArrival() throws Exception {
        AsyncGenerator<String> merged = AsyncGenerator.merge(
                numbers("a", 3, ms(10), events).map(i -> "a" + i),
                numbers("b", 2, ms(16), events).map(i -> "b" + i));
        assertEquals(List.of("a1", "b1", "a2", "a3", "b2"), await(merged.toList()));
        assertEquals(
                List.of(),
                await(AsyncGenerator.merge(List.<AsyncGenerator<Integer>>of()).toList()));
    }

    @AsyncTest
    void refusesAGeneratorThatIsThereTwice() throws Exception {
        AsyncGenerator<Integer> one = numbers("a", 2, ms(1), events);
        AsyncGenerator<Integer> other = numbers("b", 1, ms(5), events);
        String refused = assertThrows(IllegalArgumentException.class, () -> AsyncGenerator.merge(one, other, one))
                .getMessage();
        assertTrue(
                refused.startsWith("merge(...): the elements 0 and 2 of generators are the same, generator "), refused);
        AsyncGenerator<Integer> none = AsyncGenerator.done();
        assertEquals(
                List.of(1, 2, 1),
                await(AsyncGenerator.merge(one, none, other, none).toList()));
    }

    /** kotlinx FlatMapMergeBaseTest: flat map concurrency. */
    @AsyncTest
    void takesOneElementAheadOfEachSource() throws Exception {
        AsyncGenerator<Integer> merged =
                AsyncGenerator.merge(numbers("a", 9, ms(1), events), numbers("b", 9, ms(1), events));
        assertTrue(await(merged.next()));
        await(sleep(ms(100)));
        assertEquals(3, events.stream().filter(event -> event.contains("makes")).count());
        await(merged.closing());
    }

    /** kotlinx FlatMapMergeBaseTest: failure cancellation. */
    @AsyncTest
    void cancelsTheOthersWhenOneFailsAndWaitsForThem() throws Exception {
        IOException failure = new IOException("gone");
        await(into(events, AsyncGenerator.merge(failing(1, ms(10), failure), numbers("a", 9, LONG, events))));
        assertEquals(List.of("1", "a ends", failure.toString()), events.subList(events.size() - 3, events.size()));
        assertEquals(1, EventLoop.current().tasks().size());
    }

    /** kotlinx FlatMapMergeBaseTest: concurrent failure. */
    @AsyncTest
    void suppressesWhatTheOthersFailWithInTheFirstFailure() throws Exception {
        IOException failure = new IOException("gone");
        IllegalStateException inFinally = new IllegalStateException("in finally");
        Throwable thrown = await(failureOf(AsyncGenerator.merge(failing(1, ms(10), failure), failsToEnd(inFinally))
                .toList()));
        assertSame(failure, thrown);
        assertArrayEquals(new Throwable[] {inFinally}, thrown.getSuppressed());
    }

    /** kotlinx FlatMapMergeTest: cancellation, cancellation exceptions, downstream and upstream. */
    @AsyncTest
    void closesAllAndWaitsForThem() throws Exception {
        long before = millis();
        assertEquals(
                2,
                await(first(2, AsyncGenerator.merge(slowToEnd("a", ms(5), events), slowToEnd("b", ms(9), events))))
                        .size());
        assertEquals(before + 9, millis());
        assertEquals(2, events.size());
        assertEquals(1, EventLoop.current().tasks().size());
    }

    /** kotlinx FlatMapMergeTest: atomic start. */
    @AsyncTest
    void closesWhatHasNotBegunAtOnce() throws Exception {
        assertEquals(List.of(), await(first(0, AsyncGenerator.merge(numbers("a", 3, ms(1), events)))));
        assertEquals(List.of(), events);
    }

    /** kotlinx MergeTest: one source cancelled. */
    @AsyncTest
    void tellsTheConsumerOfATaskThatSomebodyElseCancelled() throws Exception {
        AsyncGenerator<Integer> merged = AsyncGenerator.merge(numbers("a", 3, LONG, events));
        ScheduledTask<Boolean> next = spawn(merged.next());
        await(sleep(ms(1)));
        cancelTasksOf("merge");
        assertInstanceOf(CancellationException.class, await(failureOf(next)));
    }

    // ------------------------------------------------------------------ window

    /** kotlinx ChunkedTest: chunked, sample. */
    @AsyncTest
    void givesFullWindowsAndTheRestAtTheEnd() throws Exception {
        assertEquals(
                List.of(List.of(1, 2), List.of(3, 4), List.of(5)),
                await(numbers("a", 5, ms(1), events).window(2, LONG).toList()));
    }

    /** kotlinx ChunkedTest: empty. */
    @AsyncTest
    void givesNoWindowWithoutAnElement() throws Exception {
        assertEquals(
                List.of(), await(numbers("a", 0, ms(1), events).window(2, LONG).toList()));
        assertEquals(
                List.of(List.of(1)),
                await(numbers("a", 1, ms(1), events).window(2, LONG).toList()));
    }

    @AsyncTest
    void givesAWindowWhenItsFirstElementHasWaitedSoLong() throws Exception {
        long before = millis();
        AsyncGenerator<List<Integer>> windows = numbers("a", 5, ms(10), events).window(9, ms(25));
        assertTrue(await(windows.next()));
        assertEquals(before + 35, millis());
        assertEquals(List.of(1, 2, 3), windows.current());
        assertTrue(await(windows.next()));
        assertEquals(before + 50, millis());
        assertEquals(List.of(4, 5), windows.current());
        assertFalse(await(windows.next()));
    }

    @AsyncTest
    void fillsTheWindowAndNoMoreWhileNobodyTakesIt() throws Exception {
        AsyncGenerator<List<Integer>> windows = numbers("a", 9, ms(1), events).window(3, ms(2));
        assertTrue(await(windows.next()));
        await(sleep(ms(100)));
        int made = events.size() - 1;
        assertTrue(await(windows.next()));
        assertEquals(3, windows.current().size());
        assertEquals(made, windows.current().get(2));
        await(windows.closing());
    }

    @AsyncTest
    void givesTheLastWindowBeforeAFailure() throws Exception {
        IOException failure = new IOException("gone");
        AsyncGenerator<List<Integer>> windows = failing(3, ms(1), failure).window(2, LONG);
        assertTrue(await(windows.next()));
        assertTrue(await(windows.next()));
        assertEquals(List.of(3), windows.current());
        assertSame(failure, await(failureOf(windows.next())));
    }
}
