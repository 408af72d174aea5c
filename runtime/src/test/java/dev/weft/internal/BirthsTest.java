// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Weft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

    @Test
    void knowsWhenATaskWasMadeThatIsTakenInLongAfter() {
        spawn(3, number -> every(7, number));
        int outside = births.nextOutside();
        births.takenIn(outside, every(100, 1));
        int own = births.next();
        births.turnEnded(every(5000, 1));
        assertEquals(every(100, 1), births.timeOf(outside, now));
        assertEquals(every(5000, 1), births.timeOf(own, now));
        assertEquals(every(21, 1), births.timeOf(3, now));
    }

    /** The last turn of a loop that nobody runs may have begun days ago. */
    @Test
    void aTaskThatIsOnItsWayIsNoOlderThanItIs() {
        try (SelectorEventLoop loop = new SelectorEventLoop()) {
            loop.run(Weft.yieldNow());
            long before = loop.nanoTime();
            loop.spawn(Weft.sleep(Duration.ofHours(1)));
            List<Long> ages = new ArrayList<>();
            LoopInspection.of(loop).showOutside(task -> ages.add(task.ageNanos(before)), 1);
            assertEquals(List.of(0L), ages);
        }
    }

    @Test
    void countsOnWhereOneThreadRunsTheLoopAndSpawnsInBetween() {
        assertEquals(0, births.newest());
        assertEquals(1, births.nextOutside());
        assertEquals(List.of(2, 3), List.of(births.next(), births.next()));
        assertEquals(3, births.newest());
        births.letGo();
        assertEquals(3, births.newest());
        assertEquals(4, births.nextOutside());
        assertEquals(5, births.next());
        births.letGo();
        births.letGo();
        assertEquals(6, births.next());
    }

    @Test
    void whatIsMadeBehindATaskOfAnotherThreadHasAGreaterNumber() {
        int last = births.next();
        for (int i = 0; i < 1000; i++) {
            int outside = births.nextOutside();
            assertTrue(outside > last);
            assertEquals(outside, births.newest());
            last = births.next();
            assertTrue(last > outside);
            if (i % 3 == 0) {
                births.letGo();
            }
            last = i % 5 == 0 ? births.next() : last;
        }
    }

    @Test
    void whatIsMadeBehindADivisionHasAGreaterNumber() {
        for (int i = 0; i < 100; i++) {
            int before = i % 2 == 0 ? births.next() : births.nextOutside();
            int division = births.divide();
            assertTrue(before <= division);
            assertTrue((i % 4 < 2 ? births.next() : births.nextOutside()) > division);
        }
    }

    @Test
    void givesNoNumberTwiceWhicheverThreadsAsk() {
        int each = 100_000;
        int[] outside = new int[each];
        CompletableFuture<Void> others = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < each; i++) {
                outside[i] = births.nextOutside();
            }
        });
        BitSet given = new BitSet();
        for (int i = 0; i < each; i++) {
            given.set(births.next());
            if (i % 7 == 0) {
                births.letGo();
            }
        }
        others.join();
        for (int number : outside) {
            assertFalse(given.get(number));
            given.set(number);
        }
        assertEquals(2 * each, given.cardinality());
    }

    @Test
    void knowsWhenATaskOfAnotherThreadWasMade() {
        births.next();
        births.turnEnded(every(1, 1));
        int outside = births.nextOutside();
        births.turnEnded(every(100, 1));
        int later = births.next();
        births.turnEnded(every(200, 1));
        assertEquals(every(100, 1), births.timeOf(outside, 0));
        assertEquals(every(200, 1), births.timeOf(later, 0));
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
