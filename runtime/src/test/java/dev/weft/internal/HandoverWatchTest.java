// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.ForeignLoop;
import dev.weft.ScheduledTask;
import dev.weft.Weft;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Turns that an executor has taken and does not run. The seconds are those of the test. */
@Timeout(60)
class HandoverWatchTest {
    private final ByHand executor = new ByHand();
    private final ForeignLoop loop = EventLoop.over(executor);
    private final HandoverWatch watch = watching(loop);
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());
    private final LogRecords warnings = new LogRecords();

    HandoverWatchTest() {
        executor.runAll();
    }

    @AfterEach
    void logAgain() {
        warnings.close();
    }

    private static HandoverWatch watching(ForeignLoop loop) {
        return new HandoverWatch((ForeignThread) ((LoopEngine) loop).driver);
    }

    private static void seconds(int count, HandoverWatch watch) {
        for (int i = 0; i < count; i++) {
            watch.looks();
        }
    }

    /** As one that is full and drops the oldest, or what is newest. */
    @Test
    void aTurnThatWasDroppedIsHandedOverAgain() {
        loop.post(() -> events.add("ran"));
        executor.drop();
        seconds(2, watch);
        executor.runAll();
        assertEquals(List.of("ran"), events);
    }

    @Test
    void oneThatIsDroppedAgainIsHandedOverEachTenSeconds() {
        loop.post(() -> events.add("ran"));
        executor.drop();
        seconds(9, watch);
        executor.drop();
        seconds(1, watch);
        assertEquals(1, executor.waiting());
        executor.drop();
        seconds(10, watch);
        executor.runAll();
        assertEquals(List.of("ran"), events);
        assertEquals(1, warnings.messages().size(), "it is reported once");
    }

    @Test
    void aLoopThatHasNothingToDoIsLeftAlone() {
        loop.post(() -> {});
        executor.runAll();
        seconds(20, watch);
        assertEquals(0, executor.waiting());
    }

    @Test
    void aTurnThatComesTwiceIsOneAndOneComesAfterIt() {
        loop.post(this::postsAgain);
        seconds(2, watch);
        assertEquals(2, executor.waiting(), "it was only late");
        executor.runOne();
        assertEquals(List.of(), events);
        for (int turns = 0; turns < 5; turns++) {
            executor.runOne();
            assertEquals(1, executor.waiting());
        }
    }

    private void postsAgain() {
        events.add("turn");
        loop.post(this::postsAgain);
    }

    /** A modal dialog runs it in the middle of a step. */
    @Test
    void aTurnThatComesTwiceMayComeInTheMiddleOfAStep() {
        loop.post(() -> {
            loop.post(() -> events.add("next"));
            executor.runAll();
            events.add("step ends");
        });
        seconds(2, watch);
        executor.runAll();
        assertEquals(List.of("step ends", "next"), events);
        assertFalse(loop.isClosed());
    }

    /** As {@code shutdownNow} of a service that is given as a lambda, with a turn in its queue. */
    @Test
    void oneThatHasDroppedATurnAndRefusesItForLongHasEnded() throws Exception {
        ScheduledTask<Void> task = loop.spawn(Script.awaiting(Weft.sleep(Duration.ofDays(1))));
        executor.drop();
        executor.refuse(Integer.MAX_VALUE);
        seconds(9, watch);
        assertTrue(((LoopEngine) loop).isRunning(), "it may only be full");
        seconds(1, watch);
        Thread blocks = new Thread(() -> {
            assertThrows(CancellationException.class, task::block);
            loop.close();
            events.add("closed");
        });
        blocks.start();
        blocks.join();
        assertEquals(List.of("closed"), events);
    }

    /** The turn is in its queue, and comes when the thread goes on. */
    @Test
    void oneThatIsFullAndSaysThatItGoesOnIsNotGivenUp() throws Exception {
        ThreadPoolExecutor full = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
        ForeignLoop on = EventLoop.over(full);
        on.run(Weft.yieldNow());
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        executeWhenThereIsRoom(full, () -> {
            blocked.countDown();
            try {
                goOn.await();
            } catch (InterruptedException interrupted) {
                events.add("interrupted");
            }
        });
        blocked.await();
        ScheduledTask<String> task = on.spawn(Script.of((step, last) -> "ran"));
        seconds(30, watching(on));
        goOn.countDown();
        assertEquals("ran", task.block());
        on.close();
        full.shutdown();
    }

    /** The last turn of a run may still be on the thread, and the next one in the queue. */
    private static void executeWhenThereIsRoom(ThreadPoolExecutor full, Runnable work) {
        while (true) {
            try {
                full.execute(work);
                return;
            } catch (RejectedExecutionException turnsAreThere) {
                Thread.onSpinWait();
            }
        }
    }
}
