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
 * Hands the turns of a loop to an executor: one at a time, when something has come for which none is under way. One that the executor has
 * dropped is given to it once more; if it has not dropped it, that is none. It watches no channels. When the executor is gone, and the loop
 * ends on a thread of its own, it wakes that. Any thread.
 */
final class Handover implements Readiness {
    /** How often a turn is handed over again that an executor refuses which is not shut down: for about a second. */
    private static final int MOST_ATTEMPTS = 10;

    final Executor executor;
    final Probe probe;
    private @Nullable ForeignThread thread;
    private int attempts;

    /** What the executor is given to make a turn, which is void once there is another one. */
    private volatile Turn turn = new Turn();

    /** The thread that is in the middle of handing over, to tell an executor that runs in place. */
    private @Nullable Thread handing;

    /** The thread on which the loop ends without its executor. */
    private volatile @Nullable Thread instead;

    /**
     * Hands over to an executor.
     *
     * @param executor where the turns are made
     * @param probe what it was tried with
     */
    Handover(Executor executor, Probe probe) {
        this.executor = executor;
        this.probe = probe;
    }

    /** Says whose turns are handed over. */
    void begin(ForeignThread whose) {
        thread = whose;
    }

    @SuppressWarnings("NullAway") // begun by whoever makes the turns
    private ForeignThread thread() {
        return thread;
    }

    /** Hands a turn over; from now on the executor has it, and there must be no other. Where it is gone, the thread in its place is woken. */
    void hand() {
        Thread waits = instead;
        if (waits != null) {
            LockSupport.unpark(waits);
            return;
        }
        try {
            give();
        } catch (Throwable thrown) {
            refused(thrown);
        }
    }

    /**
     * Gives the executor once more a turn that has not come, as it may have dropped it: in another object, and if the one before comes all the
     * same it is void. Returns why the executor does not take that.
     */
    @Nullable
    Throwable handAgain() {
        Turn before = turn;
        turn = new Turn();
        try {
            give();
            return null;
        } catch (Throwable thrown) {
            turn = before; // it may be in its queue
            return thrown;
        }
    }

    private void give() {
        handing = Thread.currentThread();
        try {
            executor.execute(turn);
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

    /** Whether the calling thread is in the middle of handing a turn over. */
    boolean isHanding() {
        return handing == Thread.currentThread();
    }

    /** Whether the executor can say that it is shut down. */
    boolean isService() {
        return executor instanceof ExecutorService;
    }

    /** Has the calling thread be woken in place of the executor. */
    void replaceBy(Thread thread) {
        instead = thread;
    }

    @Override
    public void wakeUp() {
        if (instead == null) {
            thread().hand();
        } else {
            hand();
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

    /** What runs a turn, unless it was given once more. */
    private final class Turn implements Runnable {
        @Override
        public void run() {
            if (turn == this) {
                attempts = 0;
                thread().turn();
            }
        }

        @Override
        public String toString() {
            return "a turn of an event loop";
        }
    }
}
