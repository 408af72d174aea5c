// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.BlockingPool;
import dev.weft.DeadlockException;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Weft;
import dev.weft.support.LogRecords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Virtual time does not pass while a thread works that the runtime has given something to do. */
@Timeout(60)
class HelperThreadsTest {
    private static final Executor NEW_THREAD = work -> new Thread(work, "of the user").start();

    private final SimulatedLoop loop = EventLoop.simulated(9);

    @AfterEach
    void close() {
        loop.close();
    }

    /** Awaits something for no longer than a nanosecond, while another task sleeps that long. */
    private Object within(Awaitable<?> call) {
        ScheduledTask<Void> sleeper = loop.spawn(Weft.sleep(Duration.ofNanos(1)));
        Object value = loop.run(Script.of((step, last) -> {
            if (step == 0) {
                return Weft.waitFor(call, Duration.ofNanos(1));
            }
            assertEquals(ScheduledTask.State.SUSPENDED, sleeper.state());
            return last.get();
        }));
        assertEquals(0, loop.nanoTime());
        return value;
    }

    /** Takes longer than the loop takes for a turn: it has to have one. */
    private String afterATurn() throws InterruptedException {
        CountDownLatch turned = new CountDownLatch(1);
        loop.post(turned::countDown);
        turned.await();
        return Thread.currentThread().getName();
    }

    @Test
    void timeWaitsForACallOnTheSharedPool() throws Exception {
        assertTrue(String.valueOf(within(Weft.blocking(this::afterATurn))).startsWith("weft-blocking"));
    }

    @Test
    void timeWaitsForACallOnAnExecutorOfTheUser() throws Exception {
        assertEquals("of the user", within(Weft.blocking(NEW_THREAD, this::afterATurn)));
    }

    @Test
    void timeWaitsForACallOnThePoolOfTheContext() throws Exception {
        BlockingPool pool = new BlockingPool("of the context", 1);
        Object value =
                within(BlockingPool.EXECUTOR.where(pool, () -> Script.awaiting(Weft.blocking(this::afterATurn))));
        assertEquals("of the context-1", value);
    }

    @Test
    void timeWaitsForAFileThatIsReadOnAPool(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertEquals("text", within(Weft.blocking(() -> Files.readString(file))));
    }

    @Test
    void timeWaitsForTheEndOfACancelledCall() throws Exception {
        CompletableFuture<Long> ended = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        ScheduledTask<Object> task = loop.spawn(Script.awaiting(Weft.blocking(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException cleansUp) {
                afterATurn();
                ended.complete(loop.nanoTime());
            }
            return "ended";
        })));
        loop.spawn(Weft.sleep(Duration.ofNanos(1)));
        loop.run(Script.of((step, last) -> {
            if (step == 0) {
                return Weft.blocking(() -> {
                    begun.await();
                    return "begun";
                });
            }
            return step == 1 && task.cancel() ? Weft.sleep(Duration.ofNanos(1)) : null;
        }));
        assertEquals(0, ended.getNow(-1L));
    }

    @Test
    void aCallThatIsRefusedHoldsNothing() {
        assertThrows(
                RejectedExecutionException.class,
                () -> loop.run(Weft.blocking(
                        work -> {
                            throw new RejectedExecutionException("full");
                        },
                        () -> "never")));
        loop.run(Weft.sleep(Duration.ofDays(1)));
        assertEquals(Duration.ofDays(1).toNanos(), loop.nanoTime());
    }

    /** It was handed to somebody who does nothing with it, as an executor that discards. */
    @Test
    void aCallThatIsNeverMadeIsReportedAndTakenBack() throws Exception {
        AtomicLong real = new AtomicLong();
        try (SimulatedEventLoop held = new SimulatedEventLoop(1, () -> real.getAndAdd(TimeUnit.SECONDS.toNanos(20)));
                LogRecords log = new LogRecords()) {
            ScheduledTask<Object> task = held.spawn(Script.awaiting(Weft.blocking(work -> {}, () -> "never")));
            Thread canceller = new Thread(() -> {
                while (log.all().isEmpty()) {
                    Thread.onSpinWait();
                }
                task.cancel();
            });
            canceller.start();
            held.run(Script.of((step, last) -> step == 0 ? Weft.sleep(Duration.ofNanos(1)) : null));
            canceller.join();
            assertTrue(
                    log.messages().get(0).contains("\nthe blocking call of "),
                    log.messages().get(0));
        }
    }

    @Test
    void aTaskOfALoopThatNoThreadRunsIsADeadlockAfterTenSeconds() {
        AtomicLong real = new AtomicLong();
        try (SimulatedEventLoop held = new SimulatedEventLoop(1, () -> real.getAndAdd(TimeUnit.SECONDS.toNanos(20)));
                EventLoop idle = EventLoop.simulated(2);
                LogRecords log = new LogRecords()) {
            ScheduledTask<Void> task = idle.spawn("far", Weft.sleep(Duration.ofDays(1)));
            DeadlockException deadlock =
                    assertThrows(DeadlockException.class, () -> held.run(Weft.waitFor(task, Duration.ofDays(1))));
            assertTrue(String.valueOf(deadlock.getMessage()).contains(" waits for task far"), deadlock.getMessage());
            assertTrue(
                    log.messages()
                            .get(0)
                            .contains("\ntask far of another event loop, which no thread runs, held by thread "),
                    log.messages().get(0));
        }
    }

    @Test
    void twoLoopsThatWaitForOneAnotherAreReported() throws Exception {
        AtomicLong real = new AtomicLong();
        SimulatedEventLoop one = new SimulatedEventLoop(1, () -> real.getAndAdd(TimeUnit.SECONDS.toNanos(20)));
        SimulatedEventLoop other = new SimulatedEventLoop(2);
        ScheduledTask<Void> sleeps = one.spawn("sleeps", Weft.sleep(Duration.ofDays(1)));
        ScheduledTask<Void> far = other.spawn("far", Script.awaiting(sleeps));
        try (LogRecords log = new LogRecords()) {
            Thread first = new Thread(() -> assertThrows(CancellationException.class, () -> one.run(far)));
            Thread second = new Thread(() -> assertThrows(CancellationException.class, () -> other.run(far)));
            second.start();
            while (!other.simulation.holds.areOpen()) { // before, a request that comes to it would fail its run
                Thread.onSpinWait();
            }
            first.start();
            while (log.messages().stream()
                    .noneMatch(line -> line.contains("\ntask far of another event loop, held by"))) {
                if (!first.isAlive()) {
                    throw new AssertionError(log.messages().toString());
                }
                Thread.onSpinWait();
            }
            first.interrupt();
            first.join();
            second.join();
        }
        assertEquals(ScheduledTask.State.CANCELLED, sleeps.state());
        one.close();
        other.close();
    }

    /** What the JDK completes by its own clock comes from a thread of its own, or too late. */
    @Test
    void whatTheJdkCompletesInRealTimeFailsTheRun() {
        DeadlockException deadlock = assertThrows(
                DeadlockException.class,
                () -> loop.run(Awaitable.of(new CompletableFuture<>().orTimeout(1, TimeUnit.DAYS))));
        assertTrue(String.valueOf(deadlock.getMessage()).contains("loop.hold(\"what it does\")"));
    }
}
