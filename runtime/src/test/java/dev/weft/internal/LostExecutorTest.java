// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.BlockingPool;
import dev.weft.EventLoop;
import dev.weft.ForeignLoop;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Executors that a loop cannot be on, and what becomes of the loop. */
@Timeout(60)
class LostExecutorTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final LogRecords warnings = new LogRecords();

    @AfterEach
    void logAgain() {
        warnings.close();
    }

    /** A task that waits for long, and says on which thread it cleans up. */
    private ScheduledTask<String> spawnWaiting(EventLoop loop) {
        return loop.spawn(Script.of((step, last) -> {
            if (step > 0) {
                events.add("cleans up on " + Thread.currentThread().getName());
                return last.get();
            }
            return Weft.sleep(LONG);
        }));
    }

    private void assertEndsElsewhere(ForeignLoop loop, ScheduledTask<?> task, String reason) {
        CancellationException cancelled = assertThrows(CancellationException.class, task::block);
        assertTrue(String.valueOf(cancelled.getMessage()).contains(reason), cancelled::toString);
        assertEquals(List.of("cleans up on weft-loop-end"), events);
        loop.close(); // waits until it is
        assertThrows(IllegalStateException.class, () -> loop.post(() -> {}));
        String log = warnings.lines().toString();
        assertTrue(log.contains("An event loop has lost its executor"), log);
    }

    // ------------------------------------------------------------------ it takes nothing any more

    @Test
    void whenItIsShutDownTheTasksAreCancelledAndCleanUp() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        ForeignLoop loop = EventLoop.over(executor);
        ScheduledTask<String> task = spawnWaiting(loop);
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        executor.shutdown();
        loop.post(() -> {});
        assertEndsElsewhere(loop, task, "executor");
    }

    /** Which drops what it was given without a word; somebody has to look. */
    @Test
    void whenItHasDroppedATurnTheTasksAreCancelled() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        ForeignLoop loop = EventLoop.over(executor);
        ScheduledTask<String> task = spawnWaiting(loop);
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        CountDownLatch blocked = new CountDownLatch(1);
        executor.execute(() -> {
            blocked.countDown();
            try {
                Thread.sleep(LONG.toMillis()); // until the interrupt of shutdownNow
            } catch (InterruptedException over) {
                return;
            }
        });
        blocked.await();
        loop.post(() -> {});
        executor.shutdownNow();
        assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
        assertEndsElsewhere(loop, task, "terminated");
    }

    @Test
    void aRunThatIsUnderWayEnds() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        ForeignLoop loop = EventLoop.over(executor);
        CountDownLatch started = new CountDownLatch(1);
        Script<String> main = Script.of((step, last) -> {
            started.countDown();
            return step == 0 ? Weft.sleep(LONG) : last.get();
        });
        FutureTask<Throwable> run =
                new FutureTask<>(() -> assertThrows(CancellationException.class, () -> loop.run(main)));
        new Thread(run).start();
        started.await();
        executor.shutdown();
        run.get();
        assertTrue(loop.isClosed());
    }

    @Test
    void isNotMadeWhereItIsShutDownAlready() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.shutdown();
        assertThrows(RejectedExecutionException.class, () -> EventLoop.over(executor));
    }

    /** As one whose queue has no room just now. */
    @Test
    void oneThatRefusesAndIsNotShutDownIsTriedAgain() {
        ByHand executor = new ByHand();
        ForeignLoop loop = EventLoop.over(executor);
        executor.runAll();
        executor.refuse(3);
        loop.post(() -> events.add("ran"));
        while (events.isEmpty()) {
            executor.runAll();
        }
        assertEquals(List.of(), warnings.all());
    }

    @Test
    void oneThatRefusesForASecondIsGivenUp() throws Exception {
        ByHand executor = new ByHand();
        ForeignLoop loop = EventLoop.over(executor);
        executor.runAll();
        ScheduledTask<String> task = spawnWaiting(loop);
        Thread turn = new Thread(executor::runAll); // and not this one, which waits for the end
        turn.start();
        turn.join();
        executor.refuse(Integer.MAX_VALUE);
        loop.post(() -> {});
        assertEndsElsewhere(loop, task, "RejectedExecutionException: full");
    }

    /** The loop had nothing to do, and nobody need be told. */
    @Test
    void aLoopWithoutTasksEndsInSilence() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        ForeignLoop loop = EventLoop.over(executor);
        loop.run(Script.of((step, last) -> 1));
        executor.shutdown();
        assertTrue(executor.awaitTermination(30, TimeUnit.SECONDS));
        loop.close();
        assertTrue(loop.isClosed());
        assertEquals(List.of(), warnings.all());
    }

    // ------------------------------------------------------------------ it is no single thread

    @Test
    void onesThatSayTheyAreNoneAreRefused() {
        for (Executor executor : List.of(
                Executors.newFixedThreadPool(2), Executors.newCachedThreadPool(), Executors.newWorkStealingPool(2))) {
            String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> EventLoop.over(executor))
                    .getMessage());
            assertTrue(message.contains(" threads. An event loop needs one with a single thread"), message);
            ((ExecutorService) executor).shutdown();
        }
        for (Executor executor : List.of(BlockingPool.shared(), new ForkJoinPool(1))) {
            String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> EventLoop.over(executor))
                    .getMessage());
            assertTrue(message.contains(" threads. An event loop needs one with a single thread"), message);
        }
        String inPlace =
                String.valueOf(assertThrows(IllegalArgumentException.class, () -> EventLoop.over(Runnable::run))
                        .getMessage());
        assertTrue(inPlace.contains("runs in place"), inPlace);
    }

    /** As one that does so on a certain thread only. */
    @Test
    void oneThatRunsATurnInPlaceIsGivenUp() {
        AtomicInteger given = new AtomicInteger();
        ByHand queue = new ByHand();
        ForeignLoop loop = EventLoop.over(work -> {
            if (given.incrementAndGet() < 3) {
                queue.execute(work);
            } else {
                work.run();
            }
        });
        queue.runAll();
        ScheduledTask<String> task = spawnWaiting(loop);
        queue.runAll();
        loop.post(() -> {});
        assertEndsElsewhere(loop, task, "runs in place");
    }

    /** As Netty's group of loops, when somebody has forgotten to take one of them. */
    @Test
    void oneThatComesBackToAThreadIsGivenUp() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        ExecutorService other = Executors.newSingleThreadExecutor();
        AtomicInteger given = new AtomicInteger();
        ForeignLoop loop = EventLoop.over(work -> (given.getAndIncrement() % 2 == 0 ? one : other).execute(work));
        ScheduledTask<String> task = spawnWaiting(loop);
        for (int turns = 0; turns < 5 && !loop.isClosed(); turns++) {
            CountDownLatch turned = new CountDownLatch(1);
            try {
                loop.post(turned::countDown);
            } catch (IllegalStateException closed) {
                break;
            }
            turned.await();
        }
        assertEndsElsewhere(loop, task, "it has several threads");
        one.shutdown();
        other.shutdown();
    }

    @Test
    void oneThatRunsTwoTurnsAtATimeIsGivenUp() throws Exception {
        ByHand twice = new ByHand();
        ForeignLoop loop = EventLoop.over(work -> {
            twice.execute(work);
            twice.execute(work);
        });
        twice.runAll();
        ScheduledTask<String> task = spawnWaiting(loop);
        Thread first = new Thread(twice::runAll);
        first.start();
        first.join();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        loop.post(() -> {
            inside.countDown();
            try {
                over.await();
            } catch (InterruptedException interrupted) {
                events.add("interrupted");
            }
        });
        Thread thread = new Thread(twice::runOne);
        thread.start();
        inside.await();
        twice.runOne();
        over.countDown();
        assertEndsElsewhere(loop, task, "two things at the same time");
        thread.join();
    }

    /** A pool of one thread replaces it when what it runs has thrown; the loop goes on on the new one. */
    @Test
    void aThreadThatIsReplacedIsNoSecondOne() throws Exception {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work);
                    thread.setUncaughtExceptionHandler((which, thrown) -> events.add("died"));
                    return thread;
                });
        try (ForeignLoop loop = EventLoop.over(executor)) {
            for (int i = 1; i <= 4; i++) {
                loop.run(Weft.sleep(Duration.ofNanos(1)));
                executor.execute(() -> {
                    throw new IllegalStateException("of somebody else");
                });
            }
            loop.run(Weft.sleep(Duration.ofNanos(1)));
        }
        executor.shutdown();
        assertEquals(List.of(), warnings.all());
    }

    @Test
    void isNoLongerRunningWhenItHasEnded() {
        ByHand executor = new ByHand();
        ForeignLoop loop = EventLoop.over(executor);
        executor.runAll();
        loop.closeAsync();
        executor.runAll();
        assertFalse(((LoopEngine) loop).isRunning());
    }
}
