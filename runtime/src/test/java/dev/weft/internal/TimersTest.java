// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimersTest {
    private final Timers timers = new Timers();
    private final List<Timer<?>> fired = new ArrayList<>();

    /** The origins make deadlines that lie far from, around, and across the overflow of a long. */
    @ParameterizedTest
    @ValueSource(longs = {0, -50, Long.MAX_VALUE - 100, Long.MIN_VALUE, Long.MAX_VALUE})
    void agreesWithAModelThatSorts(long origin) {
        Random random = new Random(origin);
        List<Timer<?>> model = new ArrayList<>();
        long now = origin;
        for (int i = 0; i < 5_000; i++) {
            int action = random.nextInt(10);
            if (action < 5) {
                Timer<?> timer = new Recorded();
                timers.set(timer, now + random.nextInt(60));
                model.add(timer);
            } else if (action < 8 && !model.isEmpty()) {
                Timer<?> timer = model.remove(random.nextInt(model.size()));
                timers.cancel(timer);
                assertFalse(timer.isSet());
            } else {
                now += random.nextInt(20);
                List<Timer<?>> due = dueIn(model, now);
                model.removeAll(due);
                fired.clear();
                timers.fireDue(now);
                assertEquals(due, fired);
            }
            assertEquals(model.size(), timers.size());
            assertEquals(nextIn(model, now), timers.untilNext(now));
        }
    }

    private static List<Timer<?>> dueIn(List<Timer<?>> model, long now) {
        return model.stream()
                .filter(timer -> timer.deadline - now <= 0)
                .sorted(Comparator.<Timer<?>>comparingLong(timer -> timer.deadline - now)
                        .thenComparingInt(timer -> timer.sequence))
                .toList();
    }

    private static long nextIn(List<Timer<?>> model, long now) {
        return model.stream()
                .mapToLong(timer -> Math.max(0, timer.deadline - now))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    @Test
    void equalDeadlinesFireInTheOrderTheyWereSet() {
        List<Timer<?>> set = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Timer<?> timer = new Recorded();
            timers.set(timer, 5);
            set.add(timer);
        }
        timers.cancel(set.remove(3));
        timers.fireDue(5);
        assertEquals(set, fired);
    }

    @Test
    void nothingFiresBeforeItsDeadline() {
        timers.set(new Recorded(), 5);
        timers.fireDue(4);
        assertEquals(List.of(), fired);
        assertEquals(1, timers.untilNext(4));
        assertEquals(0, timers.untilNext(9));
    }

    @Test
    void aTimerMayBeSetAgainAfterItFiredOrWasCancelled() {
        Timer<?> timer = new Recorded();
        timers.set(timer, 1);
        assertTrue(timer.isSet());
        timers.cancel(timer);
        timers.cancel(timer);
        timers.set(timer, 2);
        timers.fireDue(2);
        timers.set(timer, 3);
        timers.fireDue(3);
        assertEquals(List.of(timer, timer), fired);
        assertEquals(0, timers.size());
    }

    @Test
    void whatATimerSetsWhileItFiresWaitsForTheNextTime() {
        Timer<?> again = new TestTimer() {
            @Override
            protected void fire() {
                fired.add(this);
                timers.set(this, 1);
            }
        };
        timers.set(again, 1);
        timers.fireDue(1);
        assertEquals(List.of(again), fired);
        assertEquals(1, timers.size());
    }

    @Test
    void aTimerMayCancelAnotherOneThatIsDue() {
        Timer<?> victim = new Recorded();
        Timer<?> killer = new TestTimer() {
            @Override
            protected void fire() {
                fired.add(this);
                timers.cancel(victim);
            }
        };
        timers.set(killer, 1);
        timers.set(victim, 1);
        timers.fireDue(1);
        assertEquals(List.of(killer), fired);
        assertEquals(0, timers.size());
    }

    private final class Recorded extends TestTimer {
        @Override
        protected void fire() {
            fired.add(this);
        }
    }
}
