// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    @Test
    void isTheTextFromWhichItWasRead() {
        assertEquals("3:2/4 17:2/2", Schedule.parse("  3:2/4  17:2/2 ").toString());
        assertEquals("", Schedule.parse("").toString());
        assertEquals("3:2/4 7..:last", Schedule.parse("3:2/4 7..:last").toString());
        assertEquals("1..:last", Schedule.parse("1..:last").toString());
    }

    @Test
    void knowsWhenItsLastDepartureHasCome() {
        assertTrue(Schedule.parse("3:2/4").isOver(3));
        assertFalse(Schedule.parse("3:2/4").isOver(2));
        assertTrue(Schedule.parse("").isOver(0));
        assertTrue(Schedule.parse("3..:last").isOver(3));
        assertFalse(Schedule.parse("3..:last").isOver(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "3:2", "3:0/4", "3:5/4", "a:1/2", "3:2/4/1", "0:1/2", "..:last", "0..:last"})
    void refusesWhatIsNone(String text) {
        assertThrows(IllegalArgumentException.class, () -> Schedule.parse(text));
    }
}
