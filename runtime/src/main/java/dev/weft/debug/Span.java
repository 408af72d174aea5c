// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

/**
 * From how long to how long something has lasted for the tasks that an entry of a dump stands for. Both ends are equal for one task.
 *
 * @param minNanos the shortest time, in nanoseconds
 * @param maxNanos the longest time, in nanoseconds
 */
public record Span(long minNanos, long maxNanos) {
    /**
     * Makes the span of one time.
     *
     * @param nanos the time, in nanoseconds
     * @return the span
     */
    public static Span of(long nanos) {
        return new Span(nanos, nanos);
    }

    /**
     * Returns the span that has both.
     *
     * @param other another one
     * @return the span from the shorter of the shortest times to the longer of the longest ones
     */
    public Span and(Span other) {
        return new Span(Math.min(minNanos, other.minNanos), Math.max(maxNanos, other.maxNanos));
    }
}
