// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The times that the agent lets through, and no others. */
class ThresholdTest {
    @ParameterizedTest
    @CsvSource({"250ms, PT0.25S", "2s, PT2S", "3m, PT3M", "70, PT0.07S"})
    void readsATimeWithItsUnit(String text, Duration time) {
        assertEquals(OptionalLong.of(time.toNanos()), Threshold.of(text));
    }

    @Test
    void isATenthOfASecondIfNobodySaysAnything() {
        assertEquals(OptionalLong.of(Duration.ofMillis(100).toNanos()), Threshold.of(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "0", "0ms", "-1ms", "1.5s", "100us", "99999999999ms"})
    void aValueThatIsNoneIsNotTakenForOne(String text) {
        assertTrue(Threshold.of(text).isEmpty());
    }
}
