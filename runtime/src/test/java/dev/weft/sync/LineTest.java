// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Waiter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LineTest {
    private final Line<Place> line = new Line<>();

    @Test
    void whoCameFirstIsTakenFirst() {
        Place a = added();
        Place b = added();
        assertSame(a, line.first());
        assertSame(a, line.poll());
        assertSame(b, line.poll());
        assertNull(line.poll());
        assertTrue(line.isEmpty());
    }

    @Test
    void whoLeavesIsMissedByNobody() {
        List<Place> places = List.of(added(), added(), added(), added());
        line.remove(places.get(1));
        line.remove(places.get(1));
        line.remove(places.get(3));
        line.remove(places.get(0));
        assertEquals(1, line.size());
        assertSame(places.get(2), line.poll());
        line.add(places.get(1));
        assertSame(places.get(1), line.first());
        new Line<Place>().remove(places.get(1)); // stands elsewhere
        assertEquals(1, line.size());
    }

    /** Each leaves in constant time: in a list that is searched it would take minutes. */
    @Test
    @Timeout(60)
    void aMillionLeaveFromAnywhere() {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < 1_000_000; i++) {
            places.add(added());
        }
        Collections.shuffle(places, new Random(1));
        places.forEach(line::remove);
        assertEquals(0, line.size());
        assertTrue(line.isEmpty());
    }

    private Place added() {
        Place place = new Place();
        line.add(place);
        return place;
    }

    private static final class Place extends Queued<Boolean> {
        @Override
        Named home() {
            return new Mutex();
        }

        @Override
        String verb() {
            return "stand()";
        }

        @Override
        protected void begin(Waiter waiter) {}

        @Override
        protected Boolean value() {
            return true;
        }
    }
}
