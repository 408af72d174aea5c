// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
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

    /** It waits ten seconds for more. */
    @Test
    void aThreadThatWaitsHoldsNothingOfItsLastWork() throws Exception {
        WeakReference<Object> held = runWithSomething();
        while (held.get() != null) {
            assertFalse(Thread.interrupted(), "the work was still there when the time of the test was over");
            System.gc();
        }
        assertEquals(1, pool.statistics().threads());
    }

    private WeakReference<Object> runWithSomething() throws InterruptedException {
        Object something = new Object();
        CountDownLatch ran = new CountDownLatch(1);
        pool.execute(() -> {
            used.add(Thread.currentThread());
            assertNotNull(something);
            ran.countDown();
        });
        ran.await();
        return new WeakReference<>(something);
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

    @Test
    void takesBackWhatWaitsAndNotWhatRuns() throws InterruptedException {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(2);
        List<BooleanSupplier> running = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            running.add(pool.submit(() -> {
                begun.countDown();
                try {
                    free.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        begun.await();
        List<BooleanSupplier> waiting = new ArrayList<>();
        CountDownLatch last = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            waiting.add(pool.submit(() -> used.add(Thread.currentThread())));
        }
        pool.execute(last::countDown);
        assertEquals(new BlockingStatistics(2, 2, 2, 4, 0), pool.statistics());
        assertEquals("pool test-pool (2 of 2 threads run, 4 wait)", pool.toString());
        assertFalse(running.get(0).getAsBoolean());
        for (int i : new int[] {1, 0, 2}) { // from the middle, the beginning and the end of what can be taken back
            assertTrue(waiting.get(i).getAsBoolean());
            assertFalse(waiting.get(i).getAsBoolean());
        }
        free.countDown();
        last.await();
        assertEquals(0, used.size());
        assertEquals(0, pool.statistics().queued());
    }

    @Test
    void goesOnAfterWorkThatThrowsOrLeavesAnInterrupt() throws InterruptedException {
        BlockingPool one = new BlockingPool("one", 1);
        CountDownLatch told = new CountDownLatch(1);
        LinkedBlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
        one.execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> told.countDown());
            Thread.currentThread().interrupt();
            throw new IllegalStateException("of the test");
        });
        told.await();
        one.execute(() -> interrupted.add(Thread.interrupted()));
        assertFalse(interrupted.take());
    }

    @Test
    void aPoolOfVirtualThreadsIsOneWhereTheJdkHasThemToBlockAnywhere() throws Exception {
        LinkedBlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        BlockingPool.virtual("virtual", 2).execute(() -> threads.add(Thread.currentThread()));
        Thread thread = threads.take();
        assertEquals("virtual-1", thread.getName());
        boolean has = Runtime.version().feature() >= 24;
        assertEquals(has, has && (boolean) Thread.class.getMethod("isVirtual").invoke(thread));
    }

    @Test
    void refusesToBeAPoolWithoutThreads() {
        assertThrows(IllegalArgumentException.class, () -> new BlockingPool("none", 0));
        assertThrows(IllegalArgumentException.class, () -> BlockingPool.virtual("none", -1));
    }
}
