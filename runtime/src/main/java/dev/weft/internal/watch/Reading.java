// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

/**
 * What one look at a loop has found.
 *
 * @param now when it was made, in nanoseconds
 * @param planned how long the watch meant to rest before it, in nanoseconds
 * @param turn the number of the turn
 * @param begun when that began, in nanoseconds
 * @param step which step of which task is under way; 0 for none
 * @param activity what the thread does
 * @param cpu how long the thread has had a processor so far, in nanoseconds; {@link #UNKNOWN} if nobody has
 *     asked, {@link #UNTOLD} if nobody knows
 */
record Reading(long now, long planned, int turn, long begun, long step, Activity activity, long cpu) {
    static final long UNKNOWN = -1;
    static final long UNTOLD = -2;

    /** Whether the loop is in the middle of a turn. */
    boolean isInTurn() {
        return activity != Activity.IDLE;
    }
}
