// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.internal.watch.Stall.Of;
import dev.weft.internal.watch.Stall.Phase;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which reports of many reach the log. */
class QuotaTest {
    private static final String LINE = "com.example.Shop.buy(Shop.java:7)";

    private final Quota quota = new Quota();
    private long now = 5;

    private static Stall stall(int level) {
        long nanos = TimeUnit.MILLISECONDS.toNanos(120 + level);
        return new Stall(Of.STEP, level == 0 ? Phase.BEGINS : Phase.GOES_ON, level, nanos, nanos, false);
    }

    private boolean admits(int level, String line) {
        return quota.admits(stall(level), line, now);
    }

    @Test
    void aLineIsReportedOnceAMinute() {
        assertTrue(admits(0, LINE));
        now += Quota.PERIOD - 1;
        assertFalse(admits(0, LINE));
        now++;
        assertTrue(admits(0, LINE));
    }

    @Test
    void anotherLineIsReportedMeanwhile() {
        assertTrue(admits(0, LINE));
        assertTrue(admits(0, "com.example.Shop.sell(Shop.java:9)"));
    }

    @Test
    void aStallThatLastsLongerThanThoseBeforeIsReported() {
        assertTrue(admits(0, LINE));
        assertFalse(admits(0, LINE));
        assertTrue(admits(1, LINE));
        assertFalse(admits(1, LINE));
        assertTrue(admits(2, LINE));
    }

    @Test
    void aMinuteHasTwentyShortStallsAtMost() {
        for (int i = 0; i < Quota.MOST; i++) {
            assertTrue(admits(0, "line " + i));
        }
        assertFalse(admits(0, LINE));
        assertTrue(admits(1, LINE));
        now += Quota.PERIOD;
        assertTrue(admits(0, "com.example.Shop.sell(Shop.java:9)"));
    }

    @Test
    void whatWasHeldBackIsToldWithTheNextReport() {
        assertTrue(admits(0, LINE));
        assertEquals("", quota.takeHeld(LINE));
        quota.held(stall(0), LINE);
        quota.held(stall(5), LINE);
        quota.held(stall(1), LINE);
        assertEquals(" Since the last report, 3 more at this line, the longest 125 ms.", quota.takeHeld(LINE));
        assertEquals("", quota.takeHeld(LINE));
    }
}
