// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class BirthsTest {
    private static final long RESOLUTION_NANOS = 4_000_000;

    private final Births births = new Births();
    private long now;

    /** One task in each turn, and a turn every so many milliseconds, as on a server that spawns for each request. */
    private void spawn(int tasks, IntToLongFunction bornAt) {
        for (int number = 1; number <= tasks; number++) {
            now = bornAt.applyAsLong(number);
            births.next();
            births.turnEnded(now);
        }
    }

    private static long every(long millis, int number) {
        return TimeUnit.MILLISECONDS.toNanos(millis * number);
    }

    @Test
    void knowsTheOldestTaskAsLongAsThereAreNewOnes() {
        spawn(1_000_000, number -> every(7, number));
        assertEquals(every(7, 1), births.timeOf(1, now));
    }

    @Test
    void makesNoTaskOlderNorYoungerThanByAnEighth() {
        IntToLongFunction bornAt = number -> every(5, number);
        spawn(300_000, bornAt);
        assertExact(300_000, bornAt);
    }

    @Test
    void hasRoomForALoopThatRunsForYears() {
        int first = 20_000;
        long years = (long) (TimeUnit.MILLISECONDS.toNanos(1) * Math.exp(27));
        IntToLongFunction bornAt = number -> number <= first
                ? (long) (TimeUnit.MILLISECONDS.toNanos(1) * Math.exp(27.0 * number / first))
                : years + every(5, number - first);
        spawn(3 * first, bornAt);
        assertExact(3 * first, bornAt);
    }

    private void assertExact(int tasks, IntToLongFunction bornAt) {
        for (int number = 1; number <= tasks; number++) {
            long age = now - births.timeOf(number, now);
            long real = now - bornAt.applyAsLong(number);
            assertTrue(
                    age <= real + RESOLUTION_NANOS && age >= real * 7 / 8 - RESOLUTION_NANOS,
                    "task " + number + ": " + age + " in place of " + real);
        }
    }
}
