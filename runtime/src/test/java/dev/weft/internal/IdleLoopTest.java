// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Weft;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of a loop that no thread runs. */
@Timeout(60)
class IdleLoopTest {
    private static final Duration SOON = Duration.ofMillis(10);

    @Test
    void stopBetweenTwoRunsDoesNotMeanTheNextMain() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            ScheduledTask<Void> background = loop.spawn(Weft.sleep(Duration.ofDays(1)));
            loop.run(Weft.yieldNow());
            loop.stop();
            assertEquals("main", loop.run(Script.of((step, last) -> step == 0 ? Weft.sleep(SOON) : "main")));
            assertEquals(State.CANCELLED, background.state());
        }
    }

    @Test
    void stopInsideARunMeansWhatIsThere() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            assertThrows(
                    CancellationException.class,
                    () -> loop.run(Script.of((step, last) -> {
                        if (step == 0) {
                            loop.stop();
                            return Weft.sleep(SOON);
                        }
                        return last.get();
                    })));
        }
    }

    @Test
    void aWaitForATaskOfALoopThatNobodyRunsEndsAtItsLimitAndTheRequestIsLeft() {
        try (EventLoop idle = EventLoop.simulated(1);
                EventLoop loop = EventLoop.create()) {
            ScheduledTask<Void> task = idle.spawn(Weft.sleep(Duration.ofDays(1)));
            idle.run(Weft.yieldNow());
            assertThrows(TimeoutException.class, () -> loop.run(Script.awaiting(waitFor(task))));
            assertEquals(State.SUSPENDED, task.state());
            idle.run(Weft.sleep(SOON));
            assertEquals(State.CANCELLED, task.state());
        }
    }

    private static <T> Awaitable<T> waitFor(Awaitable<T> task) {
        try {
            return Weft.waitFor(task, SOON);
        } catch (TimeoutException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void whoBlocksOnALoopThatNobodyRunsForAWhileIsToldOfItOnce() throws Exception {
        assertEquals(
                List.of("Thread \"" + Thread.currentThread().getName() + "\" blocks on it, whose event loop no thread"
                        + " runs. It waits until one calls run(...) or close() of that loop."),
                warnings(List.of(false, false, false)));
    }

    @Test
    void whoBlocksOnALoopThatRunsNowAndThenIsToldNothing() throws Exception {
        assertEquals(List.of(), warnings(List.of(false, true, false, true, false)));
    }

    /** What is logged when the loop runs or not at each look, and the future ends after the last. */
    private static List<String> warnings(List<Boolean> runs) throws Exception {
        Iterator<Boolean> looks = runs.iterator();
        try (LogRecords log = new LogRecords()) {
            IdleLoop.warnWhile(new CompletableFuture<>(), looks::next, "it", future -> !looks.hasNext());
            return log.messages();
        }
    }

    @Test
    void blockOnATaskOfAClosedLoopEndsAtOnce() {
        EventLoop closed = EventLoop.simulated(1);
        ScheduledTask<Void> task = closed.spawn(Weft.sleep(Duration.ofDays(1)));
        closed.close();
        assertThrows(CancellationException.class, task::block);
    }

    @Test
    void aCancellationThatNobodyAskedTheTaskForIsReported() {
        try (LogRecords log = new LogRecords()) {
            try (EventLoop loop = EventLoop.simulated(1)) {
                CompletableFuture<Void> stage = new CompletableFuture<>();
                loop.spawn("victim", Script.of((step, last) -> step == 0 ? stage : last.get()));
                loop.spawn("asked", Weft.sleep(Duration.ofDays(1))).cancel();
                loop.run(Weft.sleep(SOON));
                stage.cancel(false);
                loop.run(Weft.sleep(SOON));
            }
            assertEquals(1, log.all().size(), () -> log.messages().toString());
            assertTrue(log.messages()
                    .get(0)
                    .matches("Task victim, spawned at .*, ended by a cancellation that nobody has asked it for: .*"));
            assertTrue(log.all().get(0).failure() instanceof CancellationException);
        }
    }
}
