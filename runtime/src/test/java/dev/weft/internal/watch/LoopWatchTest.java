// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Blocking;
import dev.weft.EventLoop;
import dev.weft.Weft;
import dev.weft.internal.LoopInspection;
import dev.weft.internal.Script;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looks at loops on threads of their own, in place of the thread that does so. A step may hold them for a nanosecond. */
@Timeout(60)
class LoopWatchTest {
    private final List<SeenStall> seen = new ArrayList<>();
    private final LoopWatch watch = new LoopWatch(1, new Quota(), thread -> Reading.UNTOLD, seen::add);

    /** A run whose second step blocks, until its thread is interrupted. */
    private static Thread runs(EventLoop loop) {
        CompletableFuture<Thread> blocks = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try (loop) {
                loop.run(Script.of((step, last) -> {
                    if (step == 0) {
                        return Weft.sleep(Duration.ofNanos(1));
                    }
                    blocks.complete(Thread.currentThread());
                    return Blocking.forEver();
                }));
            } catch (Exception interrupted) {
                return;
            }
        });
        thread.setName("the loop");
        thread.start();
        while (blocks.join().getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }

    @Test
    void namesCannotEndTheLineOrCommandATerminal() throws InterruptedException {
        try (LogRecords log = new LogRecords()) {
            Thread thread = runs(EventLoop.create());
            thread.setName("odd\n\u001b[31m");
            watch.look(loopOf(thread), 1);
            watch.look(loopOf(thread), 1);
            thread.interrupt();
            thread.join();
            String report = log.messages().get(0);
            assertTrue(report.contains(" of thread \"odd\\n\\u001b[31m\", "), report);
        }
    }

    private static LoopInspection loopOf(Thread thread) {
        return LoopInspection.all().stream()
                .filter(loop -> loop.thread() == thread)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStepThatBlocksIsReportedWithTaskCallAndLineAndSoIsItsEnd() throws InterruptedException {
        try (LogRecords log = new LogRecords()) {
            Thread thread = runs(EventLoop.create());
            LoopInspection loop = loopOf(thread);
            watch.look(loop, 1);
            assertEquals(List.of(), log.messages());
            assertFalse(watch.look(loop, 1)); // there is no hurry any more
            String report = log.messages().get(0);
            assertTrue(report.startsWith("Task main holds up the event loop of thread \"the loop\", "), report);
            assertTrue(report.contains(" in CountDownLatch.await. "), report);
            assertTrue(report.contains("\n\tat com.example.Blocking.forEver(Blocking.java:"), report);
            assertFalse(report.contains("\tat dev.weft."), report);
            thread.interrupt();
            thread.join();
            assertFalse(watch.look(loop, 1));
            String last = log.messages().get(log.messages().size() - 1);
            assertTrue(
                    last.startsWith("The event loop of thread \"the loop\" goes on: Task main has held it up for "),
                    last);
        }
    }

    /** A loop that is always in some turn is well, and need not be looked at more often for it. */
    @Test
    void aTurnThatGoesOnIsToBeLookedAtSoonAndTheNextOneIsNot() throws InterruptedException {
        LoopWatch patient =
                new LoopWatch(Duration.ofDays(1).toNanos(), new Quota(), thread -> Reading.UNTOLD, stall -> {});
        Thread thread = runs(EventLoop.create());
        LoopInspection loop = loopOf(thread);
        assertFalse(patient.look(loop, 1));
        assertTrue(patient.look(loop, 1));
        thread.interrupt();
        thread.join();
        assertFalse(patient.look(loop, 1));
    }

    @Test
    void whoObservesIsToldOfAStallWhileItLastsAndWhenItIsOver() throws InterruptedException {
        Thread thread = runs(EventLoop.create());
        LoopInspection loop = loopOf(thread);
        for (int i = 0; i < 4; i++) {
            watch.look(loop, 1);
        }
        thread.interrupt();
        thread.join();
        watch.look(loop, 1);
        SeenStall last = seen.remove(seen.size() - 1);
        assertTrue(last.isOver());
        assertTrue(last.nanos() > seen.get(0).nanos());
        for (SeenStall stall : seen) {
            assertFalse(stall.isOver());
            assertEquals("main", stall.task());
            assertEquals(loop.number(), stall.loop());
            assertTrue(
                    stall.stack().stream().anyMatch(line -> line.getMethodName().equals("forEver")));
        }
    }

    @Test
    void aLoopThatWaitsDoesNotStall() {
        EventLoop loop = EventLoop.create();
        Thread thread = new Thread(() -> {
            try (loop) {
                loop.run(Weft.sleep(Duration.ofDays(1)));
            } catch (RuntimeException stopped) {
                return;
            }
        });
        thread.start();
        while (LoopInspection.all().stream().noneMatch(each -> each.thread() == thread)) {
            Thread.onSpinWait();
        }
        LoopInspection inspection = loopOf(thread);
        while (!inspection.isWaiting()) {
            Thread.onSpinWait();
        }
        assertFalse(watch.look(inspection, 1));
        loop.stop();
    }

    @Test
    void aLoopWithVirtualTimeDoesNotStall() throws InterruptedException {
        try (LogRecords log = new LogRecords()) {
            Thread thread = runs(EventLoop.simulated(3));
            LoopInspection loop = loopOf(thread);
            assertFalse(watch.look(loop, 1));
            assertFalse(watch.look(loop, 1));
            assertEquals(List.of(), log.messages());
            thread.interrupt();
            thread.join();
        }
    }

    @Test
    void codeThatNobodyRunsIsNotLookedAt() {
        try (EventLoop loop = EventLoop.create()) {
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            LoopInspection inspection = LoopInspection.all().stream()
                    .reduce((first, second) -> second)
                    .orElseThrow();
            assertFalse(watch.look(inspection, 1));
        }
    }
}
