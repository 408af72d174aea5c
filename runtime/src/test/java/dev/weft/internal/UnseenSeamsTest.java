// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AsCompleted;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.UnseenFailure;
import dev.weft.Weft;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Failures that nobody sees, where they meet what else goes on: crowds, handlers that act, closing, other loops, and the combinators. */
@Timeout(60)
class UnseenSeamsTest {
    private static final Duration MOMENT = Duration.ofNanos(1);
    private static final Duration LONG = Duration.ofHours(1);
    private static final int CROWD = 10_000;

    private final List<UnseenFailure> told = new ArrayList<>();

    private static <T> Task<T> failing(String message) {
        return Task.failed(new IOException(message));
    }

    /** A task that sleeps, and fails when it is cancelled. */
    private static <T> Awaitable<T> failingWhenCancelled(String message) {
        return Script.of((step, last) -> {
            if (step == 0) {
                return Weft.sleep(LONG);
            }
            throw new IOException(message);
        });
    }

    /** A task that sleeps, and then fails. */
    private static <T> Awaitable<T> failingLater(Duration time, String message) {
        return Script.of((step, last) -> {
            if (step == 0) {
                return Weft.sleep(time);
            }
            throw new IOException(message);
        });
    }

    private List<String> messages() {
        return told.stream().map(one -> one.failure().getMessage()).toList();
    }

    private EventLoop loop() {
        EventLoop loop = EventLoop.simulated(1);
        loop.setExceptionHandler(told::add);
        return loop;
    }

    @Test
    void whenThousandsFailInOneTurnTheLogShowsTheFirstAndCountsTheOthers() {
        try (LogRecords log = new LogRecords();
                EventLoop loop = EventLoop.create()) {
            for (int i = 0; i < CROWD; i++) {
                loop.spawn(failing("number " + i));
            }
            ScheduledTask<?> last = loop.spawn(Task.failed(new IllegalStateException("of another kind")));
            loop.run(Script.of((step, gave) -> last.isReady() ? null : Weft.yieldNow()));
            List<String> counts = log.messages().stream()
                    .filter(message -> message.contains(" more task"))
                    .toList();
            assertEquals(UnseenLog.MOST_SHOWN, log.all().size() - counts.size());
            assertTrue(
                    counts.get(0)
                            .matches(
                                    "\\d+ more tasks, spawned at .*, failed at the same time with java.io.IOException, .*"),
                    counts.get(0));
            assertEquals(
                    CROWD + 1 - UnseenLog.MOST_SHOWN,
                    counts.stream().mapToInt(UnseenSeamsTest::number).sum());
            assertTrue(counts.size() < 10, counts.toString());
        }
    }

    private static int number(String message) {
        return Integer.parseInt(message.substring(0, message.indexOf(' ')));
    }

    @Test
    void theNextThatFailsAfterACrowdIsShown() {
        try (LogRecords log = new LogRecords();
                EventLoop loop = EventLoop.simulated(1)) {
            for (int i = 0; i < 2 * UnseenLog.MOST_SHOWN; i++) {
                loop.spawn(failing("number " + i));
            }
            loop.run(Weft.sleep(MOMENT));
            int before = log.all().size();
            loop.spawn("next", failing("next"));
            loop.run(Weft.sleep(MOMENT));
            assertEquals(before + 1, log.all().size());
            assertTrue(log.messages().get(before).startsWith("Task next, spawned at "));
        }
    }

    @Test
    void whenThousandsFailInOneTurnTheHandlerIsToldOfEach() {
        try (EventLoop loop = loop()) {
            for (int i = 0; i < CROWD; i++) {
                loop.spawn(failing("number " + i));
            }
            loop.run(Weft.sleep(MOMENT));
            assertEquals(CROWD, told.size());
        }
    }

    @Test
    void aHandlerThatSpawnsIsToldOfWhatFailsThen() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            loop.setExceptionHandler(failure -> {
                told.add(failure);
                if (told.size() < 3) {
                    loop.spawn(failing("spawned by the handler"));
                }
            });
            loop.spawn(failing("first"));
            loop.run(Weft.sleep(Duration.ofMillis(1)));
            assertEquals(List.of("first", "spawned by the handler", "spawned by the handler"), messages());
        }
    }

    @Test
    void whatAHandlerSpawnsWhileTheLoopClosesEndsBeforeTheLoop() {
        EventLoop loop = EventLoop.simulated(1);
        List<ScheduledTask<?>> spawned = new ArrayList<>();
        loop.setExceptionHandler(failure -> {
            told.add(failure);
            spawned.add(loop.spawn(Weft.sleep(LONG)));
        });
        loop.spawn(failingWhenCancelled("while closing"));
        loop.run(Weft.sleep(MOMENT));
        loop.close();
        assertEquals(List.of("while closing"), messages());
        assertEquals(List.of(true), spawned.stream().map(ScheduledTask::isReady).toList());
    }

    /** In one step the task has failed, is cancelled in vain, and is seen. */
    @Test
    void aFailureThatIsCancelledInVainAndSeenInItsTurnIsNotToldWhenTheLoopCloses() {
        EventLoop loop = loop();
        List<Throwable> seen = new ArrayList<>();
        loop.run(Script.of((step, last) -> {
            if (step == 0) {
                ScheduledTask<Object> task = loop.spawn(failing("seen"));
                return Script.of((again, gave) -> {
                    if (!task.isReady()) {
                        return Weft.yieldNow();
                    }
                    assertFalse(task.cancel());
                    task.onComplete((value, failure) -> seen.add(failure));
                    return null;
                });
            }
            return null;
        }));
        loop.close();
        assertEquals(1, seen.size());
        assertEquals(List.of(), messages());
    }

    @Test
    void toCancelATaskThatHasFailedIsNotToSeeIt() {
        EventLoop loop = loop();
        ScheduledTask<?> task = loop.spawn(failing("cancelled in vain"));
        loop.run(Script.of((step, last) -> step == 0 ? Weft.yieldNow() : task.cancel()));
        loop.close();
        assertEquals(List.of("cancelled in vain"), messages());
    }

    /** Who asks from outside is in the inbox when the task fails. */
    @Test
    void whatAnotherThreadHasAskedForBeforeTheTurnEndsIsNotTold() throws Exception {
        try (EventLoop loop = loop()) {
            List<CompletableFuture<Object>> futures = new ArrayList<>();
            ScheduledTask<Object> task = loop.spawn(failing("asked for from outside"));
            Thread asker = new Thread(() -> futures.add(task.toCompletableFuture()));
            asker.start();
            asker.join();
            loop.run(Weft.sleep(MOMENT));
            assertTrue(futures.get(0).isCompletedExceptionally());
            assertEquals(List.of(), messages());
        }
    }

    @Test
    void theLoopThatRanTheTaskTellsAndNotTheOneThatSpawnedIt() {
        List<UnseenFailure> elsewhere = new ArrayList<>();
        try (EventLoop spawner = EventLoop.simulated(2);
                EventLoop loop = loop()) {
            spawner.setExceptionHandler(elsewhere::add);
            spawner.run(Script.of((step, last) -> {
                loop.spawn("over there", failing("over there"));
                return null;
            }));
            loop.run(Weft.sleep(MOMENT));
            assertEquals(List.of("over there"), messages());
            assertSame(loop, told.get(0).task().loop());
            assertEquals(List.of(), elsewhere);
        }
    }

    @Test
    void whatGatherAndWaitForThrowOrSuppressIsNotTold() {
        try (EventLoop loop = loop()) {
            ScheduledTask<?> gather = loop.spawn(Weft.gather(
                    List.of(failingWhenCancelled("a part"), failingWhenCancelled("another"), failing("the first"))));
            ScheduledTask<?> limited = loop.spawn(Script.of((step, last) ->
                    step == 0 ? Weft.waitFor(failingWhenCancelled("too late"), Duration.ofMillis(1)) : last.get()));
            assertThrows(IOException.class, () -> loop.run(gather));
            assertThrows(IOException.class, () -> loop.run(limited));
            assertEquals(List.of(), messages());
        }
    }

    @Test
    void whatAShieldRanOnIsToldToTheHandlerAndNotLogged() {
        try (LogRecords log = new LogRecords();
                EventLoop loop = loop()) {
            ScheduledTask<?> waiter =
                    loop.spawn(Script.awaiting(Weft.shield(failingLater(Duration.ofMillis(5), "of a shield"))));
            loop.run(Weft.sleep(Duration.ofMillis(1)));
            waiter.cancel();
            loop.run(Weft.sleep(Duration.ofMillis(10)));
            assertEquals(List.of("of a shield"), messages());
            assertEquals(List.of(), log.messages());
        }
    }

    @Test
    void aPartThatABlockHasNotAskedForIsToldToTheHandlerAndNotLogged() throws Exception {
        try (LogRecords log = new LogRecords();
                EventLoop loop = loop()) {
            AsCompleted.Body<Object, Void, RuntimeException> asksForNone = parts -> Script.awaiting(Weft.sleep(MOMENT));
            loop.run(Weft.asCompleted(List.<Awaitable<Object>>of(failing("not asked for")), asksForNone));
            assertEquals(List.of("not asked for"), messages());
            assertEquals(List.of(), log.messages());
        }
    }

    @Test
    void aChildWhoseSupervisorThrowsIsToldToTheHandler() throws Exception {
        try (LogRecords log = new LogRecords();
                EventLoop loop = loop()) {
            loop.run(TaskGroup.supervise(
                    (child, failure) -> {
                        throw new IllegalStateException("bad supervisor");
                    },
                    group -> {
                        group.spawn(failing("of a child"));
                        return Task.done();
                    }));
            assertEquals(List.of("of a child"), messages());
            assertEquals(1, log.all().size());
        }
    }

    @Test
    void whatAGroupThrowsOrItsSupervisorHasBeenToldIsNotToldAgain() throws Exception {
        try (EventLoop loop = loop()) {
            List<Throwable> supervised = new ArrayList<>();
            loop.run(TaskGroup.supervise((child, failure) -> supervised.add(failure), group -> {
                group.spawn(failing("supervised"));
                return Task.done();
            }));
            assertEquals(1, supervised.size());
            Awaitable<Void> group = TaskGroup.run(children -> {
                children.spawn(failing("thrown by the group"));
                children.spawn(failingWhenCancelled("suppressed"));
                return Task.done();
            });
            assertThrows(IOException.class, () -> loop.run(group));
            assertEquals(List.of(), messages());
        }
    }

    @Test
    void whatADetachedStageShowsIsNotTold() {
        CompletableFuture<Object> before =
                UnseenSeamsTest.<Object>failing("detached").toCompletableFuture();
        assertTrue(before.isCompletedExceptionally());
        try (EventLoop loop = loop()) {
            ScheduledTask<?> waiter = loop.spawn(Script.awaiting(Awaitable.of(before)));
            assertThrows(IOException.class, () -> loop.run(waiter));
            assertEquals(List.of(), messages());
        }
    }

    /** A task that has swallowed its request, and fails much later: a failure as any other. */
    @Test
    void aFailureOfATaskThatWasCancelledIsTold() {
        try (EventLoop loop = loop()) {
            ScheduledTask<?> task = loop.spawn(failingWhenCancelled("while cleaning up"));
            ScheduledTask<?> other = loop.spawn(Weft.sleep(LONG));
            loop.run(Weft.sleep(MOMENT));
            task.cancel();
            other.cancel();
            loop.run(Weft.sleep(MOMENT));
            assertEquals(List.of("while cleaning up"), messages());
            assertThrows(CancellationException.class, other::result);
        }
    }
}
