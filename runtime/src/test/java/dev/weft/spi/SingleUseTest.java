// SPDX-License-Identifier: Apache-2.0
package dev.weft.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.Waiter;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SingleUseTest {
    private final List<String> events = new ArrayList<>();
    private final Waiter waiter = () -> events.add("wake");
    private final Fetch fetch = new Fetch();

    @Test
    void beginsWhenSomebodyWaitsAndWakesThemWhenItCompletes() throws Exception {
        assertFalse(fetch.isReady());
        fetch.subscribe(waiter);
        assertFalse(fetch.isReady());
        fetch.complete();
        assertEquals(List.of("begin", "wake"), events);
        assertTrue(fetch.isReady());
        assertEquals("page", fetch.result());
    }

    @Test
    void isTriedWheneverSomebodyAsks() throws Exception {
        fetch.ready = true;
        assertTrue(fetch.isReady());
        assertEquals("page", fetch.result());
        assertEquals(List.of("used up"), events);
    }

    @Test
    void hasWhoWaitsAskAgainWhenItIsWoken() {
        fetch.subscribe(waiter);
        fetch.wake();
        assertEquals(List.of("begin", "wake"), events);
        assertFalse(fetch.isReady());
    }

    @Test
    void wakesWhoStandsInForTheWaiter() {
        assertNull(fetch.waiter());
        fetch.subscribe(waiter);
        assertSame(waiter, fetch.waiter());
        StandIn standIn = new StandIn();
        fetch.waitThrough(standIn);
        assertSame(standIn, fetch.waiter());
        fetch.complete();
        assertEquals(List.of("begin", "stand-in"), events);
        assertNull(fetch.waiter());
    }

    @Test
    void throwsTheFailureAsTheSameObject() {
        IOException failure = new IOException("gone");
        fetch.subscribe(waiter);
        fetch.fail(failure);
        assertTrue(fetch.isReady());
        assertSame(failure, assertThrows(IOException.class, fetch::result));
    }

    @Test
    void keepsWhatATryThrowsForWhoeverAsksForTheResult() {
        fetch.failure = new IOException("gone");
        assertTrue(fetch.isReady());
        assertSame(fetch.failure, assertThrows(IOException.class, fetch::result));
    }

    @Test
    void endsOnce() throws Exception {
        fetch.subscribe(waiter);
        fetch.complete();
        fetch.fail(new IOException("too late"));
        assertEquals("page", fetch.result());
        assertEquals(List.of("begin", "wake", "used up"), events);
    }

    @Test
    void refusesASecondAwaitByName() throws Exception {
        fetch.ready = true;
        assertTrue(fetch.isReady());
        fetch.result();
        String refusal = "fetch(...) was awaited before; what it returns is awaited once. Call it again for another.";
        assertEquals(
                refusal,
                assertThrows(IllegalStateException.class, fetch::isReady).getMessage());
        assertEquals(
                refusal,
                assertThrows(IllegalStateException.class, () -> fetch.subscribe(waiter))
                        .getMessage());
    }

    @Test
    void refusesASecondWaiterWhileTheFirstWaits() {
        fetch.subscribe(waiter);
        assertThrows(IllegalStateException.class, () -> fetch.subscribe(() -> {}));
        fetch.complete();
        assertEquals(List.of("begin", "wake"), events);
    }

    @Test
    void hasNoResultBeforeItHasEnded() {
        assertEquals(
                "fetch(...) has not ended; ask isReady() first.",
                assertThrows(IllegalStateException.class, fetch::result).getMessage());
    }

    @Test
    void stopsWhenItIsWithdrawnAndWakesNobodyLater() {
        fetch.subscribe(waiter);
        assertTrue(fetch.withdraw(waiter));
        fetch.complete();
        assertTrue(fetch.withdraw(waiter));
        assertEquals(List.of("begin", "stop", "used up"), events);
        assertThrows(IllegalStateException.class, fetch::isReady);
    }

    @Test
    void isNotTakenFromWhoeverElseWaits() throws Exception {
        fetch.subscribe(waiter);
        assertTrue(fetch.withdraw(() -> {}));
        fetch.waitThrough(new StandIn());
        assertTrue(fetch.withdraw(() -> {}));
        fetch.complete();
        assertEquals(List.of("begin", "stand-in"), events);
        assertEquals("page", fetch.result());
    }

    @Test
    void isTakenBackByTheWaiterForWhichAnotherStandsIn() {
        fetch.subscribe(waiter);
        fetch.waitThrough(new StandIn());
        assertTrue(fetch.withdraw(waiter));
        fetch.complete();
        assertEquals(List.of("begin", "stop", "used up"), events);
    }

    private final class StandIn implements SingleUse.StandIn {
        @Override
        public void wake() {
            events.add("stand-in");
        }

        @Override
        public Waiter standsFor() {
            return waiter;
        }
    }

    @Test
    void canBeAwaitedLaterIfItWasWithdrawnBeforeItBegan() {
        assertTrue(fetch.withdraw(waiter));
        fetch.subscribe(waiter);
        assertEquals(List.of("stop", "begin"), events);
    }

    @Test
    void discardsTheValueWhenItIsWithdrawnAfterItHasEnded() {
        fetch.ready = true;
        assertTrue(fetch.isReady());
        assertTrue(fetch.withdraw(waiter));
        assertTrue(fetch.withdraw(waiter));
        assertEquals(List.of("stop", "discard page", "used up"), events);
    }

    @Test
    void hasNothingToDiscardWhenItHasFailed() {
        fetch.failure = new IOException("gone");
        assertTrue(fetch.isReady());
        assertTrue(fetch.withdraw(waiter));
        assertEquals(List.of("stop", "used up"), events);
    }

    @Test
    void isUsedUpThoughItFailsToDiscard() {
        fetch.ready = true;
        fetch.discarding = new IllegalStateException("stuck");
        assertTrue(fetch.isReady());
        try (LogRecords warnings = new LogRecords()) {
            assertTrue(fetch.withdraw(waiter));
            assertEquals(
                    List.of("WARNING: discard(...) of " + Fetch.class.getName()
                            + " failed, so a result that nobody gets may not be given back"),
                    warnings.lines());
            assertSame(fetch.discarding, warnings.all().get(0).failure());
        }
        assertEquals(List.of("stop", "discard page", "used up"), events);
    }

    @Test
    void isUsedUpIfItFailsToBegin() {
        fetch.beginning = new IllegalStateException("no loop");
        assertSame(fetch.beginning, assertThrows(IllegalStateException.class, () -> fetch.subscribe(waiter)));
        assertEquals(List.of("begin", "used up"), events);
        fetch.ready = true;
        assertThrows(IllegalStateException.class, fetch::isReady);
    }

    @Test
    void isRefusedOnAnotherThreadThanItsLoops() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            fetch.loop = loop;
            for (Runnable call : List.<Runnable>of(
                    fetch::isReady,
                    () -> fetch.subscribe(waiter),
                    () -> fetch.withdraw(waiter),
                    fetch::complete,
                    () -> fetch.fail(new IOException()),
                    fetch::wake)) {
                IllegalStateException refusal = assertThrows(IllegalStateException.class, call::run);
                assertTrue(
                        refusal.toString().contains("fetch(...) belongs to the thread that runs its"),
                        refusal.toString());
            }
            assertEquals(List.of(), events);
        }
    }

    private final class Fetch extends SingleUse<String> {
        boolean ready;

        @Nullable
        IOException failure;

        @Nullable
        IllegalStateException beginning;

        @Nullable
        IllegalStateException discarding;

        @Nullable
        EventLoop loop;

        @Override
        protected String operation() {
            return "fetch(...)";
        }

        @Override
        protected void begin(Waiter newWaiter) {
            events.add("begin");
            if (beginning != null) {
                throw beginning;
            }
        }

        @Override
        protected boolean tryComplete() throws IOException {
            if (failure != null) {
                throw failure;
            }
            return ready;
        }

        @Override
        protected String value() {
            return "page";
        }

        @Override
        protected void stop() {
            events.add("stop");
        }

        @Override
        public void discard(String page) {
            events.add("discard " + page);
            if (discarding != null) {
                throw discarding;
            }
        }

        @Override
        protected void usedUp() {
            events.add("used up");
        }

        @Override
        public @Nullable EventLoop loop() {
            return loop;
        }
    }
}
