// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

/**
 * How late a loop looks at what comes to it. What comes in the middle of a turn waits for the rest of it, so of a turn of ten milliseconds
 * each lag up to ten is there for as long; while the loop waits there is none.
 */
final class Lags {
    private static final int PER_DOUBLING = 4;
    private static final int BUCKETS = 63 * PER_DOUBLING;

    /** Turns by length: how many, and how long all of them were, in nanoseconds. */
    private final long[] counts = new long[BUCKETS];

    private final long[] sums = new long[BUCKETS];
    private long longest;

    /** Adds a turn of this many nanoseconds. */
    void add(long turn) {
        int bucket = bucket(turn);
        counts[bucket]++;
        sums[bucket] += turn;
        longest = Math.max(longest, turn);
    }

    private static int bucket(long nanos) {
        if (nanos < PER_DOUBLING) {
            return 0;
        }
        int doublings = 63 - Long.numberOfLeadingZeros(nanos);
        return doublings * PER_DOUBLING + (int) (nanos >> (doublings - 2)) - PER_DOUBLING;
    }

    private static long lowest(int bucket) {
        long quarters = (long) PER_DOUBLING + bucket % PER_DOUBLING;
        return bucket < 2 * PER_DOUBLING ? 0 : quarters << (bucket / PER_DOUBLING - 2);
    }

    /** The lag that is not exceeded for a part of the time, as 0.99. */
    long quantile(double part, long time) {
        double rest = (1 - part) * time;
        long count = 0;
        long sum = 0;
        for (int bucket = BUCKETS - 1; bucket >= 0; bucket--) {
            count += counts[bucket];
            sum += sums[bucket];
            double lag = count == 0
                    ? -1
                    : (sum - rest) / count; // where all turns of this length and longer exceed it for that long
            if (lag >= lowest(bucket)) {
                return (long) lag;
            }
        }
        return 0;
    }

    long longest() {
        return longest;
    }
}
