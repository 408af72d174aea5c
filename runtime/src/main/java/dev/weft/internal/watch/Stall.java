// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

/**
 * What is to be said of a loop that stalls.
 *
 * @param of what holds it
 * @param phase whether it has begun, goes on, or is over
 * @param level how often it has been said before
 * @param nanos how long it has lasted
 * @param counted for how much of that the thread has waited, or had a processor, as far as somebody looked, in nanoseconds
 * @param inDoubt whether that alone would not be reported, because the machine may be at fault
 */
record Stall(Of of, Phase phase, int level, long nanos, long counted, boolean inDoubt) {
    /** What holds a loop. */
    enum Of {
        /** A single step. */
        STEP,
        /** Many steps of one turn, of which none does. */
        TURN
    }

    /** Where a stall is in its course. */
    enum Phase {
        BEGINS,
        GOES_ON,
        ENDS
    }
}
