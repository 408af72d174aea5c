// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofSeconds(1);
    private static final long MILLI = 1_000_000;

    private static List<Long> millis(Backoff backoff, int count) {
        Backoff.Pauses pauses = backoff.pauses();
        Random random = new Random(1);
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            millis.add(pauses.next(random) / MILLI);
        }
        return millis;
    }

    @Test
    void growsToTheLongest() {
        assertEquals(List.of(100L, 100L, 100L), millis(Backoff.constant(FIRST), 3));
        assertEquals(List.of(100L, 200L, 400L, 800L, 1_000L, 1_000L), millis(Backoff.exponential(FIRST, MOST), 6));
        assertEquals(List.of(100L, 300L, 900L, 1_000L), millis(Backoff.exponential(FIRST, 3, MOST), 4));
        Backoff forEver = Backoff.exponential(FIRST, Duration.ofDays(400_000));
        assertEquals(Long.MAX_VALUE / MILLI, millis(forEver, 2_000).get(1_999));
        assertEquals(List.of(0L, 0L), millis(Backoff.constant(Duration.ZERO), 2));
    }

    @Test
    void jitterKeepsItsBounds() {
        Backoff.Pauses full = Backoff.exponential(FIRST, MOST).withFullJitter().pauses();
        Backoff.Pauses equal =
                Backoff.exponential(FIRST, MOST).withEqualJitter().pauses();
        Backoff.Pauses decorrelated =
                Backoff.exponential(FIRST, MOST).withDecorrelatedJitter().pauses();
        Random random = new Random(1);
        long reckoned = FIRST.toNanos();
        double before = reckoned;
        for (int i = 0; i < 1_000; i++) {
            assertTrue(full.next(random) <= reckoned);
            long half = equal.next(random);
            assertTrue(half >= reckoned / 2 && half <= reckoned, "" + half);
            long next = decorrelated.next(random);
            assertTrue(next >= FIRST.toNanos() && next <= Math.min((double) MOST.toNanos(), 3 * before), "" + next);
            before = next + 1;
            reckoned = Math.min(MOST.toNanos(), 2 * reckoned);
        }
    }

    /** As many pauses in each tenth of what is possible. */
    @Test
    void fullJitterSpreadsEvenly() {
        int[] tenths = new int[10];
        Backoff.Pauses pauses = Backoff.constant(MOST).withFullJitter().pauses();
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            tenths[(int) (pauses.next(random) * 10 / MOST.toNanos())]++;
        }
        for (int count : tenths) {
            assertTrue(count > 800 && count < 1_200, "" + count);
        }
    }

    @Test
    void refusesWhatIsNoBackoff() {
        assertThrows(IllegalArgumentException.class, () -> Backoff.constant(FIRST.negated()));
        assertThrows(IllegalArgumentException.class, () -> Backoff.exponential(Duration.ofSeconds(2), MOST));
        assertThrows(IllegalArgumentException.class, () -> Backoff.exponential(FIRST, 0.5, MOST));
        assertThrows(IllegalArgumentException.class, () -> Backoff.exponential(FIRST, Double.NaN, MOST));
        assertThrows(IllegalArgumentException.class, () -> Backoff.exponential(FIRST, Double.POSITIVE_INFINITY, MOST));
    }

    @Test
    void describesItself() {
        assertEquals(
                "backoff from PT0.1S by 2.0 to PT1S, jitter full",
                Backoff.exponential(FIRST, MOST).withFullJitter().toString());
    }
}
