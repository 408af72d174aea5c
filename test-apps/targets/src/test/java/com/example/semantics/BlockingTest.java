// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.BlockingPool;
import dev.weft.ContextKey;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What blocks, in woven code: on threads of the system, or on virtual ones where the JDK has them. */
@Timeout(60)
@SuppressWarnings("weft:BlockingCallInAsync") // is refused, as is tested
class BlockingTest implements OnEverySchedule {
    private static final ContextKey<String> USER = ContextKey.named("user", "nobody");

    /** asyncio test_threads: to_thread, once, concurrent. */
    @AsyncTest
    void eachCallIsMadeOnceAndGivesItsResult() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        List<Awaitable<Integer>> parts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            parts.add(blocking(calls::incrementAndGet));
        }
        assertEquals(
                55, await(gather(parts)).stream().mapToInt(Integer::intValue).sum());
        assertEquals(10, calls.get());
    }

    /** asyncio test_threads: to_thread with contextvars. */
    @AsyncTest
    void aCallHasTheContextOfItsTask() throws Exception {
        String inner = await(USER.where("ann", () -> Task.of(await(blocking(USER::get)))));
        assertEquals("ann nobody", inner + " " + await(blocking(USER::get)));
    }

    /** asyncio test_threads: to_thread with an exception. */
    @AsyncTest
    void aCheckedExceptionIsCaughtAroundTheAwaitByItsType() throws Exception {
        IOException of = new IOException("of the call");
        try {
            await(blocking(() -> {
                if (of != null) {
                    throw of;
                }
                return 1;
            }));
            throw new AssertionError("nothing was thrown");
        } catch (IOException caught) {
            assertSame(of, caught);
        }
    }

    /** In asyncio the thread would be left at work. */
    @AsyncTest
    void aTaskIsWaitedForWhileItsCallIsInterrupted() throws Exception {
        List<String> events = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        ScheduledTask<String> task = spawn(holding(begun, events));
        await(blocking(() -> {
            begun.await();
            return true;
        }));
        task.cancel();
        Throwable thrown = await(failureOf(task));
        events.add("task");
        assertInstanceOf(CancellationException.class, thrown);
        assertEquals(List.of("interrupted", "cleaned up", "task"), events);
    }

    /** As {@code block()} does, the way back from the thread of a call. */
    @Async
    private static Task<String> endingByItsOwnCancellation(CountDownLatch begun) {
        return Task.of(await(blocking(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                throw new CancellationException("interrupted while blocked");
            }
            return "never";
        })));
    }

    @AsyncTest
    void aCancelledCallSaysWhoHasAskedWhateverItsCodeThrows() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        ScheduledTask<String> task = spawn(endingByItsOwnCancellation(begun));
        await(blocking(() -> {
            begun.await();
            return true;
        }));
        task.cancel();
        Throwable thrown = await(failureOf(task));
        assertInstanceOf(CancellationException.class, thrown);
        assertTrue(thrown.getMessage().startsWith("cancelled by task main at "), thrown.getMessage());
        assertEquals("interrupted while blocked", thrown.getSuppressed()[0].getMessage());
    }

    @Async
    private static Task<String> holding(CountDownLatch begun, List<String> events) throws InterruptedException {
        try {
            return Task.of(await(blocking(() -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException interrupted) {
                    events.add("interrupted");
                    throw interrupted;
                }
                return "never";
            })));
        } finally {
            await(sleep(ms(1)));
            events.add("cleaned up");
        }
    }

    /** A call whose thread was slower than the limit has not begun, and is made again with a longer one. */
    @Test
    void aTimeoutEndsACallThatHeedsInterrupts() throws Exception {
        CompletableFuture<Thread> interrupted = new CompletableFuture<>();
        try (EventLoop loop = EventLoop.create()) {
            for (int limit = 1; !interrupted.isDone(); limit *= 2) {
                Throwable thrown =
                        loop.run(failureOf(waitFor(blocking(() -> heedsInterrupts(interrupted)), ms(limit))));
                assertTrue(thrown == null || thrown instanceof TimeoutException, () -> String.valueOf(thrown));
            }
        }
        assertTrue(interrupted.join().getName().startsWith("weft-blocking-"));
    }

    private static String heedsInterrupts(CompletableFuture<Thread> interrupted) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException expected) {
            interrupted.complete(Thread.currentThread());
        }
        return "interrupted";
    }

    /** The thread of the call may block on a task of the loop, and the loop goes on meanwhile. */
    @AsyncTest
    void aCallMayBlockOnATaskOfTheLoop() throws Exception {
        EventLoop loop = EventLoop.current();
        String result = await(blocking(() -> loop.spawn(greeting()).block() + " by " + loop.isLoopThread()));
        assertEquals("hello by false", result);
    }

    @Async
    private static Task<String> greeting() {
        await(yieldNow());
        return Task.of("hello");
    }

    @AsyncTest
    void theThreadOfALoopIsRefusedToBlockOnATask() throws Exception {
        ScheduledTask<String> task = spawn(greeting());
        Throwable refused = null;
        try {
            task.block();
        } catch (IllegalStateException e) {
            refused = e;
        }
        assertTrue(refused.getMessage().contains("Await instead."), refused::toString);
        assertEquals("hello", await(task));
    }

    /** A virtual thread, where the JDK has them, blocks on a task as any other thread. */
    @Test
    void aVirtualThreadMayBlockOnATask() throws Exception {
        CompletableFuture<String> result = new CompletableFuture<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        try (EventLoop loop = EventLoop.create()) {
            BlockingPool.virtual("virtual", 1).execute(() -> {
                result.complete(loop.spawn(greeting()).block());
                end.complete(null);
            });
            loop.run(Awaitable.of(end));
        }
        assertEquals("hello", result.join());
    }

    @AsyncTest
    void aPartOfAGatherThatFailsInterruptsTheOthersCall() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        List<String> events = new ArrayList<>();
        IOException failure = new IOException("of the other part");
        Throwable thrown = await(failureOf(gather(holding(begun, events), failsAfter(begun, failure))));
        assertSame(failure, thrown);
        assertEquals(List.of("interrupted", "cleaned up"), events);
        assertEquals(0, thrown.getSuppressed().length);
    }

    @Async
    private static Task<String> failsAfter(CountDownLatch begun, IOException failure) throws Exception {
        await(blocking(() -> {
            begun.await();
            return true;
        }));
        throw failure;
    }

    @AsyncTest
    void noVirtualTimePassesWhileACallRuns() throws Exception {
        EventLoop loop = EventLoop.current();
        ScheduledTask<Void> sleeper = spawn(sleep(LONG));
        long before = loop.nanoTime();
        assertEquals(before, await(waitFor(blocking(loop::nanoTime), ms(1))));
        assertEquals(before, loop.nanoTime());
        assertFalse(sleeper.isReady());
        sleeper.cancel();
        await(failureOf(sleeper));
    }

    /** Whoever asks may be bound to another pool, or to none. */
    @AsyncTest
    void saysOnWhichPoolItRunsWhoeverAsks() throws Exception {
        BlockingPool database = new BlockingPool("database", 1);
        CountDownLatch asked = new CountDownLatch(1);
        ScheduledTask<Void> task = spawn(BlockingPool.EXECUTOR.where(database, () -> waitsOnAThread(asked)));
        while (task.waitsFor() == null) {
            await(yieldNow());
        }
        assertSame(database, task.waitsFor().owner());
        asked.countDown();
        await(task);
    }

    @Async
    private static Task<Void> waitsOnAThread(CountDownLatch latch) throws InterruptedException {
        await(blocking(() -> {
            latch.await();
            return null;
        }));
        return Task.done();
    }
}
