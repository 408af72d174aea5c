// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    private static final long MILLI = 1_000_000;

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "49999, 0 ms",
        "50000, 0.1 ms",
        "200000, 0.2 ms",
        "9940000, 9.9 ms",
        "9960000, 10 ms",
        "812000000, 812 ms",
        "999600000, 1 s",
        "4200000000, 4.2 s",
        "59960000000, 1 min",
        "185000000000, 3 min 5 s",
        "3599999999999, 59 min 59 s",
        "7500000000000, 2 h 5 min",
        "86400000000000, 1 d",
        "9223372036854775807, 106751 d 23 h",
        "-5000000, -5 ms"
    })
    void timesHaveTwoDigitsOrThree(long nanos, String expected) {
        assertEquals(expected, Words.time(nanos));
    }

    @Test
    void timesOfSeveralTasksNameTheirUnitOnce() {
        assertEquals("1.8–4.1 s", Words.time(new Span(1_800 * MILLI, 4_100 * MILLI)));
        assertEquals("800 ms – 1.1 s", Words.time(new Span(800 * MILLI, 1_100 * MILLI)));
        assertEquals("4 s", Words.time(new Span(4_001 * MILLI, 4_002 * MILLI)));
        assertEquals("1 min – 1 h", Words.time(new Span(60_000 * MILLI, 3_600_000 * MILLI)));
    }

    @Test
    void deadlinesAreToComeOrOver() {
        assertEquals("due in 812 ms", Words.due(Span.of(812 * MILLI)));
        assertEquals("due in 0–812 ms", Words.due(new Span(-5 * MILLI, 812 * MILLI)));
        assertEquals("due 2–5 ms ago", Words.due(new Span(-5 * MILLI, -2 * MILLI)));
    }
}
