// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Lots of an {@link ExploredLoop}. One of a few, such as a boolean or {@code nextInt(3)}, is a choice as the order is, and so each outcome
 * comes to pass in some schedule. All others are the same in each.
 */
final class Lots implements RandomGenerator {
    /** The largest number of outcomes that are all tried. */
    private static final int MOST_TRIED = 8;

    private final ExploredOrder order;
    private final SplittableRandom others = new SplittableRandom(0);

    Lots(ExploredOrder order) {
        this.order = order;
    }

    @Override
    public long nextLong() {
        return others.nextLong();
    }

    @Override
    public boolean nextBoolean() {
        return order.draw(2) == 1;
    }

    @Override
    public int nextInt(int bound) {
        return bound > 1 && bound <= MOST_TRIED ? order.draw(bound) : others.nextInt(bound);
    }

    @Override
    public int nextInt(int origin, int bound) {
        long outcomes = (long) bound - origin;
        return outcomes > 1 && outcomes <= MOST_TRIED
                ? origin + order.draw((int) outcomes)
                : others.nextInt(origin, bound);
    }
}
