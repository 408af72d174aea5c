// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Elements.numbers;
import static com.example.semantics.Elements.slowToEnd;
import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.onEverySchedule;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.NotWovenException;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What works ahead belongs to the task that began to consume it, and whoever comes later is told what has become of it. */
@Timeout(120)
class GeneratorOwnerTest implements OnEverySchedule {
    private final List<String> events = new ArrayList<>();

    private List<AsyncGenerator<?>> ahead() {
        return List.of(
                numbers("a", 9, ms(10), events).buffer(2),
                numbers("a", 9, ms(10), events).window(1, Duration.ofSeconds(1)),
                AsyncGenerator.merge(numbers("a", 9, ms(10), events), numbers("b", 9, ms(10), events)));
    }

    @AsyncTest
    void failsForWhoeverComesAfterTheTaskWithWhichItsTasksWereEnded() throws Exception {
        for (AsyncGenerator<?> generator : ahead()) {
            await(spawn(asks(generator)));
            for (int i = 0; i < 2; i++) {
                Throwable gone = await(failureOf(generator.next()));
                assertInstanceOf(IllegalStateException.class, gone);
                assertTrue(gone.getMessage().contains("whose tasks were ended with task "), gone::getMessage);
            }
            await(generator.closing());
            assertFalse(await(generator.next()));
        }
    }

    @AsyncTest
    void failsForWhoeverWaitsWhenItsTasksAreEnded() throws Exception {
        AsyncGenerator<Integer> buffered = numbers("a", 9, LONG, events).buffer(2);
        ScheduledTask<Boolean> owner = spawn(buffered.next());
        await(sleep(ms(1)));
        owner.cancel();
        await(failureOf(owner));
        assertInstanceOf(IllegalStateException.class, await(failureOf(buffered.next())));
    }

    @AsyncTest
    void keepsTheElementThatTheTaskHasTaken() throws Exception {
        AsyncGenerator<Integer> buffered = numbers("a", 9, ms(10), events).buffer(2);
        assertTrue(await(spawn(buffered.next())));
        await(sleep(ms(1)));
        assertEquals(1, buffered.current());
    }

    /** Its tasks have ended by themselves, so there is nothing that could be lost. */
    @AsyncTest
    void givesWhatIsThereAfterTheTaskHasEnded() throws Exception {
        AsyncGenerator<Integer> buffered = numbers("a", 3, ms(0), events).buffer(9);
        await(spawn(asksAndSleeps(buffered)));
        assertEquals(List.of(2, 3), await(buffered.toList()));
    }

    @Async
    private static Task<Void> asks(AsyncGenerator<?> generator) {
        await(generator.next());
        return Task.done();
    }

    @Async
    private static Task<Void> asksAndSleeps(AsyncGenerator<?> generator) {
        await(generator.next());
        await(sleep(ms(50)));
        return Task.done();
    }

    @Test
    void refusesATaskOfAnotherLoop() throws Exception {
        AsyncGenerator<Integer> buffered = numbers("a", 9, ms(0), events).buffer(4);
        try (EventLoop one = EventLoop.simulatedInOrder();
                EventLoop other = EventLoop.simulatedInOrder()) {
            one.spawn(asksAndSleeps(buffered));
            one.run(sleep(ms(5))); // elements are there
            Throwable refused = other.run(failureOf(buffered.next()));
            assertInstanceOf(IllegalStateException.class, refused);
            assertTrue(refused.getMessage().contains("buffer(4)"), refused::getMessage);
            assertTrue(one.run(buffered.next()));
            assertEquals(2, buffered.current());
        }
    }

    /** Another task waits for the close, or a cancellation has ended that wait. */
    @Test
    void isNotSaidToBeLeftOpenWhenItsCloseHasBegun() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            onEverySchedule(() -> {
                await(spawn(asksAndHasItClosed(slowToEnd("a", ms(50), events).buffer(1))));
                await(sleep(ms(100)));
                return Task.done();
            });
            assertEquals(List.of(), warnings.messages());
        }
    }

    @Async
    private static Task<Void> asksAndHasItClosed(AsyncGenerator<Integer> generator) {
        await(generator.next());
        spawn(generator.closing());
        await(sleep(ms(1)));
        return Task.done();
    }

    /** A cancellation keeps what has ended from nothing, neither in close() nor in closing(). */
    @AsyncTest
    void noCancellationComesOutOfTheCloseOfWhatHasEnded() throws Exception {
        try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
            for (AsyncGenerator<?> generator : List.of(
                    numbers("a", 1, ms(0), events),
                    numbers("a", 1, ms(0), events).buffer(1),
                    numbers("a", 1, ms(0), events).map(i -> i),
                    AsyncGenerator.done(),
                    AsyncGenerator.from(publisher, 1))) {
                generator.close();
                assertEquals("closed", await(spawn(closesCancelled(generator))));
            }
        }
    }

    @Async
    private static Task<String> closesCancelled(AsyncGenerator<?> generator) {
        currentTask().cancel();
        generator.close();
        await(generator.closing());
        currentTask().uncancel();
        return Task.of("closed");
    }

    /** A close that waits is still there for it. */
    @AsyncTest
    void plainCodeThatMayNotCloseASourceClosesNothing() throws Exception {
        AsyncGenerator<Integer> begun = slowToEnd("a", ms(1), events);
        await(begun.next());
        AsyncGenerator<Integer> merged = AsyncGenerator.merge(begun, numbers("b", 1, ms(1), events));
        Runnable closes = merged::close;
        assertThrows(NotWovenException.class, closes::run);
        merged.close();
        assertEquals(List.of("a ends after 1"), events);
        closes.run();
    }
}
