// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // what a broken pool would wait for never comes
class BlockingPoolTest {
    private final BlockingPool pool = new BlockingPool("test-pool", 2);
    private final LinkedBlockingQueue<Thread> used = new LinkedBlockingQueue<>();

    @Test
    void runsAsManyAtOnceAsItMayOnNamedDaemons() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < 2; i++) {
            pool.execute(() -> {
                used.add(Thread.currentThread());
                try {
                    together.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        for (int i = 0; i < 2; i++) {
            Thread thread = used.take();
            assertTrue(thread.isDaemon());
            names.add(thread.getName());
        }
        assertEquals(Set.of("test-pool-1", "test-pool-2"), names);
    }

    @Test
    void hasWhatFindsNoThreadWaitForOne() throws InterruptedException {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            pool.execute(() -> {
                used.add(Thread.currentThread());
                try {
                    free.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                done.countDown();
            });
        }
        Thread one = used.take();
        Thread other = used.take();
        free.countDown();
        done.await();
        assertTrue(Set.of(one, other).contains(used.take()));
    }
}
