// SPDX-License-Identifier: Apache-2.0
package com.example.flow;

import static dev.weft.Weft.await;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A generator on the thread of one loop, consumed as a publisher on that of another: requests, elements and cancellations cross. */
@Timeout(120)
class AcrossThreadsTest {
    private static final int ROUNDS = 1000;

    private final List<Integer> taken = new ArrayList<>();

    @Test
    void losesNoElementAndLeavesNoTask() {
        Random random = new Random(1);
        try (RunningLoop publishes = new RunningLoop()) {
            for (int round = 0; round < ROUNDS; round++) {
                taken.clear();
                int count = random.nextInt(40);
                int wanted = random.nextInt(60);
                Flow.Publisher<Integer> publisher =
                        AsyncGenerator.publisher(() -> Numbers.numbers(count), publishes.loop);
                boolean hasEnded = Weft.run(take(wanted, AsyncGenerator.from(publisher, 1 + random.nextInt(8))));
                String which = "round " + round + ": " + wanted + " of " + count;
                assertEquals(wanted > count, hasEnded, which);
                assertEquals(Math.min(wanted, count), taken.size(), which);
                for (int i = 0; i < taken.size(); i++) {
                    assertEquals(i, taken.get(i), which);
                }
            }
            assertTrue(publishes.loop.spawn(isAlone(publishes.loop)).block(), "tasks left");
        }
    }

    @Async
    private Task<Boolean> take(int wanted, AsyncGenerator<Integer> generator) {
        try (generator) {
            while (taken.size() < wanted) {
                if (!await(generator.next())) {
                    return Task.of(true);
                }
                taken.add(generator.current());
            }
        }
        return Task.of(false);
    }

    /** Waits until the tasks of cancelled subscriptions have ended, which nobody else does. */
    @Async
    private static Task<Boolean> isAlone(EventLoop loop) {
        for (int turn = 0; turn < 1_000_000; turn++) {
            if (loop.tasks().size() == 2) { // the main task, and this one
                return Task.of(true);
            }
            await(yieldNow());
        }
        return Task.of(false);
    }
}
