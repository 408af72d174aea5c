// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.inOrder;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.named;
import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What other threads, and actions that are posted, do on a loop. */
@Timeout(120)
class LoopPostsTest implements OnEverySchedule {
    /** Runs on another thread, while the loop goes on, and gives what that gives or throws. */
    @Async
    private static Task<Object> elsewhere(Callable<?> code) {
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        Schedules.startThread("elsewhere", () -> {
            try {
                outcome.complete(code.call());
            } catch (Throwable thrown) {
                outcome.complete(thrown);
            }
        });
        return Task.of(await(outcome));
    }

    @Async
    private static Task<String> fails(IOException failure) throws IOException {
        await(yieldNow());
        throw failure;
    }

    /** asyncio test_tasks: run coroutine threadsafe; with exception. */
    @AsyncTest
    void anotherThreadSpawnsATaskAndBlocksForItsEnd() throws Exception {
        EventLoop loop = EventLoop.current();
        assertEquals("value", await(elsewhere(() -> loop.spawn(yieldsValue()).block())));
        IOException failure = new IOException();
        assertSame(failure, await(elsewhere(() -> loop.spawn(fails(failure)).block())));
    }

    @Async
    private static Task<String> yieldsValue() {
        await(yieldNow());
        return Task.of("value");
    }

    /** asyncio test_tasks: run coroutine threadsafe with timeout. */
    @AsyncTest
    void anotherThreadThatIsTiredOfWaitingCancelsTheTask() throws Exception {
        EventLoop loop = EventLoop.current();
        List<String> events = new ArrayList<>();
        Gate never = new Gate();
        ScheduledTask<String> task = spawn(never);
        Object thrown = await(elsewhere(() -> {
            CompletableFuture<String> future = task.toCompletableFuture();
            Object late = assertThrows(TimeoutException.class, () -> future.get(0, TimeUnit.MILLISECONDS));
            future.cancel(true);
            return late;
        }));
        assertInstanceOf(TimeoutException.class, thrown);
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(List.of(), events);
        assertSame(loop, EventLoop.current());
    }

    /** asyncio test_tasks: run coroutine threadsafe task cancelled. */
    @AsyncTest
    void anotherThreadIsToldThatTheTaskWasCancelled() throws Exception {
        Gate never = new Gate();
        ScheduledTask<String> task = spawn(never);
        ScheduledTask<Object> waits = spawn(elsewhere(task::block));
        await(yieldNow());
        task.cancel();
        assertInstanceOf(CancellationException.class, await(waits));
    }

    /** trio test_run: TrioToken run sync soon basic; FIFO. */
    @Test
    void actionsRunInTheOrderInWhichTheyWerePosted() throws Exception {
        inOrder(() -> {
            EventLoop loop = EventLoop.current();
            List<Integer> ran = new ArrayList<>();
            await(elsewhere(() -> {
                for (int i = 0; i < 100; i++) {
                    int number = i;
                    loop.post(() -> ran.add(number));
                }
                return "posted";
            }));
            while (ran.size() < 100) {
                await(yieldNow()); // the other thread was so fast that there was nothing to wait for
            }
            assertEquals(100, ran.size());
            assertEquals(ran.stream().sorted().toList(), ran);
            return Task.done();
        });
    }

    /** trio test_run: TrioToken run sync soon crashes; late crash. */
    @Test
    void anActionThatFailsIsReportedAndHurtsNobody() throws Exception {
        try (LogRecords log = new LogRecords();
                EventLoop loop = EventLoop.simulated(1)) {
            loop.post(() -> {
                throw new IllegalStateException("on purpose");
            });
            assertEquals("value", loop.run(yieldsValue()));
            assertEquals(1, log.messages().size(), log.messages()::toString);
        }
    }

    /** trio test_run: TrioToken run sync soon too late. */
    @Test
    void aLoopThatIsClosedTakesNoActions() {
        EventLoop loop = EventLoop.simulated(1);
        loop.close();
        assertThrows(IllegalStateException.class, () -> loop.post(() -> {}));
    }

    /** trio test_run: TrioToken run sync soon starvation resistance. */
    @AsyncTest
    void anActionThatPostsItselfStarvesNoTask() throws Exception {
        EventLoop loop = EventLoop.current();
        boolean[] over = {false};
        repost(loop, over);
        for (int i = 0; i < 5; i++) {
            await(yieldNow());
        }
        over[0] = true;
    }

    private static void repost(EventLoop loop, boolean[] over) {
        if (!over[0]) {
            loop.post(() -> repost(loop, over));
        }
    }

    /** trio test_run: TrioToken run sync soon threaded stress test; massive queue. */
    @AsyncTest
    void everyActionOfManyThreadsRunsOnce() throws Exception {
        EventLoop loop = EventLoop.current();
        int[] ran = {0};
        AtomicInteger posted = new AtomicInteger();
        ScheduledTask<Object> one = spawn(elsewhere(() -> post(loop, ran, posted)));
        ScheduledTask<Object> two = spawn(elsewhere(() -> post(loop, ran, posted)));
        await(one);
        await(two);
        await(sleep(ms(1)));
        assertEquals(posted.get(), ran[0]);
    }

    private static Object post(EventLoop loop, int[] ran, AtomicInteger posted) {
        for (int i = 0; i < 1_000; i++) {
            loop.post(() -> ran[0]++);
            posted.incrementAndGet();
        }
        return "posted";
    }

    /** asyncio test_tasks: stop while run in complete. */
    @Test
    void aLoopThatIsToldToStopEndsWhatRuns() throws Exception {
        List<String> events = new ArrayList<>();
        try (EventLoop loop = EventLoop.simulated(1)) {
            loop.post(loop::stop);
            assertThrows(CancellationException.class, () -> loop.run(named("main", LONG, events)));
        }
        assertTrue(events.isEmpty() || events.equals(List.of("main", "main cancelled")), events.toString());
    }

    @Async
    private static Task<String> awaitsTask(ScheduledTask<String> task) {
        return Task.of(await(task));
    }

    /** asyncio test_tasks: other loop future, which is refused there. */
    @Test
    void aTaskOfAnotherLoopIsAwaited() throws Exception {
        try (EventLoop first = EventLoop.simulated(1);
                EventLoop second = EventLoop.simulated(2)) {
            ScheduledTask<String> ended = first.spawn(yieldsValue());
            first.run(awaitsTask(ended));
            assertEquals("value", second.run(awaitsTask(ended)));
        }
    }
}
