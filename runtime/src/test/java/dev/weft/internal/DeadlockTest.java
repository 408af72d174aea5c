// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.DeadlockException;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Weft;
import dev.weft.sync.Event;
import dev.weft.sync.Mutex;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadlockTest {
    private static final String SOURCES = "transfer;com.example.Bank;11,12,13;Bank.java";

    private static String deadlock(EventLoop loop, Awaitable<?> main) {
        return String.valueOf(
                assertThrows(DeadlockException.class, () -> loop.run(main)).getMessage());
    }

    /** Locks one, lets others run, and locks the other one. */
    private static Script<Object> both(Mutex first, Mutex second) {
        return Script.at(SOURCES, (step, last) -> switch (step) {
            case 0 -> first.lock();
            case 1 -> Weft.sleep(Duration.ofMillis(1));
            case 2 -> second.lock();
            default -> null;
        });
    }

    private static void assertMatches(String regex, String text) {
        assertTrue(text.matches("(?s)" + regex), text);
    }

    private static int count(String part, String text) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    @Test
    void tasksThatLockInAnotherOrderAreNamedWithWhatTheyWaitForAndWhoHoldsThat() {
        for (long seed = 0; seed < 20; seed++) {
            try (SimulatedLoop loop = EventLoop.simulated(seed)) {
                Mutex a = new Mutex("a");
                Mutex b = new Mutex("b");
                ScheduledTask<Object> one = loop.spawn("one", both(a, b));
                loop.spawn("other", both(b, a));
                String message = deadlock(loop, one);
                assertMatches(
                        "Nothing can happen on this simulated event loop any more: .*"
                                + "\nIn a circle: task one waits for mutex \"b\", locked, 1 waiting, held by task other;"
                                + " task other waits for mutex \"a\", locked, 1 waiting, held by task one\\."
                                + "\nTask one, spawned at \\S+, waits for mutex \"b\", .*, held by task other"
                                + "\n\tat com\\.example\\.Bank\\.transfer\\(Bank\\.java:12\\).*"
                                + "\nTask other, spawned at \\S+, waits for mutex \"a\", .*, held by task one"
                                + "\n\tat com\\.example\\.Bank\\.transfer\\(Bank\\.java:12\\).*"
                                + "\nTask main waits for task one\n.*loop\\.hold\\(.*"
                                + "\nTo run this schedule again, make the loop by EventLoop\\.simulated\\(" + seed
                                + "L\\)",
                        message);
                assertEquals(1, count("In a circle", message));
            }
        }
    }

    @Test
    void anOwnerThatHasEndedWithTheLockIsNamed() {
        try (SimulatedLoop loop = EventLoop.simulatedInOrder()) {
            Mutex mutex = new Mutex("m");
            loop.spawn("gone", Script.of((step, last) -> step == 0 ? mutex.lock() : null));
            String message = deadlock(
                    loop,
                    Script.of((step, last) -> step == 0 ? Weft.yieldNow() : step == 1 ? mutex.lock() : last.get()));
            assertMatches(
                    ".* waits for mutex \"m\", locked, 1 waiting, held by task gone, which has ended\n.*", message);
            assertMatches(".* make the loop by EventLoop\\.simulatedInOrder\\(\\)", message);
            assertFalse(message.contains("In a circle"));
        }
    }

    @Test
    void aCircleGoesThroughThePartsOfACall() {
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            Mutex mutex = new Mutex("m");
            ScheduledTask<Object> task = loop.spawn("outer", Script.of((step, last) -> switch (step) {
                case 0 -> mutex.lock();
                case 1 -> Weft.gather(Script.awaiting(mutex.lock()), new Event("never").untilSet());
                default -> null;
            }));
            String message = deadlock(loop, task);
            assertMatches(
                    ".*\nIn a circle: task outer waits for gather 2 of 2 running, of task task-\\d, task task-\\d;"
                            + " task task-\\d waits for mutex \"m\", locked, 1 waiting, held by task outer\\.\n.*",
                    message);
        }
    }

    @Test
    void aStageThatNobodyCompletesIsADeadlockAtOnce() {
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            CompletableFuture<Object> never = new CompletableFuture<>();
            String message = deadlock(loop, Awaitable.of(never));
            assertMatches(".* waits for stage CompletableFuture@.*\nIf another thread was to go on .*", message);
        }
    }

    /** Close unwinds them, and does not say again what the run has said. */
    @Test
    void theTasksOfADeadlockAreCancelledByClose() {
        CompletableFuture<Object> never = new CompletableFuture<>();
        SimulatedLoop loop = EventLoop.simulated(1);
        ScheduledTask<Object> task = loop.spawn(Script.awaiting(Awaitable.of(never)));
        deadlock(loop, task);
        loop.close();
        assertEquals(ScheduledTask.State.CANCELLED, task.state());
    }

    @Test
    void aLoopRunsOnAfterADeadlock() {
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            deadlock(loop, new Event("never").untilSet());
            assertEquals(
                    "value", loop.run(Script.of((step, last) -> step == 0 ? Weft.sleep(Duration.ofDays(1)) : "value")));
        }
    }

    @Test
    void manyTasksAreCounted() {
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            Event never = new Event("never");
            for (int i = 0; i < 200; i++) {
                loop.spawn(never.untilSet());
            }
            String message = deadlock(loop, never.untilSet());
            assertEquals(100, count("\nTask ", message));
            assertMatches(".*\nand 101 more\n.*", message);
        }
    }

    @Test
    void theFailureOfARunSaysItsSeed() {
        SimulatedLoop drawn = EventLoop.simulated();
        for (SimulatedLoop loop : new SimulatedLoop[] {EventLoop.simulated(-7), drawn, EventLoop.simulatedInOrder()}) {
            try (loop) {
                IllegalStateException failure = new IllegalStateException("wrong");
                for (int run = 0; run < 2; run++) {
                    assertThrows(
                            IllegalStateException.class,
                            () -> loop.run(Script.of((step, last) -> {
                                throw failure;
                            })));
                }
                assertEquals(loop.seed().isPresent() ? 1 : 0, failure.getSuppressed().length);
                if (loop.seed().isPresent()) {
                    String note = failure.getSuppressed()[0].toString();
                    assertTrue(
                            note.contains("EventLoop.simulated(" + loop.seed().getAsLong() + "L)"), note);
                }
            }
        }
    }
}
