// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
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

    /** JDK 17 keeps, with a thread, the domains of all code on the stack on which it was made, and with them its loaders. */
    @Test
    void keepsNoLoaderOfTheCodeThatUsesItFirst() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        WeakReference<ClassLoader> loader = useByCodeOfAnotherLoader(() -> {
            used.add(Thread.currentThread());
            try {
                looked.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertTrue(used.take().isAlive());
        while (loader.get() != null) {
            assertFalse(Thread.interrupted(), "the loader was still there when the time of the test was over");
            System.gc();
        }
        looked.countDown();
    }

    private WeakReference<ClassLoader> useByCodeOfAnotherLoader(Runnable work) throws Exception {
        OneClass loader = new OneClass();
        Supplier<String> use = () -> {
            pool.execute(work);
            return "";
        };
        loader.caller().getMethod("call", Supplier.class).invoke(null, use);
        return new WeakReference<>(loader);
    }

    /** A loader as an application has one: its classes are in a domain that knows it. */
    private static final class OneClass extends ClassLoader {
        OneClass() {
            super(null);
        }

        Class<?> caller() throws IOException {
            try (InputStream in = Objects.requireNonNull(Caller.class.getResourceAsStream("Caller.class"))) {
                byte[] code = in.readAllBytes();
                return defineClass(
                        Caller.class.getName(), code, 0, code.length, new ProtectionDomain(null, null, this, null));
            }
        }
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
