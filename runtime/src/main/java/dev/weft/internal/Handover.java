// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Registration;
import dev.weft.spi.Fence;
import dev.weft.spi.Readiness;
import dev.weft.spi.Watched;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands the turns of a loop to an executor: one at a time, when something has come for which none is under way. It watches no channels. When
 * the executor is gone, and the loop ends on a thread of its own, it wakes that. Any thread.
 */
final class Handover implements Readiness {
    /** How often a turn is handed over again that an executor refuses which is not shut down: for about a second. */
    private static final int MOST_ATTEMPTS = 10;

    final Executor executor;
    private @Nullable ForeignThread thread;
    private int attempts;

    /** The thread that is in the middle of handing over, to tell an executor that runs in place. */
    private @Nullable Thread handing;

    /** The thread on which the loop ends without its executor. */
    private volatile @Nullable Thread instead;

    Handover(Executor executor) {
        this.executor = executor;
    }

    /** Says whose turns are handed over. */
    void begin(ForeignThread whose) {
        thread = whose;
    }

    @SuppressWarnings("NullAway") // begun by whoever makes the turns
    private ForeignThread thread() {
        return thread;
    }

    /** Hands a turn over; from now on the executor has it, and there must be no other. */
    void hand() {
        handing = Thread.currentThread();
        try {
            executor.execute(thread().turn);
        } catch (Throwable thrown) {
            refused(thrown);
        } finally {
            handing = null;
        }
    }

    /** Tries again after a while, where the executor may only be full, or memory lacking. */
    private void refused(Throwable thrown) {
        if (isShutDown() || attempts == MOST_ATTEMPTS) {
            thread().lost.accept(thrown);
            return;
        }
        try {
            var unused = Alarms.shared().schedule(this::hand, 1L << attempts++, TimeUnit.MILLISECONDS);
        } catch (Throwable lacking) { // memory
            thread().lost.accept(thrown);
        }
    }

    boolean isShutDown() {
        return executor instanceof ExecutorService service && service.isShutdown();
    }

    /** Whether the executor will never run anything any more. */
    boolean isGone() {
        return executor instanceof ExecutorService service && service.isTerminated();
    }

    /** Notes that a turn has begun. False if it is in the middle of being handed over. */
    boolean arrived() {
        attempts = 0;
        return handing != Thread.currentThread();
    }

    /** Has the calling thread be woken in place of the executor. */
    void replaceBy(Thread thread) {
        instead = thread;
    }

    @Override
    public void wakeUp() {
        Thread waits = instead;
        if (waits == null) {
            thread().hand();
        } else {
            LockSupport.unpark(waits);
        }
    }

    /** Has the loop make a turn, though nothing has come. */
    void lookAgain() {
        thread().lookAgain();
    }

    @Override
    public Registration watch(Watched what, int interest, IntConsumer onReady) {
        throw new UnsupportedOperationException(
                "An event loop over an executor watches no channels, because it does not wait: the thread of "
                        + Fence.textOf(executor)
                        + " does. Use the channels of its owner, or run what needs those of Weft on EventLoop.create().");
    }

    @Override
    public void poll() {}

    /** The thread always has something else to look at, for which a task that only computes gives way. */
    @Override
    public boolean isWatching() {
        return true;
    }

    /** Only when the loop ends without its executor. */
    @Override
    public void await(long nanos) {
        LockSupport.parkNanos(this, nanos);
    }

    @Override
    public void close() {}
}
