// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.DeadlockException;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that were to end and have not. Holds off (docs/weaving-limits.md): Cancellation that does not arrive. */
@Timeout(60)
@SuppressWarnings("try") // closed before the end, to see what that reports
class UnendedTasksTest {
    private static final String SOURCES = "serve;com.example.Orders;41,42;Orders.java";

    /** Swallows its cancellation, and ends by itself at a time of the loop. */
    private static Task<Object> stubborn(EventLoop loop, Duration end) {
        return Script.at(
                SOURCES, (step, last) -> loop.nanoTime() < end.toNanos() ? Weft.sleep(Duration.ofSeconds(1)) : null);
    }

    private static Awaitable<?> seconds(long number) {
        return Weft.sleep(Duration.ofSeconds(number));
    }

    /** Runs a task for an hour, and cancels it when it has begun. */
    private static void cancelOne(EventLoop loop, Task<Object> task) {
        ScheduledTask<Object> spawned = loop.spawn("stubborn", task);
        loop.run(Script.of((step, last) -> {
            if (step == 0) {
                return Weft.sleep(Duration.ofNanos(1));
            }
            if (step == 1) {
                spawned.cancel();
                return Weft.sleep(Duration.ofHours(2));
            }
            return null;
        }));
    }

    /** The times after which the warnings say that a task has not ended. */
    private static List<String> times(LogRecords warnings) {
        return warnings.messages().stream()
                .map(text -> Pattern.compile(" after (\\d+ m?s)").matcher(text))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void aTaskThatGoesOnIsReportedAfterTenSecondsAndThenAtGrowingIntervals() throws Exception {
        try (LogRecords warnings = new LogRecords();
                EventLoop loop = EventLoop.simulated(1)) {
            cancelOne(loop, stubborn(loop, Duration.ofSeconds(100)));
            assertEquals(List.of("10 s", "20 s", "40 s", "80 s"), times(warnings));
        }
    }

    @Test
    void theReportSaysWhoAskedWhatTheTaskDoesAndWhereItStands() throws Exception {
        try (LogRecords warnings = new LogRecords();
                EventLoop loop = EventLoop.simulated(1)) {
            cancelOne(loop, stubborn(loop, Duration.ofSeconds(11)));
            String text = warnings.messages().get(0);
            assertTrue(
                    text.matches("(?s)Tasks were cancelled and have not ended:\nTask stubborn, spawned at .*,"
                            + " cancelled by task main.*, after 10 s goes on: it has caught its CancellationException and"
                            + " dropped it\\..*\n\tat com.example.Orders.serve\\(Orders.java:42\\).*"),
                    text);
        }
    }

    @Test
    void theTimeIsSetOnTheLoop() throws Exception {
        try (LogRecords warnings = new LogRecords();
                EventLoop loop = EventLoop.simulated(1)) {
            loop.reportUnendedAfter(Duration.ofMillis(300));
            cancelOne(loop, stubborn(loop, Duration.ofSeconds(1)));
            assertEquals(List.of("300 ms", "600 ms"), times(warnings));
            assertThrows(IllegalArgumentException.class, () -> loop.reportUnendedAfter(Duration.ZERO));
            loop.reportUnendedAfter(Duration.ofSeconds(Long.MAX_VALUE));
            cancelOne(loop, stubborn(loop, Duration.ofHours(3)));
            assertEquals(2, warnings.all().size());
        }
    }

    @Test
    void whatEndsOrTakesTheRequestBackIsNotReported() throws Exception {
        try (LogRecords warnings = new LogRecords();
                EventLoop loop = EventLoop.simulated(1)) {
            cancelOne(loop, Script.of((step, last) -> step == 0 ? seconds(9) : last.get()));
            cancelOne(loop, Script.of((step, last) -> switch (step) {
                case 0 -> seconds(3600);
                case 1 -> seconds(9); // cleans up
                default -> null;
            }));
            cancelOne(loop, Script.of((step, last) -> {
                if (last.failure() != null) {
                    Weft.currentTask().uncancel();
                }
                return step < 2 ? seconds(3600) : null;
            }));
            assertEquals(List.of(), warnings.messages());
        }
    }

    @Test
    void aRequestAfterOneThatWasTakenBackIsCountedAfresh() throws Exception {
        try (LogRecords warnings = new LogRecords();
                EventLoop loop = EventLoop.simulated(1)) {
            ScheduledTask<Object> task = loop.spawn(Script.of((step, last) -> {
                if (step == 1) {
                    Weft.currentTask().uncancel();
                }
                return step == 4 ? null : seconds(20);
            }));
            loop.run(Script.of((step, last) -> {
                if (step == 1 || step == 2) {
                    task.cancel();
                }
                return step < 3 ? seconds(5) : step == 3 ? seconds(100) : null;
            }));
            assertEquals(List.of("10 s", "20 s", "40 s"), times(warnings));
        }
    }

    @Test
    void whoWaitsForTheOneThatGoesOnIsNamedBehindIt() throws Exception {
        try (LogRecords warnings = new LogRecords();
                EventLoop loop = EventLoop.simulated(1)) {
            ScheduledTask<Object> inner = loop.spawn("inner", stubborn(loop, Duration.ofSeconds(11)));
            cancelOne(loop, Script.of((step, last) -> step == 0 ? inner : null));
            String text = warnings.messages().get(0);
            assertTrue(text.indexOf("Task inner,") < text.indexOf("Task stubborn,"), text);
            assertTrue(text.contains("after 10 s waits for what it awaits to end: task inner"), text);
        }
    }

    @Test
    void ofManyTasksTheFirstAreShownAndTheOthersCounted() throws Exception {
        try (LogRecords warnings = new LogRecords();
                EventLoop loop = EventLoop.simulated(1)) {
            List<ScheduledTask<Object>> tasks = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                tasks.add(loop.spawn(stubborn(loop, Duration.ofSeconds(11))));
            }
            loop.run(Script.of((step, last) -> {
                if (step == 1) {
                    tasks.forEach(ScheduledTask::cancel);
                }
                return step == 0 ? Weft.sleep(Duration.ofNanos(1)) : step == 1 ? seconds(60) : null;
            }));
            assertEquals(1, warnings.all().size(), warnings.messages().toString());
            assertTrue(
                    warnings.messages().get(0).endsWith("\nand 15 more"),
                    warnings.messages().get(0));
        }
    }

    /** Virtual time does not pass for a report: a loop that waits for another thread waits. */
    @Test
    void aReportLeavesVirtualTimeAlone() throws Exception {
        try (LogRecords warnings = new LogRecords();
                SimulatedLoop loop = EventLoop.simulated(1)) {
            CompletableFuture<Object> other = new CompletableFuture<>();
            ScheduledTask<Object> task = loop.spawn(Script.of((step, last) -> step < 2 ? other.copy() : null));
            loop.run(Script.of((step, last) -> {
                if (step == 0) {
                    return Weft.yieldNow();
                }
                if (step == 1) {
                    task.cancel();
                    SimulatedLoop.Hold hold = loop.hold("the thread");
                    new Thread(() -> {
                                other.complete(null);
                                hold.close();
                            })
                            .start();
                }
                return step == 1 ? other.copy() : null;
            }));
            assertEquals(0, loop.nanoTime());
            assertEquals(List.of(), warnings.messages());
        }
    }

    @Test
    void closeNamesTheTasksThatKeepItAndGoesOnReporting() throws Exception {
        try (LogRecords warnings = new LogRecords();
                EventLoop loop = EventLoop.simulated(1)) {
            loop.spawn("stubborn", stubborn(loop, Duration.ofSeconds(35)));
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            loop.close();
            assertEquals(List.of("10 s", "20 s"), times(warnings));
            String text = warnings.messages().get(0);
            assertTrue(
                    text.matches(
                            "(?s)The event loop has not closed after 10 s, since tasks of it have not ended that were"
                                    + " cancelled by close\\(\\) at .*:\nTask stubborn, spawned at .*, cancelled by close\\(\\).*"
                                    + "\n\tat com.example.Orders.serve\\(Orders.java:42\\).*"),
                    text);
        }
    }

    @Test
    void closeNamesATaskThatOthersSpawnedToCleanUp() throws Exception {
        try (LogRecords warnings = new LogRecords();
                EventLoop loop = EventLoop.simulated(1)) {
            loop.spawn(Script.of(
                    (step, last) -> step == 0 ? seconds(3600) : step == 1 ? loop.spawn("cleaner", seconds(15)) : null));
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            loop.close();
            assertTrue(
                    warnings.messages().get(0).matches("(?s).*\nTask cleaner, .*was not cancelled, .*"),
                    warnings.messages().get(0));
        }
    }

    @Test
    void closeOfASimulatedLoopOnWhichNothingCanHappenFailsAtOnce() {
        CompletableFuture<Object> never = new CompletableFuture<>();
        try (LogRecords warnings = new LogRecords()) {
            EventLoop loop = EventLoop.simulated(1);
            AtomicBoolean closed = new AtomicBoolean();
            loop.onClose(() -> closed.set(true));
            loop.spawn("stuck", Script.at(SOURCES, (step, last) -> step < 2 ? never.copy() : null));
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            String message = String.valueOf(
                    assertThrows(DeadlockException.class, loop::close).getMessage());
            assertTrue(
                    message.matches(
                            "(?s)This simulated event loop cannot close, for nothing can happen on it any more\\."
                                    + ".*\nTask stuck, .*, cancelled by close\\(\\).* goes on: it has caught its"
                                    + " CancellationException and dropped it.*, waits for stage CompletableFuture@.*"),
                    message);
            assertEquals(List.of(), warnings.all());
            assertTrue(closed.get());
            assertTrue(loop.isClosed());
        }
    }

    @Test
    void aRealLoopThatIsIdleWakesForTheReport() throws Exception {
        CompletableFuture<Object> never = new CompletableFuture<>();
        try (LogRecords warnings = new LogRecords();
                EventLoop loop = EventLoop.create()) {
            loop.reportUnendedAfter(Duration.ofMillis(1));
            loop.spawn("stuck", Script.of((step, last) -> step < 2 ? never.copy() : null));
            loop.run(Weft.yieldNow());
            Thread rescuer = new Thread(() -> {
                while (warnings.all().size() < 2) {
                    Thread.onSpinWait();
                }
                never.complete(null);
            });
            rescuer.start();
            loop.close();
            rescuer.join();
            assertTrue(
                    warnings.messages().get(0).contains("Task stuck, "),
                    warnings.messages().get(0));
        }
    }

    @Test
    void nothingIsKeptOfTasksThatHaveEnded() {
        try (SelectorEventLoop loop = new SelectorEventLoop()) {
            for (int i = 0; i < 200; i++) {
                loop.spawn(Weft.sleep(Duration.ofDays(1)));
            }
            loop.run(Weft.yieldNow());
            loop.stop();
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            assertEquals(0, loop.cancellations().size());
            assertEquals(0, loop.timersSet());
            assertEquals(false, loop.watch.unended.isWatching());
        }
    }
}
