// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is behind the question mark of a request. */
class ParametersTest {
    @Test
    void textsAreDecoded() {
        assertEquals("Repo.load #1", Parameters.of("filter=Repo.load+%231").text("filter"));
        assertNull(Parameters.of("").text("filter"));
    }

    @Test
    void aFlagNeedsNoValue() {
        assertTrue(Parameters.of("limit=3&locals").flag("locals"));
        assertFalse(Parameters.of("locals=false").flag("locals"));
        assertFalse(Parameters.of("").flag("locals"));
    }

    @Test
    void timesHaveUnits() {
        Duration otherwise = Duration.ofDays(1);
        assertEquals(Duration.ofSeconds(5), Parameters.of("for=5s").duration("for", otherwise));
        assertEquals(Duration.ofMillis(250), Parameters.of("for=250ms").duration("for", otherwise));
        assertEquals(Duration.ofMinutes(2), Parameters.of("for=2m").duration("for", otherwise));
        assertEquals(Duration.ofHours(1), Parameters.of("for=1h").duration("for", otherwise));
        assertEquals(Duration.ofSeconds(30), Parameters.of("for=30").duration("for", otherwise));
        assertEquals(otherwise, Parameters.of("").duration("for", otherwise));
        assertThrows(
                IllegalArgumentException.class, () -> Parameters.of("for=soon").duration("for", otherwise));
    }

    @Test
    void aNumberIsNotNegativeAndNotHuge() {
        assertEquals(20, Parameters.of("limit=20").number("limit", 1));
        assertThrows(
                IllegalArgumentException.class, () -> Parameters.of("limit=-1").number("limit", 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> Parameters.of("limit=99999999999").number("limit", 1));
    }

    @Test
    void aParameterIsThereOnce() {
        assertThrows(IllegalArgumentException.class, () -> Parameters.of("limit=1&limit=2"));
    }
}
