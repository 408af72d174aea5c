// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for what blocks, so that no loop has to: a bounded number of daemon threads, made when there is work and gone when there was none
 * for ten seconds. They belong to nobody: they inherit neither class loader nor thread locals from the code that uses them first. What is
 * given to it runs in that order; whatever finds no free thread waits without limit. Any thread.
 *
 * <p>Who shares a pool waits for one another: what may block for long has a pool of its own.
 */
public final class BlockingPool implements Executor {
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    /**
     * Makes a pool, without a thread yet.
     *
     * @param name how its threads are called, each with a number behind it; not null
     * @param most how many threads it has at most, more than 0
     * @throws IllegalArgumentException if {@code most} is not
     */
    public BlockingPool(String name, int most) {
        Objects.requireNonNull(name, "name");
        if (most <= 0) {
            throw new IllegalArgumentException("the pool " + name + " needs at least one thread, and not " + most);
        }
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                most,
                most,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> make(work, name + '-' + number.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Whoever happens to need the thread first leaves nothing in it: not the stack's domains, which a thread keeps on JDK 17, either. */
    @SuppressWarnings("removal") // of what ends the stack there; later JDKs keep none
    private static Thread make(Runnable work, String name) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(outermostGroup(), work, name, 0, false);
            thread.setContextClassLoader(BlockingPool.class.getClassLoader());
            thread.setDaemon(true);
            return thread;
        });
    }

    private static ThreadGroup outermostGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        return group;
    }

    /**
     * Runs something on a thread of the pool. Never waits for it. It cannot be taken back, and runs to its end.
     *
     * @param work may block; what it throws goes to the thread's handler of uncaught exceptions; not null
     */
    @Override
    public void execute(Runnable work) {
        threads.execute(Objects.requireNonNull(work, "work"));
    }
}
