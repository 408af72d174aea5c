// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ScheduledTask;
import dev.weft.Weft;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that spawn onto a loop which closes. */
@Timeout(60)
class RefusedOutsidersTest {
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** A loop onto which the first to spawn takes as long as a test likes. */
    private final class Slow extends LoopEngine {
        private final CountDownLatch spawns = new CountDownLatch(1);

        Slow() {
            super(System::nanoTime, RunQueue.fifo(), new SelectorReadiness());
        }

        @Override
        void arrives(String did, Object subject) {
            spawns.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static FutureTask<ScheduledTask<Void>> spawnOn(LoopEngine loop) {
        FutureTask<ScheduledTask<Void>> spawn = new FutureTask<>(() -> loop.spawn(Weft.yieldNow()));
        new Thread(spawn, "spawns").start();
        return spawn;
    }

    @Test
    void doNotKeepALoopFromClosingThatWaitsForTheOneBeforeThem() throws Exception {
        Slow loop = new Slow();
        FutureTask<ScheduledTask<Void>> first = spawnOn(loop);
        loop.spawns.await();
        Thread closes = new Thread(loop::close, "closes");
        closes.start();
        while (closes.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
        }
        FutureTask<ScheduledTask<Void>> second = spawnOn(loop);
        ExecutionException refused = assertThrows(ExecutionException.class, () -> second.get(10, TimeUnit.SECONDS));
        assertTrue(refused.getCause() instanceof IllegalStateException, refused.toString());
        goOn.countDown();
        closes.join();
        assertTrue(first.get().isReady());
    }
}
