// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * How long a {@link Retry} pauses after each failure. Immutable, for any thread; a method that changes something returns a changed copy.
 *
 * <p>Clients that fail together, as of a server that restarts, come back together where all pause for the same time. Jitter spreads them:
 * part of a pause is drawn by lot. On a simulated loop the lots are a function of its seed.
 */
public final class Backoff {
    /** What becomes of the time that is reckoned. */
    private enum Jitter {
        NONE,
        FULL,
        EQUAL,
        DECORRELATED
    }

    private static final double DOUBLE = 2;

    private final long first;
    private final double factor;
    private final long most;
    private final Jitter jitter;

    private Backoff(long first, double factor, long most, Jitter jitter) {
        this.first = first;
        this.factor = factor;
        this.most = most;
        this.jitter = jitter;
    }

    /**
     * Pauses for the same time each time.
     *
     * @param pause how long; none gives way to others once
     * @return the backoff, without jitter
     * @throws IllegalArgumentException if it is less than none
     */
    public static Backoff constant(Duration pause) {
        long nanos = nanos(Objects.requireNonNull(pause, "pause"));
        return new Backoff(nanos, 1, nanos, Jitter.NONE);
    }

    /**
     * Pauses for twice as long each time.
     *
     * @param first the first pause
     * @param most the longest pause
     * @return the backoff, without jitter
     * @throws IllegalArgumentException if the first is less than none, or longer than the longest
     */
    public static Backoff exponential(Duration first, Duration most) {
        return exponential(first, DOUBLE, most);
    }

    /**
     * Pauses for longer each time.
     *
     * @param first the first pause
     * @param factor how many times as long the next one is, at least 1
     * @param most the longest pause
     * @return the backoff, without jitter
     * @throws IllegalArgumentException if the first is less than none, or longer than the longest, or the factor is less than 1
     */
    public static Backoff exponential(Duration first, double factor, Duration most) {
        long least = nanos(Objects.requireNonNull(first, "first"));
        long limit = nanos(Objects.requireNonNull(most, "most"));
        if (least > limit || !(factor >= 1) || factor == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("a backoff cannot grow from " + first + " by " + factor + " to " + most
                    + "; give a factor of 1 or more, and a longest pause that is not shorter than the first");
        }
        return new Backoff(least, factor, limit, Jitter.NONE);
    }

    private static long nanos(Duration pause) {
        if (pause.isNegative()) {
            throw new IllegalArgumentException("a backoff cannot pause for " + pause + "; give 0 or more");
        }
        try {
            return pause.toNanos();
        } catch (ArithmeticException centuries) {
            return Long.MAX_VALUE;
        }
    }

    /**
     * Draws each pause between nothing and what it would be: spreads best, and pauses half as long on average.
     *
     * @return a changed copy
     */
    public Backoff withFullJitter() {
        return new Backoff(first, factor, most, Jitter.FULL);
    }

    /**
     * Draws each pause between half of what it would be and all of it: never comes back at once.
     *
     * @return a changed copy
     */
    public Backoff withEqualJitter() {
        return new Backoff(first, factor, most, Jitter.EQUAL);
    }

    /**
     * Draws each pause between the first and three times the one before, up to the longest; the factor counts for nothing then.
     *
     * @return a changed copy
     */
    public Backoff withDecorrelatedJitter() {
        return new Backoff(first, factor, most, Jitter.DECORRELATED);
    }

    @Override
    public String toString() {
        return "backoff from " + Duration.ofNanos(first) + " by " + factor + " to " + Duration.ofNanos(most)
                + ", jitter " + jitter.name().toLowerCase(Locale.ROOT);
    }

    // ------------------------------------------------------------------ the pauses of a run

    Pauses pauses() {
        return new Pauses();
    }

    /** The pauses of one run, one after the other. */
    final class Pauses {
        /** Without jitter, the next one; with decorrelated jitter, the one before. */
        private double reckoned = first;

        /** Returns the next pause, in nanoseconds. */
        long next(RandomGenerator random) {
            if (jitter == Jitter.DECORRELATED) {
                reckoned = Math.min((double) most, first + random.nextDouble() * (3 * reckoned - first));
                return (long) reckoned;
            }
            double now = reckoned;
            reckoned = Math.min((double) most, reckoned * factor);
            return (long)
                    switch (jitter) {
                        case FULL -> random.nextDouble() * now;
                        case EQUAL -> now / 2 + random.nextDouble() * now / 2;
                        default -> now;
                    };
        }
    }
}
