// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

/**
 * A bucket of permits that fills evenly as time passes, up to its capacity. All in whole numbers, in such small parts of a permit that a
 * nanosecond brings a whole number of them: so it never drifts, whatever the rate.
 */
final class Bucket {
    /** How many parts make a permit. */
    private final long permit;

    /** How many parts come in a nanosecond. */
    private final long perNano;

    private final long capacity;
    private long parts;

    /** When it had so many parts, on the clock of whoever asks. */
    private long since;

    /**
     * Makes a full bucket.
     *
     * @throws ArithmeticException if it is too large to count
     */
    Bucket(int permits, long nanos, int burst) {
        long common = commonDivisor(permits, nanos);
        this.permit = nanos / common;
        this.perNano = permits / common;
        this.capacity = Math.multiplyExact(permit, burst);
        Math.addExact(capacity, capacity);
        this.parts = capacity;
    }

    private static long commonDivisor(long a, long b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }

    /** Begins to fill now, on another clock than before. */
    void startAt(long now) {
        since = now;
    }

    /** Takes in what has come by now. */
    void fill(long now) {
        parts = partsAt(now, capacity);
        since = now;
    }

    /**
     * Takes in what has come by now while somebody waits, who would have taken it in time: what comes late, as a timer does, is not lost
     * for that. As much as the bucket holds at most, so that a loop that stood still does not let all go at once that wait.
     */
    void fillLate(long now) {
        parts = partsAt(now, 2 * capacity);
        since = now;
    }

    private long partsAt(long now, long most) {
        long elapsed = Math.max(0, now - since);
        return parts >= most || elapsed > (most - parts) / perNano ? most : parts + elapsed * perNano;
    }

    /** Whether so many permits are there that the last {@link #fill} has found. */
    boolean has(int permits) {
        return parts >= permits * permit;
    }

    void take(int permits) {
        parts -= permits * permit;
    }

    /** Puts permits back; what the bucket cannot hold is lost. */
    void put(int permits) {
        parts += Math.min(Math.max(0, capacity - parts), permits * permit);
    }

    /** When so many permits are there if nobody takes any; the latest time if that cannot be counted. */
    long timeOf(long permits) {
        try {
            long missing = Math.max(0, Math.multiplyExact(permits, permit) - parts);
            return Math.addExact(since, missing / perNano + (missing % perNano == 0 ? 0 : 1));
        } catch (ArithmeticException tooFar) {
            return Long.MAX_VALUE;
        }
    }

    /** How many whole permits are there at a time. */
    int permitsAt(long now) {
        return (int) (partsAt(now, capacity) / permit);
    }
}
