// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Two virtual threads that wake each other so many times. */
final class ThreadPairs {
    private ThreadPairs() {}

    /** With a flag, park and unpark. */
    static void parking(int rounds) throws InterruptedException {
        Parking there = new Parking();
        Parking back = new Parking();
        Thread first = VirtualThreads.start(() -> relay(there, back, rounds));
        Thread second = VirtualThreads.start(() -> relay(back, there, rounds));
        there.pass();
        first.join();
        second.join();
    }

    private static void relay(Parking from, Parking to, int rounds) {
        for (int i = 0; i < rounds; i++) {
            from.take();
            to.pass();
        }
    }

    private static final class Parking {
        private volatile @Nullable Thread waiting;
        private volatile boolean here;

        void take() {
            waiting = Thread.currentThread();
            while (!here) {
                LockSupport.park(this);
            }
            here = false;
        }

        void pass() {
            here = true;
            LockSupport.unpark(waiting);
        }
    }

    /** With a queue in each direction. */
    static void queueing(int rounds) throws InterruptedException {
        SynchronousQueue<Integer> there = new SynchronousQueue<>();
        SynchronousQueue<Integer> back = new SynchronousQueue<>();
        Thread first = VirtualThreads.start(() -> ask(there, back, rounds));
        Thread second = VirtualThreads.start(() -> answer(there, back, rounds));
        first.join();
        second.join();
    }

    private static void ask(SynchronousQueue<Integer> to, SynchronousQueue<Integer> from, int rounds) {
        try {
            for (int i = 0; i < rounds; i++) {
                to.put(1);
                from.take();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(SynchronousQueue<Integer> from, SynchronousQueue<Integer> to, int rounds) {
        try {
            for (int i = 0; i < rounds; i++) {
                to.put(from.take());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
