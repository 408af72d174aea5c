// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Lots of an {@link ExploredLoop}. One of a few, such as a boolean or {@code nextInt(3)}, is a choice as the order is, and so each outcome
 * comes to pass in some schedule. Of all others one outcome is tried, which is noted.
 */
final class Lots implements RandomGenerator {
    /** The largest number of outcomes that are all tried. */
    private static final int MOST_TRIED = 8;

    private final ExploredOrder order;
    private final SplittableRandom others = new SplittableRandom(0);
    private boolean hasOthers;

    Lots(ExploredOrder order) {
        this.order = order;
    }

    /** Whether a lot was drawn of which not all outcomes are tried. */
    boolean hasOthers() {
        return hasOthers;
    }

    private SplittableRandom other() {
        hasOthers |= !order.isOver();
        return others;
    }

    @Override
    public long nextLong() {
        return other().nextLong();
    }

    @Override
    public boolean nextBoolean() {
        return order.draw(2) == 1;
    }

    @Override
    public int nextInt(int bound) {
        return nextInt(0, bound);
    }

    @Override
    public int nextInt(int origin, int bound) {
        return (int) nextLong(origin, bound);
    }

    @Override
    public long nextLong(long bound) {
        return nextLong(0, bound);
    }

    @Override
    public long nextLong(long origin, long bound) {
        long outcomes = bound - origin; // negative if that is too large for it
        if (outcomes > 1 && outcomes <= MOST_TRIED) {
            return origin + order.draw((int) outcomes);
        }
        return outcomes == 1 ? origin : other().nextLong(origin, bound);
    }
}
