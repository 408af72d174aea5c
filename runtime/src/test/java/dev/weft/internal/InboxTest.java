// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Registration;
import dev.weft.spi.Readiness;
import dev.weft.spi.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InboxTest {
    private final WakeCount readiness = new WakeCount();
    private final Inbox inbox = new Inbox(readiness);

    @Test
    void aBusyLoopIsNotWoken() {
        inbox.add(() -> {});
        assertEquals(0, readiness.wakes.get());
    }

    @Test
    void aLoopDoesNotWaitWhenSomethingIsThere() {
        inbox.add(() -> {});
        inbox.await(Long.MAX_VALUE);
        assertEquals(0, readiness.waits.get());
    }

    /** Everybody has to look then, so there is something to do: for the loop, and where a task asks whether others wait. */
    @Test
    void aLoopDoesNotWaitWhenAWakeWasLost() {
        inbox.lostWake();
        assertFalse(inbox.isEmpty());
        inbox.await(Long.MAX_VALUE);
        assertEquals(0, readiness.waits.get());
    }

    @Test
    void aWaitingLoopIsWokenOnce() {
        readiness.whileWaiting = () -> {
            inbox.add(() -> {});
            inbox.add(() -> {});
        };
        inbox.await(Long.MAX_VALUE);
        assertEquals(1, readiness.wakes.get());
    }

    @Test
    void aClosedInboxTakesNothing() {
        inbox.close();
        assertFalse(inbox.add(() -> {}));
        assertTrue(inbox.isEmpty());
    }

    /** A lost wake would leave the waiting thread without a permit, and the test without an end. */
    @Test
    @Timeout(60)
    void noEntryOfAnyThreadIsMissed() throws InterruptedException {
        int threads = 4;
        int each = 20_000;
        List<Thread> senders = new ArrayList<>();
        AtomicInteger seen = new AtomicInteger();
        for (int t = 0; t < threads; t++) {
            senders.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    inbox.add(seen::incrementAndGet);
                }
            }));
        }
        senders.forEach(Thread::start);
        RunQueue queue = RunQueue.fifo();
        while (seen.get() < threads * each) {
            inbox.await(Long.MAX_VALUE);
            inbox.moveTo(queue::add);
            for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
                next.run();
            }
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertTrue(inbox.isEmpty());
    }

    /** A permit for each wake; waits for one. */
    private static final class WakeCount implements Readiness {
        final AtomicInteger wakes = new AtomicInteger();
        final AtomicInteger waits = new AtomicInteger();
        Runnable whileWaiting = () -> {};
        private final Semaphore permits = new Semaphore(0);

        @Override
        public Registration watch(Watched what, int interest, IntConsumer onReady) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void poll() {}

        @Override
        public void await(long nanos) {
            waits.incrementAndGet();
            whileWaiting.run();
            permits.acquireUninterruptibly();
            permits.drainPermits();
        }

        @Override
        public void wakeUp() {
            wakes.incrementAndGet();
            permits.release();
        }

        @Override
        public void close() {}
    }
}
