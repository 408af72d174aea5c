// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Waiter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One question to the name service, which blocks, and so is put by a thread of a small pool. A question that nobody waits
 * for any more still runs to its end there.
 */
final class NameLookup implements Runnable {
    private static final int THREADS = 4;
    private static final AtomicInteger THREAD_NUMBER = new AtomicInteger();
    private static final Executor POOL = pool();

    private final String host;
    private final Waiter waiter;
    private InetAddress[] found = {};
    private @Nullable UnknownHostException failure;

    /** Written last; publishes the two above. */
    private volatile boolean answered;

    private NameLookup(String host, Waiter waiter) {
        this.host = host;
        this.waiter = waiter;
    }

    private static Executor pool() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "weft-name-lookup-" + THREAD_NUMBER.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Starts a lookup that wakes the waiter when it has an answer. */
    static NameLookup start(String host, Waiter waiter) {
        NameLookup lookup = new NameLookup(host, waiter);
        POOL.execute(lookup);
        return lookup;
    }

    @Override
    public void run() {
        try {
            found = InetAddress.getAllByName(host);
        } catch (UnknownHostException unknown) {
            failure = new UnknownHostException("cannot resolve host \"" + host + '"');
            failure.initCause(unknown);
        } finally {
            answered = true;
            waiter.wake();
        }
    }

    boolean answered() {
        return answered;
    }

    /** Only when {@link #answered}. */
    InetAddress[] addresses() throws UnknownHostException {
        if (failure != null) {
            throw failure;
        }
        return found;
    }
}
