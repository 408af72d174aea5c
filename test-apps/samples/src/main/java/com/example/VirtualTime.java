// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import java.time.Duration;

/** Waits for a day in no time, and lets a seed decide who is first. */
public final class VirtualTime {
    private VirtualTime() {}

    // region virtual-time
    @Async
    static Task<Void> reminder(String name, Duration delay, StringBuilder order) {
        await(sleep(delay));
        order.append(' ').append(name);
        return Task.done();
    }

    static void simulate(long seed) {
        StringBuilder order = new StringBuilder();
        try (EventLoop loop = EventLoop.simulated(seed)) {
            Duration day = Duration.ofDays(1);
            loop.run(gather(
                    reminder("last", day.plusNanos(1), order),
                    reminder("a", day, order),
                    reminder("b", day, order),
                    reminder("c", day, order)));
            System.out.println("seed " + seed + ": after " + Duration.ofNanos(loop.nanoTime()) + ":" + order);
        }
    }

    /** Runs the sample. */
    public static void main(String[] args) {
        simulate(1);
        simulate(2);
        simulate(3);
        simulate(1);
    }
    // endregion
}
