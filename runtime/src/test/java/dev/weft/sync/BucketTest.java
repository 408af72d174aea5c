// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketTest {
    private static final long YEAR = 365L * 24 * 3600 * 1_000_000_000;

    @Test
    void fillsEvenlyAndNeverDrifts() {
        Bucket third = new Bucket(3, 1_000_000_000, 1);
        long now = 0;
        for (long taken = 1; taken <= 3_000; taken++) {
            third.fillLate(now);
            assertTrue(third.has(1));
            third.take(1);
            assertFalse(third.has(1));
            now = third.timeOf(1);
            assertEquals((taken * 1_000_000_000 + 2) / 3, now, "permit " + taken);
        }
        assertEquals(1_000_000_000_000L, now);
    }

    @Test
    void keepsABurstAndNoMore() {
        Bucket bucket = new Bucket(10, 1_000, 4);
        assertEquals(4, bucket.permitsAt(0));
        bucket.take(3);
        assertEquals(1, bucket.permitsAt(99));
        assertEquals(2, bucket.permitsAt(100));
        assertEquals(4, bucket.permitsAt(YEAR));
        bucket.fill(YEAR);
        bucket.put(4);
        assertEquals(4, bucket.permitsAt(YEAR));
        bucket.take(4);
        bucket.put(1);
        assertEquals(1, bucket.permitsAt(YEAR));
    }

    /** As a timer that is late. A loop that stood still does not pay out all that would have come. */
    @Test
    void whatComesLateToWhoWaitsIsNotLost() {
        Bucket spaced = new Bucket(1, 100, 1);
        spaced.take(1);
        for (int late = 130; late < 10_000; late += 100) {
            spaced.fillLate(late);
            spaced.take(1);
            assertEquals(late + 70, spaced.timeOf(1));
        }
        spaced.fillLate(20_000);
        spaced.take(2);
        assertEquals(20_100, spaced.timeOf(1));
        spaced.fillLate(20_150);
        spaced.fill(20_150);
        assertEquals(1, spaced.permitsAt(20_150));
        assertEquals(20_150, spaced.timeOf(1));
    }

    /** x/time/rate: jump backwards. */
    @Test
    void aClockThatBeginsAnewLosesNothing() {
        Bucket bucket = new Bucket(1, 1_000, 2);
        bucket.fill(YEAR);
        bucket.take(2);
        bucket.startAt(0);
        assertEquals(0, bucket.permitsAt(999));
        assertEquals(1, bucket.permitsAt(1_000));
        bucket.fill(-5);
        assertEquals(0, bucket.permitsAt(0));
    }

    /** Guava: some wait allowed; negative; overflow. */
    @Test
    void refusesWhatItCannotCountAndTellsVeryLongWaits() {
        assertThrows(ArithmeticException.class, () -> new Bucket(1, YEAR, 300));
        Bucket rare = new Bucket(1, YEAR, 140);
        rare.take(140);
        assertEquals(YEAR * 140, rare.timeOf(140));
        assertEquals(Long.MAX_VALUE, rare.timeOf(300));
    }

    /** Beside fractions without a limit. x/time/rate: no truncation errors; long-running requests. */
    @Test
    void countsAsExactFractionsDo() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int permits = 1 + random.nextInt(random.nextBoolean() ? 10 : 1_000_000);
            long period = 1L + random.nextInt(random.nextBoolean() ? 100 : Integer.MAX_VALUE);
            int burst = 1 + random.nextInt(20);
            Bucket bucket = new Bucket(permits, period, burst);
            BigInteger full = BigInteger.valueOf(period).multiply(BigInteger.valueOf(burst));
            BigInteger parts = full; // a permit is a period of them
            long now = 0;
            for (int step = 0; step < 50; step++) {
                long elapsed = random.nextInt((int) Math.min(Integer.MAX_VALUE, 3L * period / permits + 2));
                now += elapsed;
                bucket.fill(now);
                parts = parts.add(BigInteger.valueOf(elapsed).multiply(BigInteger.valueOf(permits)))
                        .min(full);
                int there = parts.divide(BigInteger.valueOf(period)).intValueExact();
                assertEquals(there, bucket.permitsAt(now), "seed " + seed);
                int taken = random.nextInt(there + 1);
                bucket.take(taken);
                parts = parts.subtract(BigInteger.valueOf(period).multiply(BigInteger.valueOf(taken)));
                long time = bucket.timeOf(1);
                assertTrue(bucket.permitsAt(time) >= 1, "seed " + seed);
                assertTrue(time == now || bucket.permitsAt(time - 1) == 0, "seed " + seed);
            }
        }
    }
}
