// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.ForeignLoop;
import dev.weft.Weft;
import dev.weft.debug.DumpOptions;
import dev.weft.debug.LoopInfo;
import dev.weft.debug.TaskDump;
import dev.weft.internal.HeldLoop;
import dev.weft.internal.LoopInspection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A dump of so many loops that do not answer that to wait for one after the other would take 20 seconds. */
class BlockedLoopsTest {
    private static final int LOOPS = 200;
    private static final int MOST_LOOKS = 1_000;

    private final List<HeldLoop> held = new ArrayList<>();

    @AfterEach
    void letGo() {
        held.forEach(HeldLoop::close);
    }

    @Test
    @Timeout(15)
    void theyAreWaitedForTogether() throws InterruptedException {
        for (int i = 0; i < LOOPS; i++) {
            held.add(new HeldLoop());
        }
        List<LoopInfo> loops = TaskDump.capture().loops();
        assertTrue(loops.stream()
                        .filter(loop -> loop.mode() == LoopInfo.Mode.OUTSIDE)
                        .count()
                >= LOOPS);
    }

    /** As on a machine that is so busy that a thread comes late to what it is asked. */
    @Test
    @Timeout(60)
    void oneThatHasTurnedSinceItWasAskedIsNot() {
        ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
        Executor late = waiting::add;
        ForeignLoop loop = EventLoop.over(late);
        loop.spawn("served late", Weft.sleep(Duration.ofDays(1)));
        List<LoopInspection> all = LoopInspection.all();
        LoopCapture capture = new LoopCapture(all.get(all.size() - 1), DumpOptions.DEFAULT, true);
        capture.ask();
        capture.read();
        assertEquals(LoopInfo.State.BLOCKED, capture.info(Nodes.here()).state());
        LoopInfo.State state = LoopInfo.State.BLOCKED;
        for (int i = 0; i < MOST_LOOKS && state == LoopInfo.State.BLOCKED; i++) { // one comes soon enough behind a turn
            loop.post(() -> {});
            runAll(waiting);
            state = capture.info(Nodes.here()).state();
        }
        assertEquals(LoopInfo.State.RUNNING, state);
        CompletableFuture<Void> closed = loop.closeAsync().toCompletableFuture();
        while (!closed.isDone()) {
            runAll(waiting);
        }
    }

    private static void runAll(Queue<Runnable> waiting) {
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
            next.run();
        }
    }
}
