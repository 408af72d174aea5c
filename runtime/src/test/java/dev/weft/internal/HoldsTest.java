// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.Weft;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HoldsTest {
    private final AtomicLong realNanos = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final Holds holds = new Holds(realNanos::get, looks::incrementAndGet);

    @Test
    void timeDoesNotPassWhileAHoldIsOpen() {
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            CompletableFuture<String> stage = new CompletableFuture<>();
            Object value = loop.run(Script.of((step, last) -> {
                if (step > 0) {
                    return last.get();
                }
                SimulatedLoop.Hold hold = loop.hold("the thread of the test");
                new Thread(() -> {
                            try (hold) {
                                stage.complete("value");
                            }
                        })
                        .start();
                return Weft.waitFor(stage, Duration.ofNanos(1));
            }));
            assertEquals("value", value);
            assertEquals(0, loop.nanoTime());
        }
    }

    @Test
    void aLoopThatIsHeldWaitsForOtherThreadsWhenThereIsNoDeadline() {
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            CompletableFuture<String> stage = new CompletableFuture<>();
            Object value = loop.run(Script.of((step, last) -> {
                if (step > 0) {
                    return last.get();
                }
                SimulatedLoop.Hold hold = loop.hold("the thread of the test");
                new Thread(() -> {
                            stage.complete("value");
                            hold.close();
                        })
                        .start();
                return Awaitable.of(stage);
            }));
            assertEquals("value", value);
        }
    }

    @Test
    void timePassesWhenTheLastHoldIsClosed() {
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            loop.run(Script.of((step, last) -> {
                if (step > 0) {
                    return null;
                }
                SimulatedLoop.Hold first = loop.hold("the first");
                SimulatedLoop.Hold second = loop.hold("the second");
                first.close();
                new Thread(second::close).start();
                return Weft.sleep(Duration.ofSeconds(5));
            }));
            assertEquals(5_000_000_000L, loop.nanoTime());
        }
    }

    @Test
    void aHoldIsClosedOnce() {
        Holds.Held first = holds.open("the first");
        Holds.Held second = holds.open("the second");
        first.close();
        first.close();
        assertTrue(holds.areOpen());
        assertEquals(0, looks.get());
        second.close();
        second.close();
        assertFalse(holds.areOpen());
        assertEquals(1, looks.get());
    }

    @Test
    void aHoldThatStandsForTenSecondsIsReportedAndAgainAfterTwiceThat() {
        try (LogRecords log = new LogRecords()) {
            Holds.Held held = holds.open("the import");
            assertEquals(10_000_000_000L, holds.untilReport());
            realNanos.set(9_999_999_999L);
            holds.report();
            assertEquals(List.of(), log.messages());
            realNanos.set(10_000_000_000L);
            assertEquals(0, holds.untilReport());
            holds.report();
            holds.report();
            assertEquals(1, log.messages().size());
            String message = log.messages().get(0);
            assertTrue(
                    message.matches("(?s).*has stood still.*\nthe import, held by thread \""
                            + Thread.currentThread().getName()
                            + "\" at \\S+, after 10 s\n.*"),
                    message);
            assertEquals(10_000_000_000L, holds.untilReport());
            held.close();
            assertEquals(Long.MAX_VALUE, holds.untilReport());
        }
    }

    @Test
    void aClosedLoopIsNotHeld() {
        SimulatedLoop loop = EventLoop.simulated(1);
        loop.close();
        assertThrows(IllegalStateException.class, () -> loop.hold("nothing"));
    }

    @Test
    void aLoopSaysItsSeed() {
        try (SimulatedLoop seeded = EventLoop.simulated(42);
                SimulatedLoop inOrder = EventLoop.simulatedInOrder();
                SimulatedLoop one = EventLoop.simulated();
                SimulatedLoop other = EventLoop.simulated()) {
            assertEquals(42, seeded.seed().getAsLong());
            assertTrue(inOrder.seed().isEmpty());
            assertTrue(one.seed().getAsLong() != other.seed().getAsLong());
        }
    }
}
