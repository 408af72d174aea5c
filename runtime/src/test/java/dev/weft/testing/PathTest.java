// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathTest {
    /** All orders of a number of things, of which one is taken at a time; a history says which were taken. */
    private static List<String> ordersOf(int things, Path path) {
        List<String> orders = new ArrayList<>();
        do {
            path.begin();
            List<Integer> left = new ArrayList<>();
            for (int thing = 0; thing < things; thing++) {
                left.add(thing);
            }
            StringBuilder order = new StringBuilder();
            while (!left.isEmpty()) {
                order.append(left.remove(
                        left.size() == 1
                                ? 0
                                : path.choose(left.size(), order.toString().hashCode())));
            }
            assertFalse(path.hasStrayed());
            orders.add(order.toString());
        } while (path.advance());
        return orders;
    }

    @Test
    void goesThroughEachOrderOnceAndBeginsWithTheFirst() {
        Path path = new Path(Integer.MAX_VALUE);
        List<String> orders = ordersOf(4, path);
        assertEquals("0123", orders.get(0));
        assertEquals(24, orders.size());
        assertEquals(24, new HashSet<>(orders).size());
        assertFalse(path.hasLeftOut());
    }

    @Test
    void goesThroughEachOrderOnceFromTheLastToTheFirst() {
        List<String> orders = ordersOf(4, Path.fromLast());
        assertEquals("3210", orders.get(0));
        assertEquals("0123", orders.get(23));
        assertEquals(24, new HashSet<>(orders).size());
    }

    @Test
    void writesTheEndThatNeverComes() {
        Path path = Path.fromLast();
        choose(path, 2, 3, 2);
        assertEquals("1..:last", path.scheduleWithoutEnd());
        assertEquals(3, path.departures());
        path.advance();
        choose(path, 2, 3, 2);
        assertEquals(2, path.departures());
        path.advance();
        choose(path, 2, 3, 2, 2);
        assertEquals("1:2/2 2:2/3 3..:last", path.scheduleWithoutEnd());
    }

    @Test
    void leavesOutWhatDepartsTooOftenAndSaysSo() {
        Path path = new Path(1);
        assertEquals(1 + 3 + 2 + 1, ordersOf(4, path).size());
        assertTrue(path.hasLeftOut());
        Path enough = new Path(3);
        assertEquals(24, ordersOf(4, enough).size());
        assertFalse(enough.hasLeftOut());
    }

    @Test
    void writesTheDeparturesAsText() {
        Path path = new Path(Integer.MAX_VALUE);
        choose(path, 2, 3);
        assertEquals("", path.schedule());
        assertTrue(path.advance());
        choose(path, 2, 3);
        assertEquals("2:2/3", path.schedule());
        path.advance();
        choose(path, 2, 3);
        path.advance();
        choose(path, 2, 3);
        assertEquals("1:2/2", path.schedule());
        assertEquals(1, path.departures());
    }

    @Test
    void noticesAnotherNumberOfThingsToChooseFrom() {
        Path path = new Path(Integer.MAX_VALUE);
        choose(path, 2, 3);
        path.advance();
        choose(path, 3, 3);
        assertTrue(path.hasStrayed());
    }

    @Test
    void noticesAnotherHistory() {
        Path path = new Path(Integer.MAX_VALUE);
        path.begin();
        path.choose(2, 17);
        path.advance();
        path.begin();
        path.choose(2, 18);
        assertTrue(path.hasStrayed());
        assertTrue(path.strayed().contains("at the latest before choice 1"), path.strayed());
    }

    @Test
    void noticesARunThatEndsBeforeItsLastChoice() {
        Path path = new Path(Integer.MAX_VALUE);
        choose(path, 2, 2, 2);
        path.advance();
        choose(path, 2);
        assertTrue(path.hasStrayed());
    }

    private static void choose(Path path, int... alternatives) {
        path.begin();
        for (int each : alternatives) {
            path.choose(each, 0);
        }
    }
}
