// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExploredOrderTest {
    private static final Choices LAST = (alternatives, soFar) -> alternatives - 1;

    private record Named(String name) implements Runnable {
        @Override
        public void run() {}
    }

    private static List<String> drain(ExploredOrder order) {
        List<String> names = new ArrayList<>();
        for (Runnable next = order.poll(); next != null; next = order.poll()) {
            names.add(((Named) next).name);
        }
        return names;
    }

    private static ExploredOrder of(Choices choices, String... names) {
        ExploredOrder order = new ExploredOrder(choices, 100);
        for (String name : names) {
            order.add(new Named(name));
        }
        return order;
    }

    @Test
    void givesTheOrderOfARealLoopToWhoTakesTheFirst() {
        assertEquals(List.of("a", "b", "c"), drain(of((alternatives, soFar) -> 0, "a", "b", "c")));
    }

    @Test
    void letsWhatCameLaterOvertake() {
        ExploredOrder order = of(LAST, "a", "b");
        assertEquals(new Named("b"), order.poll());
        order.add(new Named("c"));
        assertEquals(List.of("c", "a"), drain(order));
    }

    @Test
    void letsNobodyWhoGivesWayOvertakeWhatWasReadyBefore() {
        ExploredOrder order = of(LAST, "a", "b");
        order.nextGivesWay(true);
        order.add(new Named("polite"));
        order.nextGivesWay(false);
        order.add(new Named("c"));
        assertEquals(List.of("c", "b", "a", "polite"), drain(order));
    }

    @Test
    void letsWhoGivesWayGoOnBeforeWhatCameLater() {
        ExploredOrder order = of(LAST, "a");
        order.nextGivesWay(true);
        order.add(new Named("polite"));
        order.nextGivesWay(false);
        assertEquals(new Named("a"), order.poll());
        order.add(new Named("b"));
        order.nextGivesWay(true);
        order.add(new Named("later"));
        assertEquals(List.of("b", "polite", "later"), drain(order));
    }

    @Test
    void letsNothingThatWasPostedOvertakeWhatWasPostedBefore() {
        ExploredOrder order = of(LAST, "a");
        order.post(new Named("first"));
        order.add(new Named("b"));
        order.post(new Named("second"));
        order.post(new Named("third"));
        assertEquals(List.of("b", "first", "second", "third", "a"), drain(order));
    }

    @Test
    void asksNobodyWhenOneEntryIsReadyOrTheRunIsOver() {
        Choices none = (alternatives, soFar) -> {
            throw new AssertionError("asked");
        };
        assertEquals(List.of("a"), drain(of(none, "a")));
        ExploredOrder over = of(none, "a", "b");
        over.over();
        assertEquals(List.of("a", "b"), drain(over));
    }

    @Test
    void breaksOffARunThatIsTooLong() {
        ExploredOrder order = of((alternatives, soFar) -> 0);
        for (int i = 0; i < 100; i++) {
            order.add(new Named("a"));
            order.poll();
        }
        order.add(new Named("a"));
        assertThrows(BrokenOff.class, order::poll);
        assertEquals(new Named("a"), order.poll(), "the closing has steps of its own");
        assertNull(order.poll());
    }
}
