// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels used from plain threads, and what stands behind: the list of those who wait. */
@Timeout(120)
class ChannelThreadsTest {
    private static final int COUNT = 2_000;

    private static Channel<Integer> channel(int capacity) {
        return capacity == 0 ? Channel.rendezvous() : Channel.bounded(capacity);
    }

    /** Runs each on a thread of its own, and waits for all. */
    private static void onThreads(int count, Runnable action) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(action);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** kotlinx ChannelSendReceiveStressTest: many threads. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void passesEveryElementOnceBetweenThreads(int capacity) throws InterruptedException {
        Channel<Integer> channel = channel(capacity);
        AtomicInteger count = new AtomicInteger();
        AtomicLong sum = new AtomicLong();
        Thread receivers = new Thread(() -> {
            try {
                onThreads(2, () -> {
                    for (Optional<Integer> next = channel.next().block();
                            next.isPresent();
                            next = channel.next().block()) {
                        count.incrementAndGet();
                        sum.addAndGet(next.get());
                    }
                });
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        receivers.start();
        onThreads(2, () -> {
            for (int i = 1; i <= COUNT; i++) {
                channel.send(i).block();
            }
        });
        channel.close();
        receivers.join();
        assertEquals(2 * COUNT, count.get());
        assertEquals((long) COUNT * (COUNT + 1), sum.get());
        assertEquals(new ChannelStatistics(0, capacity, 0, 0, true), channel.statistics());
    }

    /** Each thread selects between a send one way and a receive the other way, on two channels: what is sent is received, once. */
    @Test
    void completesExactlyOneClauseOfEachSelectBetweenThreads() throws InterruptedException {
        Channel<Integer> there = Channel.rendezvous();
        Channel<Integer> back = Channel.rendezvous();
        AtomicInteger threads = new AtomicInteger();
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        onThreads(4, () -> {
            boolean isEven = threads.getAndIncrement() % 2 == 0;
            Channel<Integer> out = isEven ? there : back;
            Channel<Integer> in = isEven ? back : there;
            for (int i = 0; i < COUNT; i++) {
                int outcome = Select.select(
                                Select.on(out.send(1), nothing -> 0), Select.on(in.receive(), element -> element))
                        .block();
                (outcome == 0 ? sent : received).incrementAndGet();
            }
        });
        assertEquals(2 * COUNT, sent.get());
        assertEquals(2 * COUNT, received.get());
        assertEquals(0, there.statistics().sendersWaiting() + there.statistics().receiversWaiting());
        assertEquals(0, back.statistics().sendersWaiting() + back.statistics().receiversWaiting());
    }

    @Test
    void refusesToBlockTheThreadOfALoop() {
        Channel<Integer> channel = Channel.rendezvous();
        try (EventLoop loop = EventLoop.create()) {
            List<String> messages = new ArrayList<>();
            loop.post(() -> messages.add(assertThrows(
                            IllegalStateException.class, () -> channel.receive().block())
                    .getMessage()));
            loop.run(Task.done());
            assertTrue(messages.get(0).startsWith("block() would stop the event loop"), messages.get(0));
        }
    }

    @Test
    void endsABlockedReceiveByAnInterrupt() {
        Channel<Integer> channel = Channel.rendezvous();
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> channel.receive().block());
        assertTrue(Thread.interrupted());
        assertEquals(0, channel.statistics().receiversWaiting());
    }

    @Test
    void givesWhatIsThereInSpiteOfAnInterrupt() {
        Channel<Integer> channel = Channel.bounded(1);
        assertTrue(channel.trySend(1));
        Thread.currentThread().interrupt();
        assertEquals(1, channel.receive().block());
        assertTrue(Thread.interrupted());
    }

    /** Each leaves from where it is: were the list searched, this would take minutes. */
    @Test
    void forgetsAHundredThousandWaitersOutOfItsMiddle() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        Waiter waiter = () -> {};
        List<Awaitable<Integer>> receives = new ArrayList<>();
        for (int i = 0; i < 100_002; i++) {
            Awaitable<Integer> receive = channel.receive();
            assertFalse(receive.isReady());
            receive.subscribe(waiter);
            receives.add(receive);
        }
        for (int i = 1; i <= 100_000; i++) {
            int place = i % 2 == 0 ? i / 2 : 100_001 - (i + 1) / 2; // from both ends towards the middle
            assertTrue(receives.get(place).withdraw(waiter));
        }
        assertEquals(2, channel.statistics().receiversWaiting());
        assertTrue(channel.trySend(1));
        assertTrue(channel.trySend(2));
        assertFalse(channel.trySend(3));
        assertTrue(receives.get(0).isReady());
        assertEquals(1, receives.get(0).result());
    }

    /** A withdrawal that comes too late says so, and the element is not lost. */
    @Test
    void saysThatAWithdrawalCameTooLate() throws Exception {
        Channel<Integer> channel = Channel.rendezvous();
        AtomicInteger wakes = new AtomicInteger();
        Waiter waiter = wakes::incrementAndGet;
        Awaitable<Integer> receive = channel.receive();
        receive.subscribe(waiter);
        assertTrue(channel.trySend(1));
        assertFalse(receive.withdraw(waiter));
        assertEquals(1, wakes.get());
        assertTrue(receive.isReady());
        assertEquals(1, receive.result());
    }

    /** What was asked whether it is ready owns what it took, and gives it back. */
    @Test
    void putsBackWhatAWithdrawnReceiveHadTaken() {
        Channel<Integer> channel = Channel.bounded(2);
        assertTrue(channel.trySend(1));
        assertTrue(channel.trySend(2));
        Awaitable<Integer> receive = channel.receive();
        assertTrue(receive.isReady());
        assertTrue(receive.withdraw(() -> {}));
        assertEquals(List.of(1, 2), channel.closeNow());
    }

    /** What is put back into a channel that was closed at once is dropped, and told. */
    @Test
    void dropsWhatIsPutBackAfterItWasClosedAtOnce() {
        List<Integer> dropped = new ArrayList<>();
        Channel<Integer> channel = Channel.droppingLatest(2, dropped::add);
        assertTrue(channel.trySend(1));
        Awaitable<Integer> receive = channel.receive();
        assertTrue(receive.isReady());
        assertEquals(List.of(), channel.closeNow());
        assertTrue(receive.withdraw(() -> {}));
        assertTrue(channel.isEnded());
        assertEquals(List.of(1), dropped);
    }

    /** The ring grows in a burst, is let go when that is over, and grows again. */
    @Test
    void keepsTheOrderOverBursts() {
        Channel<Integer> channel = Channel.unbounded();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5_000; i++) {
                channel.trySend(i);
            }
            for (int i = 0; i < 5_000; i++) {
                assertEquals(i, channel.tryReceive().orElseThrow());
            }
        }
    }
}
