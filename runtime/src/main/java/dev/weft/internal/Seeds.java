// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.Random;

/**
 * Generators of the lots that a seed decides. Seeds are small and lie side by side, and the first numbers of {@link Random} are then nearly
 * the same: under each of the seeds 0 to 100 its first boolean is true. So the seed is mixed before.
 */
final class Seeds {
    /** The odd number next to 2<sup>64</sup> divided by the golden ratio. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** Makes a generator for one purpose; those for others are independent of it. */
    static Random lots(long seed, String purpose) {
        return new Random(mixed(mixed(seed + GOLDEN) + purpose.hashCode() * GOLDEN));
    }

    /** Has each bit depend on all others: the last steps of SplitMix64. */
    private static long mixed(long bits) {
        long first = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        long second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
        return second ^ (second >>> 31);
    }
}
