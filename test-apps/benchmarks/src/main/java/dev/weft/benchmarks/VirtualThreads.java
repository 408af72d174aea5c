// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.work.Source;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Virtual threads, which JDK 17 has not: found by reflection, once, before anything is measured. */
public final class VirtualThreads {
    static final String ONE_CARRIER = "-Djdk.virtualThreadScheduler.parallelism=1";

    private static final @Nullable ThreadFactory FACTORY = find();

    private VirtualThreads() {}

    private static @Nullable ThreadFactory find() {
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Thread start(Runnable action) {
        if (FACTORY == null) {
            throw new UnsupportedOperationException("skipped: this JDK has no virtual threads");
        }
        Thread thread = FACTORY.newThread(action);
        thread.start();
        return thread;
    }

    /** A loop of so many operations in a virtual thread; the calling thread is the loop that completes them. */
    static int reads(int turns) throws InterruptedException {
        Reader reader = new Reader(turns);
        Thread thread = start(reader);
        for (int i = 0; i < turns; i++) {
            reader.queue.take().run();
        }
        thread.join();
        return reader.total;
    }

    private static final class Reader implements Runnable {
        private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
        private final int turns;
        private volatile @Nullable Integer result;
        private int total;

        Reader(int turns) {
            this.turns = turns;
        }

        @Override
        public void run() {
            for (int i = 0; i < turns; i++) {
                total += read();
            }
        }

        private int read() {
            Thread waiting = Thread.currentThread();
            result = null;
            queue.add(() -> {
                result = Source.RESULT;
                LockSupport.unpark(waiting);
            });
            while (true) {
                Integer read = result;
                if (read != null) {
                    return read;
                }
                LockSupport.park(this);
            }
        }
    }
}
