// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Registration;
import dev.weft.Waiter;
import dev.weft.spi.Fence;
import dev.weft.spi.Readiness;
import dev.weft.spi.Watched;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The loop for tests: its clock stands still while anything is ready, then jumps to the next deadline, and the order of
 * what is ready is a function of a seed, or that of a real loop. Without a deadline to jump to it waits for other threads, as a real loop
 * does.
 */
public final class SimulatedEventLoop extends LoopEngine {
    /** Apart from that of the run queue, whose order is then the same whatever lots the code draws. */
    private final Random random;

    private final boolean inOrder;

    /**
     * Makes a loop whose clock begins at 0.
     *
     * @param seed determines the order in which ready tasks run
     */
    public SimulatedEventLoop(long seed) {
        this(RunQueue.seeded(new Random(seed)), new Random(~seed), false);
    }

    private SimulatedEventLoop(RunQueue queue, Random random, boolean inOrder) {
        super(new VirtualClock(), queue, new OtherThreads());
        this.random = random;
        this.inOrder = inOrder;
    }

    /**
     * Makes a loop whose clock begins at 0, and which is first in, first out.
     *
     * @return the loop
     */
    public static SimulatedEventLoop inOrder() {
        return new SimulatedEventLoop(RunQueue.fifo(), new Random(0), true);
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    /** Lets a turn pass, where the order within one is any. */
    @Override
    void wakeLast(Waiter waiter) {
        if (inOrder) {
            super.wakeLast(waiter);
        } else {
            enqueue(() -> Fence.wake(waiter, "yieldNow()"));
        }
    }

    private static final class VirtualClock implements Clock {
        private volatile long now;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public boolean isVirtual() {
            return true;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // written by the loop's thread alone
        public boolean jump(long nanos) {
            now += nanos;
            return true;
        }
    }

    /** The readiness of a loop without channels: other threads can wake it, and nothing else. */
    private static final class OtherThreads implements Readiness {
        private volatile @Nullable Thread waiting;
        private volatile boolean woken;

        @Override
        public Registration watch(Watched what, int interest, IntConsumer onReady) {
            throw new UnsupportedOperationException(
                    "A simulated event loop watches no channels. Test code that uses sockets on EventLoop.create().");
        }

        @Override
        public void poll() {}

        @Override
        public boolean isWatching() {
            return false;
        }

        @Override
        public void await(long nanos) {
            waiting = Thread.currentThread();
            while (!woken && !Thread.currentThread().isInterrupted()) {
                LockSupport.park(this);
            }
            woken = false;
            waiting = null;
        }

        @Override
        public void wakeUp() {
            woken = true;
            LockSupport.unpark(waiting);
        }

        @Override
        public void close() {}
    }
}
