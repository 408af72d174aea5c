// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.generate;

import static com.example.semantics.Schedules.failsAfter;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.generate.Generators.close;
import static com.example.semantics.generate.Generators.count;
import static com.example.semantics.generate.Generators.first;
import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.NotWovenException;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The early end of a generator: behaviours of asyncio's aclose, and of flows whose collector takes no more. */
@Timeout(120)
class GeneratorCloseTest implements OnEverySchedule {
    /** asyncio test_asyncgen: aclose 07, aclose 08. kotlinx TakeTest: cancel upstream. kotlinx FirstTest: first cancellation. */
    @AsyncTest
    void leavingATryRunsItsFinallyBlocksWhichMayAwait() throws Exception {
        List<String> events = new ArrayList<>();
        try (AsyncGenerator<Integer> numbers = count(100, events)) {
            while (await(numbers.next())) {
                if (numbers.current() == 1) {
                    break;
                }
            }
            events.add("left");
        }
        assertEquals(List.of("left", "finally"), events);
        assertEquals(4, millis());
    }

    /** asyncio test_asyncgen: aclose 12. */
    @AsyncTest
    void aFinallyBlockMayAwaitATaskThatFails() throws Exception {
        List<String> events = new ArrayList<>();
        AsyncGenerator<Integer> generator = withTask(events);
        assertEquals(1, await(first(generator)));
        generator.close();
        assertEquals(List.of("failed"), events);
    }

    @Async
    private static AsyncGenerator<Integer> withTask(List<String> events) throws Exception {
        ScheduledTask<String> failing = spawn(failsAfter(ms(1), new IOException()));
        try {
            emit(1);
        } finally {
            if (await(failureOf(failing)) instanceof IOException) {
                events.add("failed");
            }
        }
        return AsyncGenerator.done();
    }

    /** asyncio test_asyncgen: aclose twice with different coros, aclose after exhaustion. */
    @AsyncTest
    void closingAgainOrAfterTheEndDoesNothing() throws Exception {
        List<String> events = new ArrayList<>();
        AsyncGenerator<Integer> closed = count(3, events);
        await(closed.next());
        closed.close();
        closed.close();
        await(closed.closing());
        AsyncGenerator<Integer> ended = count(0, events);
        assertFalse(await(ended.next()));
        ended.close();
        assertEquals(List.of("finally", "finally"), events);
    }

    /** asyncio test_asyncgen: await same aclose coro twice. */
    @AsyncTest
    void oneCloseIsAwaitedOnce() throws Exception {
        AsyncGenerator<Integer> numbers = count(3, new ArrayList<>());
        await(numbers.next());
        Awaitable<Void> closing = numbers.closing();
        await(closing);
        assertInstanceOf(IllegalStateException.class, await(failureOf(closing)));
    }

    /** asyncio test_asyncgen: nonstarted hooks are cancellable. */
    @AsyncTest
    void whatHasNotBegunNeverRuns() throws Exception {
        List<String> events = new ArrayList<>();
        AsyncGenerator<Integer> numbers = count(3, events);
        numbers.close();
        assertFalse(await(numbers.next()));
        assertEquals(List.of(), events);
        assertEquals(0, millis());
    }

    /** asyncio test_asyncgen: aclose 06, aclose 11. kotlinx OnCompletionTest: failed emit, first. */
    @AsyncTest
    void emittingMeanwhileIsRefusedAtThatLine() throws Exception {
        AsyncGenerator<Integer> generator = emitsWhenClosed();
        assertEquals(1, await(first(generator)));
        Throwable refused = await(failureOf(close(generator)));
        assertInstanceOf(IllegalStateException.class, refused);
        assertTrue(refused.getMessage().startsWith("emit(...) in generator " + GeneratorCloseTest.class.getName()));
        assertEquals("emitsWhenClosed", ofOurs(refused).getMethodName());
        assertFalse(await(generator.next()));
    }

    private static StackTraceElement ofOurs(Throwable thrown) {
        for (StackTraceElement each : thrown.getStackTrace()) {
            if (each.getClassName().startsWith("com.example.")) {
                return each;
            }
        }
        throw new AssertionError(thrown);
    }

    @Async
    private static AsyncGenerator<Integer> emitsWhenClosed() {
        try {
            emit(1);
        } finally {
            await(sleep(ms(1)));
            emit(12);
        }
        return AsyncGenerator.done();
    }

    /** asyncio test_asyncgen: aclose 10. What catches everything may end as it likes. */
    @AsyncTest
    void aHandlerThatCatchesEverythingMayEndIt() throws Exception {
        List<String> events = new ArrayList<>();
        AsyncGenerator<Integer> generator = catchesAll(events);
        await(generator.next());
        generator.close();
        assertEquals(List.of("GeneratorClosed", "end"), events);
        assertFalse(await(generator.next()));
    }

    @Async
    private static AsyncGenerator<Integer> catchesAll(List<String> events) {
        try {
            emit(1);
        } catch (Throwable any) {
            events.add(any.getClass().getSimpleName());
            await(yieldNow());
        }
        events.add("end");
        return AsyncGenerator.done();
    }

    /** What expects an exception, or an error, is not what a close is for. */
    @AsyncTest
    void handlersOfExceptionsAndErrorsDoNotCatchIt() throws Exception {
        List<String> events = new ArrayList<>();
        AsyncGenerator<Integer> generator = catchesExceptions(events);
        await(generator.next());
        generator.close();
        assertEquals(List.of("finally"), events);
    }

    @Async
    private static AsyncGenerator<Integer> catchesExceptions(List<String> events) {
        try {
            while (true) {
                try {
                    emit(1);
                } catch (Exception | Error wrong) {
                    events.add("caught");
                }
            }
        } finally {
            events.add("finally");
        }
    }

    /** kotlinx OnCompletionTest: exception from onCompletion. */
    @AsyncTest
    void whatFinallyBlocksThrowComesOutOfTheClose() throws Exception {
        IOException failure = new IOException();
        AsyncGenerator<Integer> generator = failsInFinally(failure);
        await(generator.next());
        assertSame(failure, await(failureOf(close(generator))));
        assertFalse(await(generator.next()));
        generator.close();
    }

    @Async
    private static AsyncGenerator<Integer> failsInFinally(Exception failure) throws Exception {
        try {
            emit(1);
        } finally {
            await(failsAfter(ms(1), failure));
        }
        return AsyncGenerator.done();
    }

    /** The close of a resource adds what it throws to what leaves the block, which is what closes the generator. */
    @AsyncTest
    void whatItsResourcesThrowWhenTheyAreClosedComesOutOfTheClose() throws Exception {
        IOException failure = new IOException();
        AsyncGenerator<Integer> generator = withResource(() -> {
            throw failure;
        });
        await(generator.next());
        assertSame(failure, await(failureOf(close(generator))));
    }

    @Async
    private static AsyncGenerator<Integer> withResource(AutoCloseable resource) throws Exception {
        try (resource) {
            emit(1);
        }
        return AsyncGenerator.done();
    }

    /** kotlinx TakeTest: nested take. One that consumes another closes it. */
    @AsyncTest
    void itsCloseClosesThoseThatItConsumes() throws Exception {
        List<String> events = new ArrayList<>();
        AsyncGenerator<Integer> outer = passesOn(passesOn(count(3, events), events), events);
        assertEquals(0, await(first(outer)));
        outer.close();
        assertEquals(List.of("finally", "passed on", "passed on"), events);
    }

    @Async
    private static AsyncGenerator<Integer> passesOn(AsyncGenerator<Integer> source, List<String> events) {
        try (source) {
            while (await(source.next())) {
                emit(source.current());
            }
        } finally {
            events.add("passed on");
        }
        return AsyncGenerator.done();
    }

    /** Thousands of generators, each in the try of the one around, take no Java stack. */
    @AsyncTest
    void closingIsNotBoundByTheDepth() throws Exception {
        List<String> events = new ArrayList<>();
        AsyncGenerator<Integer> outer = count(3, events);
        for (int i = 0; i < 5_000; i++) {
            outer = passesOn(outer, events);
        }
        await(outer.next());
        outer.close();
        assertEquals(5_001, events.size());
    }

    /** What was returned in the place of the generator is closed with it. */
    @AsyncTest
    void itsCloseClosesWhatItHasReturned() throws Exception {
        List<String> events = new ArrayList<>();
        AsyncGenerator<Integer> returned = returns(count(3, events));
        assertEquals(0, await(first(returned)));
        returned.close();
        assertEquals(List.of("finally"), events);
        assertFalse(await(returned.next()));
    }

    @Async
    private static AsyncGenerator<Integer> returns(AsyncGenerator<Integer> other) {
        await(yieldNow());
        return other;
    }

    /** A task whose chain has lost a frame would end there, in silence: so another one looks how far it has come. */
    @AsyncTest
    void whoConsumesOrClosesWhatWasReturnedGoesOn() throws Exception {
        List<String> events = new ArrayList<>();
        await(spawn(goesOn(events)));
        assertEquals(List.of("took 0", "finally", "closed", "closed all"), events);
    }

    @Async
    private static Task<Void> goesOn(List<String> events) {
        AsyncGenerator<Integer> returned = returns(count(3, events));
        events.add("took " + await(first(returned)));
        returned.close();
        events.add("closed");
        List<String> ofAll = new ArrayList<>();
        AsyncGenerator<Integer> outer = count(3, ofAll);
        for (int i = 0; i < 1_000; i++) {
            outer = passesOn(outer, ofAll);
        }
        await(outer.next());
        outer.close();
        events.add(ofAll.size() == 1_001 ? "closed all" : "closed " + ofAll.size());
        return Task.done();
    }

    /** Unwoven code cannot wait, and is told what it can do. */
    @AsyncTest
    void codeThatIsNoAsyncMethodSpawnsTheClose() throws Exception {
        List<String> events = new ArrayList<>();
        AsyncGenerator<Integer> numbers = count(3, events);
        await(numbers.next());
        Runnable plain = numbers::close;
        assertTrue(
                assertThrows(NotWovenException.class, plain::run).getMessage().contains("spawn"));
        assertEquals(0, numbers.current());
        await(spawn(numbers.closing()));
        assertEquals(List.of("finally"), events);
        plain.run();
    }

    /** asyncio test_asyncgen: gc aclose 09. Which closes it, in a task of its own; here the log says who was left. */
    @Test
    void oneThatIsLeftOpenIsReportedWhenItsLoopCloses() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            AsyncGenerator<Integer> numbers = count(3, new ArrayList<>());
            try (EventLoop loop = EventLoop.simulatedInOrder()) {
                loop.run(first(numbers));
            }
            assertEquals(1, warnings.messages().size(), warnings.messages()::toString);
            String report = warnings.messages().get(0);
            assertTrue(report.contains("A generator was left before its end and never closed"), report);
            assertTrue(report.contains(Generators.class.getName() + ".count(Generators.java:"), report);
        }
    }

    /** One without anything to clean up may be left anywhere. */
    @Test
    void oneWithoutFinallyBlocksMayBeLeft() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            AsyncGenerator<Integer> numbers = Generators.ready(3);
            try (EventLoop loop = EventLoop.simulatedInOrder()) {
                loop.run(first(numbers));
            }
            numbers.close();
            assertEquals(List.of(), warnings.messages());
        }
    }

    /** One that stands behind its finally blocks may be left, too; before that, or in another try, it is reported. */
    @Test
    void oneThatIsLeftBehindItsFinallyBlocksIsNotReported() throws Exception {
        for (int elements = 1; elements <= 4; elements++) {
            try (LogRecords warnings = new LogRecords()) {
                AsyncGenerator<Integer> numbers = inTryAndBehind();
                try (EventLoop loop = EventLoop.simulatedInOrder()) {
                    for (int i = 0; i < elements; i++) {
                        loop.run(first(numbers));
                    }
                }
                boolean isReported = elements == 1 || elements == 4;
                assertEquals(isReported ? 1 : 0, warnings.messages().size(), warnings.messages()::toString);
                assertEquals(elements, numbers.current());
            }
        }
    }

    @Async
    private static AsyncGenerator<Integer> inTryAndBehind() {
        try {
            emit(1);
        } finally {
            Thread.onSpinWait();
        }
        emit(2);
        emit(3);
        try {
            emit(4);
        } finally {
            Thread.onSpinWait();
        }
        return AsyncGenerator.done();
    }
}
