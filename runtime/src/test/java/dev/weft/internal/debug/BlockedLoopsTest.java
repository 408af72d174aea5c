// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.debug.LoopInfo;
import dev.weft.debug.TaskDump;
import dev.weft.internal.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A dump of so many loops that do not answer that to wait for one after the other would take 20 seconds. */
class BlockedLoopsTest {
    private static final int LOOPS = 200;

    private final CountDownLatch blocked = new CountDownLatch(LOOPS);
    private final CountDownLatch end = new CountDownLatch(1);

    private void block() {
        try (EventLoop loop = EventLoop.create()) {
            loop.run(Script.of((step, last) -> {
                blocked.countDown();
                end.await();
                return null;
            }));
        }
    }

    @Test
    @Timeout(15)
    void theyAreWaitedForTogether() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            threads.add(new Thread(this::block));
        }
        threads.forEach(Thread::start);
        try {
            blocked.await();
            List<LoopInfo> loops = TaskDump.capture().loops();
            assertTrue(loops.stream()
                            .filter(loop -> loop.mode() == LoopInfo.Mode.OUTSIDE)
                            .count()
                    >= LOOPS);
        } finally {
            end.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
