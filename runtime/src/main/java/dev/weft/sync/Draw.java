// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import dev.weft.EventLoop;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;

/** Draws an order. Each loop begins with the same draws, so that a run on a simulated loop is a function of its seed. */
final class Draw {
    private static final long SEED = 1;

    /** The draws of a thread, for the loop that it runs now. */
    private record OfLoop(WeakReference<EventLoop> loop, Random random) {}

    private static final ThreadLocal<OfLoop> DRAWS = new ThreadLocal<>();

    private Draw() {}

    /** Puts the elements of an array into an order that is drawn, and returns it. */
    static <C> C[] shuffled(C[] drawn) {
        Collections.shuffle(Arrays.asList(drawn), random());
        return drawn;
    }

    private static Random random() {
        EventLoop loop = EventLoop.current();
        OfLoop draws = DRAWS.get();
        if (draws == null || draws.loop.get() != loop) {
            draws = new OfLoop(new WeakReference<>(loop), new Random(SEED));
            DRAWS.set(draws);
        }
        return draws.random;
    }
}
