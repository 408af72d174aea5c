// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace(100, 0);

    @Test
    void isDueAfterAboutAPeriod() {
        assertFalse(pace.isDue(49));
        assertTrue(pace.isDue(150));
    }

    @Test
    void eachLookStandsForTheTimeSinceTheLast() {
        assertEquals(120, pace.begin(120));
        pace.end(125);
        assertEquals(180, pace.begin(300));
    }

    @Test
    void looksThatTakeLongAreFollowedByALongRest() {
        look(100, 200);
        look(200, 400);
        assertTrue(pace.next() >= 400 + 20 * 100, "" + pace.next());
    }

    @Test
    void aLookThatTookLongOnceIsNotFollowedByALongRest() {
        look(100, 101);
        look(200, 100_000);
        assertTrue(pace.next() <= 100_000 + 150, "" + pace.next());
    }

    private void look(long from, long to) {
        pace.begin(from);
        pace.end(to);
    }
}
