// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads for what blocks, so that no loop has to: a bounded number of named daemon threads, made when there is work. A thread of the
 * system is gone when there was none for ten seconds, a virtual thread at once. They inherit neither class loader nor thread locals from
 * the code that uses them first. What is given to the pool runs in that order; whatever finds no free thread waits without limit. Any
 * thread.
 *
 * <p>Who shares a pool waits for one another: what may block for long has a pool of its own. {@link Weft#blocking(CallableOp)} uses the one
 * to which {@link #EXECUTOR} is bound, and {@link #shared()} elsewhere.
 */
public final class BlockingPool implements Executor {
    /**
     * Where {@link Weft#blocking(CallableOp)} runs what blocks. Bound around the main task it is that of a loop: {@code
     * run(BlockingPool.EXECUTOR.where(pool, () -> main()))}; bound for a block it is that of the block and of what it starts.
     */
    public static final ContextKey<Executor> EXECUTOR = ContextKey.named("executor of what blocks");

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String name;
    private final int most;
    private final ThreadFactory factory;
    private final long idleNanos;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition hasWork = lock.newCondition();
    private final Entries waiting = new Entries();
    private int threads;
    private int idle;
    private long completed;

    /** The one that is shared, made when it is first used. */
    private static final class Shared {
        static final BlockingPool POOL =
                virtual("weft-blocking", Math.max(1, Integer.getInteger("weft.blocking.threads", 64)));
    }

    /**
     * Makes a pool of threads of the system, without a thread yet.
     *
     * @param name how its threads are called, each with a number behind it; not null
     * @param most how many threads it has at most, more than 0
     * @throws IllegalArgumentException if {@code most} is not
     */
    public BlockingPool(String name, int most) {
        this(Objects.requireNonNull(name, "name"), most, PoolThreads.ofPlatform(name), IDLE_NANOS);
    }

    private BlockingPool(String name, int most, ThreadFactory factory, long idleNanos) {
        if (most <= 0) {
            throw new IllegalArgumentException("the pool " + name + " needs at least one thread, and not " + most);
        }
        this.name = name;
        this.most = most;
        this.factory = factory;
        this.idleNanos = idleNanos;
    }

    /**
     * Makes a pool of virtual threads where the JDK has those that may block anywhere (from 24 on), and of threads of the system elsewhere.
     *
     * @param name how its threads are called, each with a number behind it
     * @param most how many threads it has at most, more than 0
     * @return the pool, without a thread yet
     * @throws IllegalArgumentException if {@code most} is not
     */
    public static BlockingPool virtual(String name, int most) {
        ThreadFactory virtual = PoolThreads.ofVirtual(Objects.requireNonNull(name, "name"));
        return virtual == null ? new BlockingPool(name, most) : new BlockingPool(name, most, virtual, 0);
    }

    /**
     * Returns the pool of the program: {@link #virtual}, with the name {@code weft-blocking}, and at most 64 threads or as many as the
     * system property {@code weft.blocking.threads} says when it is first used.
     *
     * @return the pool
     */
    public static BlockingPool shared() {
        return Shared.POOL;
    }

    /**
     * Runs something on a thread of the pool. Never waits for it.
     *
     * @param work may block; what it throws goes to the thread's handler of uncaught exceptions; not null
     */
    @Override
    public void execute(Runnable work) {
        submit(work);
    }

    /**
     * Runs something on a thread of the pool, as {@link #execute}, and can take it back while it waits for a thread.
     *
     * @param work may block; what it throws goes to the thread's handler of uncaught exceptions
     * @return takes the work back when it is asked; true if that will not run, and nothing of it is left; false if it runs or has run
     */
    public BooleanSupplier submit(Runnable work) {
        Entry entry = new Entry(Objects.requireNonNull(work, "work"));
        boolean starts;
        lock.lock();
        try {
            waiting.add(entry);
            starts = idle < waiting.size && threads < most;
            if (starts) {
                threads++;
            } else {
                hasWork.signal();
            }
        } finally {
            lock.unlock();
        }
        if (starts) {
            startThread(entry);
        }
        return () -> isTakenBack(entry);
    }

    /** Where no thread can be made, another one does the work later; if there is none, who submits it is told. */
    private void startThread(Entry entry) {
        try {
            factory.newThread(this::serve).start();
        } catch (Throwable lacking) { // memory, or the system's threads
            lock.lock();
            try {
                if (--threads == 0 && entry.isWaiting) {
                    waiting.remove(entry);
                    throw lacking;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean isTakenBack(Entry entry) {
        lock.lock();
        try {
            boolean takes = entry.isWaiting;
            if (takes) {
                waiting.remove(entry);
            }
            return takes;
        } finally {
            lock.unlock();
        }
    }

    /** What a thread runs. */
    private void serve() {
        boolean hasCompleted = false;
        while (isServed(hasCompleted)) {
            hasCompleted = true;
        }
    }

    /** Does what waits longest; false if there was nothing. A call of its own, so that a thread that waits has nothing of its last work. */
    private boolean isServed(boolean hasCompleted) {
        Entry next = next(hasCompleted);
        if (next == null) {
            return false;
        }
        try {
            next.work.run();
        } catch (Throwable thrown) {
            uncaught(thrown);
        }
        Thread.interrupted(); // which was meant for the work
        return true;
    }

    private static void uncaught(Throwable thrown) {
        Thread here = Thread.currentThread();
        try {
            here.getUncaughtExceptionHandler().uncaughtException(here, thrown);
        } catch (Throwable ignored) { // as the JVM does
            return;
        }
    }

    /** Takes what waits longest; null when there was nothing for a while, and the thread ends. */
    private @Nullable Entry next(boolean hasCompleted) {
        lock.lock();
        try {
            if (hasCompleted) {
                completed++;
            }
            long left = idleNanos;
            while (waiting.size == 0) {
                if (left <= 0) {
                    threads--;
                    return null;
                }
                left = await(left);
            }
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // next() is the loop
    private long await(long nanos) {
        idle++;
        try {
            return hasWork.awaitNanos(nanos);
        } catch (InterruptedException nobodys) {
            return nanos;
        } finally {
            idle--;
        }
    }

    /**
     * Returns what the pool does now, and has done.
     *
     * @return the numbers, of one moment
     */
    public BlockingStatistics statistics() {
        lock.lock();
        try {
            return new BlockingStatistics(most, threads, threads - idle, waiting.size, completed);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns how its threads are called, each with a number behind it.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /** The name, and how full it is. */
    @Override
    public String toString() {
        BlockingStatistics now = statistics();
        return "pool " + name + " (" + now.running() + " of " + most + " threads run, " + now.queued() + " wait)";
    }

    /** Work that waits for a thread, and its place among the others. Under the lock. */
    private static final class Entry {
        final Runnable work;
        boolean isWaiting;

        @Nullable
        Entry previous;

        @Nullable
        Entry next;

        Entry(Runnable work) {
            this.work = work;
        }
    }

    /** A queue from whose middle an entry leaves at once. */
    private static final class Entries {
        private @Nullable Entry first;
        private @Nullable Entry last;
        int size;

        void add(Entry entry) {
            entry.previous = last;
            if (last == null) {
                first = entry;
            } else {
                last.next = entry;
            }
            last = entry;
            entry.isWaiting = true;
            size++;
        }

        void remove(Entry entry) {
            if (entry.previous == null) {
                first = entry.next;
            } else {
                entry.previous.next = entry.next;
            }
            if (entry.next == null) {
                last = entry.previous;
            } else {
                entry.next.previous = entry.previous;
            }
            entry.isWaiting = false;
            size--;
        }

        @Nullable
        Entry poll() {
            Entry polled = first;
            if (polled != null) {
                remove(polled);
            }
            return polled;
        }
    }
}
