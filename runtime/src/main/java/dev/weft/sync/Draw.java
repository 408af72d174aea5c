// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.EventLoop;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Draws an order, by lots of the loop, so that a run on a simulated loop is a function of its seed, and other seeds draw others. */
final class Draw {
    private Draw() {}

    /** Puts the elements of an array into an order that is drawn, and returns it. */
    static <C> C[] shuffled(C[] drawn) {
        RandomGenerator random = random();
        for (int left = drawn.length; left > 1; left--) {
            int other = random.nextInt(left);
            C last = drawn[left - 1];
            drawn[left - 1] = drawn[other];
            drawn[other] = last;
        }
        return drawn;
    }

    private static RandomGenerator random() {
        EventLoop loop = EventLoop.current();
        return loop == null ? ThreadLocalRandom.current() : loop.random();
    }
}
