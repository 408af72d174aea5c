// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
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

    /** What the first to use a thread has would stay as long as the thread does. */
    @Test
    void inheritsNothingFromWhoeverUsesItFirst() throws Exception {
        ThreadLocal<String> local = new InheritableThreadLocal<>();
        LinkedBlockingQueue<List<Object>> seen = new LinkedBlockingQueue<>();
        ThreadGroup group = new ThreadGroup("of an application");
        Thread user = new Thread(group, () -> {
            local.set("of an application");
            pool.execute(() -> seen.add(Arrays.asList(
                    Thread.currentThread().getContextClassLoader(),
                    Thread.currentThread().getThreadGroup().getParent(),
                    local.get())));
        });
        user.setContextClassLoader(new ClassLoader(null) {});
        user.start();
        assertEquals(Arrays.asList(BlockingPool.class.getClassLoader(), null, null), seen.take());
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
