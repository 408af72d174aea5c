// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.DeadlockException;
import dev.weft.EventLoop;
import dev.weft.RealTimeException;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.SimulatedLoop;
import dev.weft.Weft;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each way in which another thread, and with it real time, can come into a simulated run. */
@Timeout(60)
class RealTimeTest {
    private final SimulatedLoop loop = EventLoop.simulated(5);

    /** What a thread does while a step of the loop waits for it, so that it comes at a certain time, but without a hold. */
    private static void inAnotherThread(Runnable action) throws InterruptedException {
        Thread thread = new Thread(action, "intruder");
        thread.start();
        thread.join();
    }

    /** Runs a task that has another thread do something, and then sleeps long. */
    private String failure(Runnable action) {
        RealTimeException thrown = assertThrows(
                RealTimeException.class,
                () -> loop.run(Script.of((step, last) -> {
                    last.get();
                    if (step == 1) {
                        inAnotherThread(action);
                    }
                    return step < 3 ? Weft.sleep(Duration.ofDays(1)) : null;
                })));
        loop.close();
        StackTraceElement[] stack = Objects.requireNonNull(thrown.getCause()).getStackTrace();
        assertTrue(stack.length > 0 && stack[stack.length - 1].getClassName().equals("java.lang.Thread"));
        String message = String.valueOf(thrown.getMessage());
        assertTrue(message.startsWith("Thread \"intruder\" has "), message);
        assertTrue(message.contains(" while nothing held the clock of this simulated event loop."), message);
        assertTrue(message.contains("loop.hold(\"what it does\")"), message);
        assertTrue(message.endsWith("EventLoop.simulated(5L)"), message);
        return message.substring("Thread \"intruder\" has ".length(), message.indexOf(" while nothing held"));
    }

    private static void assertMatches(String regex, String text) {
        assertTrue(text.matches(regex), text);
    }

    @Test
    void aThreadThatCompletesWhatATaskAwaitsFailsTheRun() {
        CompletableFuture<Object> stage = new CompletableFuture<>();
        loop.spawn("waiter", Script.awaiting(Awaitable.of(stage)));
        assertMatches(
                "woken task waiter, which waits for stage CompletableFuture@\\w+,",
                failure(() -> stage.complete("value")));
    }

    @Test
    void aThreadThatPostsFailsTheRun() {
        assertMatches("posted .*", failure(() -> loop.post(() -> {})));
    }

    @Test
    void aThreadThatSpawnsFailsTheRun() {
        assertMatches("spawned task late", failure(() -> loop.spawn("late", Weft.yieldNow())));
    }

    @Test
    void aThreadThatCancelsFailsTheRun() {
        ScheduledTask<Void> task = loop.spawn("sleeper", Weft.sleep(Duration.ofDays(9)));
        assertMatches("cancelled task sleeper, which waits for sleep .*", failure(task::cancel));
    }

    @Test
    void aThreadThatStopsTheLoopFailsTheRun() {
        assertMatches("called stop\\(\\)", failure(loop::stop));
    }

    /** Whether the main task has a further turn is chance. */
    private RealTimeException failureOfTheLastTurn(Runnable action, @Nullable RuntimeException ownFailure) {
        try (loop) {
            return assertThrows(
                    RealTimeException.class,
                    () -> loop.run(Script.of((step, last) -> {
                        if (step == 0) {
                            inAnotherThread(action);
                            return Weft.yieldNow();
                        }
                        last.get();
                        if (ownFailure != null) {
                            throw ownFailure;
                        }
                        return null;
                    })));
        }
    }

    @Test
    void aThreadThatPostsInTheLastTurnFailsTheRun() {
        RealTimeException thrown = failureOfTheLastTurn(() -> loop.post(() -> {}), null);
        assertTrue(thrown.toString().contains("Thread \"intruder\" has posted "), thrown.toString());
    }

    @Test
    void aThreadThatSpawnsInTheLastTurnFailsTheRun() {
        RealTimeException thrown = failureOfTheLastTurn(() -> loop.spawn("late", Weft.yieldNow()), null);
        assertTrue(thrown.toString().contains("Thread \"intruder\" has spawned task late "), thrown.toString());
    }

    @Test
    void whatTheTaskHasThrownGoesAlongWithTheFailureOfTheRun() {
        IllegalStateException own = new IllegalStateException("its own");
        RealTimeException thrown = failureOfTheLastTurn(() -> loop.post(() -> {}), own);
        assertSame(own, thrown.getSuppressed()[0]);
    }

    /** Its task wakes nobody here, so that only the deadlock could tell. */
    @Test
    void aTimeoutSaysThatTimeDoesNotWaitForWhatAnotherThreadCompletes() {
        try (loop) {
            CompletableFuture<Object> never = new CompletableFuture<>();
            ScheduledTask<Object> task = loop.spawn("inner", Script.awaiting(Awaitable.of(never)));
            TimeoutException late = assertThrows(
                    TimeoutException.class,
                    () -> loop.run(Script.of((step, last) -> step == 0
                            ? Weft.waitFor(Weft.gather(task, Weft.yieldNow()), Duration.ofSeconds(5))
                            : last.get())));
            assertMatches(
                    "gather .* did not end within PT5S \\(task inner waits for stage CompletableFuture@\\w+\\."
                            + " If another thread was to complete that: virtual time does not wait for it .*hold\\(\\.\\.\\.\\)\\)"
                            + ": task task-\\d+ awaited task inner; task inner awaited stage CompletableFuture@\\w+",
                    String.valueOf(late.getMessage()));
        }
    }

    @Test
    void aTimeoutOverWhatTheLoopDoesItselfSaysNoMore() {
        try (loop) {
            TimeoutException late = assertThrows(
                    TimeoutException.class,
                    () -> loop.run(Script.of((step, last) -> step == 0
                            ? Weft.waitFor(Weft.sleep(Duration.ofDays(1)), Duration.ofSeconds(5))
                            : last.get())));
            assertMatches("sleep PT24H did not end within PT5S", String.valueOf(late.getMessage()));
        }
    }

    @Test
    void aTaskOfAnotherLoopHoldsTheClockUntilItsWaiterGoesOn() throws Exception {
        CountDownLatch awaited = new CountDownLatch(1);
        CompletableFuture<Object> go = new CompletableFuture<>();
        try (EventLoop other = EventLoop.create();
                loop) {
            ScheduledTask<Object> task = other.spawn("far", Script.of((step, last) -> step == 0 ? go : last.get()));
            Thread thread = new Thread(() -> other.run(task));
            thread.start();
            loop.spawn("opener", Script.of((step, last) -> {
                awaited.countDown();
                return null;
            }));
            Thread opener = new Thread(() -> {
                try {
                    awaited.await();
                } catch (InterruptedException impossible) {
                    throw new AssertionError(impossible);
                }
                go.complete("from afar");
            });
            opener.start();
            Object value = loop.run(
                    Script.of((step, last) -> step == 0 ? Weft.waitFor(task, Duration.ofNanos(1)) : last.get()));
            assertEquals("from afar", value);
            assertEquals(0, loop.nanoTime());
            thread.join();
            opener.join();
        }
    }

    /** Another loop that asks after a task, or waits for it, does nothing to the run. */
    @Test
    void anotherThreadMayWaitForATask() throws Exception {
        AtomicReference<Object> seen = new AtomicReference<>();
        Thread[] waiter = new Thread[1];
        try (loop) {
            ScheduledTask<Object> task =
                    loop.spawn(Script.of((step, last) -> step < 5 ? Weft.sleep(Duration.ofDays(1)) : "value"));
            loop.run(Script.of((step, last) -> {
                if (step == 0) {
                    CountDownLatch subscribed = new CountDownLatch(1);
                    waiter[0] = new Thread(() -> {
                        CompletableFuture<Object> future = task.toCompletableFuture();
                        subscribed.countDown();
                        seen.set(future.join());
                    });
                    waiter[0].start();
                    subscribed.await();
                    return task;
                }
                return last.get();
            }));
            waiter[0].join();
            assertEquals("value", seen.get());
        }
    }

    @Test
    void whatThreadsDoBeforeTheRunIsItsBeginning() throws Exception {
        try (loop) {
            inAnotherThread(() -> loop.spawn("early", Weft.yieldNow()));
            loop.run(Weft.sleep(Duration.ofDays(1)));
        }
    }

    @Test
    void whatThreadsDoWhileTheLoopClosesFailsNothing() throws Exception {
        ScheduledTask<Object> task = loop.spawn(Script.of((step, last) -> {
            if (step == 0) {
                return Weft.sleep(Duration.ofDays(1));
            }
            if (step == 1) { // cancelled: it cleans up
                inAnotherThread(() -> loop.post(() -> {}));
                return Weft.sleep(Duration.ofSeconds(1));
            }
            return null;
        }));
        loop.run(Weft.sleep(Duration.ofSeconds(1)));
        loop.close();
        assertEquals(State.SUCCEEDED, task.state());
    }

    @Test
    void aCallOnAPoolMayDoWhatItLikesToTheLoop() throws Exception {
        CompletableFuture<Object> stage = new CompletableFuture<>();
        try (loop) {
            Object value = loop.run(Script.of((step, last) -> switch (step) {
                case 0 ->
                    Weft.gather(Weft.waitFor(Awaitable.of(stage), Duration.ofSeconds(5)), Weft.blocking(() -> {
                        loop.post(() -> {});
                        return stage.complete("value");
                    }));
                default -> last.get();
            }));
            assertTrue(String.valueOf(value).contains("value"), () -> "" + value);
            assertEquals(0, loop.nanoTime());
        }
    }

    @Test
    void aDetachedCoroutineThatNobodyHoldsForIsADeadlockOfTheLoop() {
        try (loop) {
            CompletableFuture<Object> never = new CompletableFuture<>();
            CompletableFuture<Object> detached =
                    Script.awaiting(Awaitable.of(never)).toCompletableFuture();
            assertThrows(DeadlockException.class, () -> loop.run(Awaitable.of(detached)));
        }
    }
}
