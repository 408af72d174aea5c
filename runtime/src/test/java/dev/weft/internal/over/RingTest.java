// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.internal.SpawnedTask;
import dev.weft.internal.Transition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RingTest {
    private static final int COPIES = 2_000;

    private volatile boolean isOver;

    @Test
    void aCopyFromOutsideHasNothingThatIsWrittenMeanwhile() throws Exception {
        Ring ring = new Ring(1_000);
        try (EventLoop loop = EventLoop.create()) {
            SpawnedTask<?> first = (SpawnedTask<?>) loop.spawn("first", Task.done());
            SpawnedTask<?> second = (SpawnedTask<?>) loop.spawn("second", Task.done());
            Thread writer = new Thread(() -> {
                while (!isOver) {
                    ring.sees(Transition.STARTED, first);
                    ring.sees(Transition.RETURNED, second);
                }
            });
            writer.start();
            for (int i = 0; i < COPIES; i++) {
                isInOrder(ring.copyFromOutside());
            }
            isOver = true;
            writer.join();
        }
    }

    private static void isInOrder(Ring copy) {
        for (long number = copy.first(); number < copy.noted(); number++) {
            assertEquals(number % 2 == 0 ? Transition.STARTED : Transition.RETURNED, copy.transition(number));
            assertEquals(number % 2 == 0 ? "first" : "second", copy.name(number));
            assertTrue(number == copy.first() || copy.nanos(number - 1) <= copy.nanos(number));
        }
    }

    @Test
    void aCopyFromOutsideHasAllThatTheRingHasButOne() {
        Ring ring = new Ring(10);
        for (int i = 0; i < 25; i++) {
            ring.sees(Transition.ACTION_BEGINS, null);
        }
        Ring copy = ring.copyFromOutside();
        assertEquals(25, copy.noted());
        assertEquals(16, copy.first());
    }
}
