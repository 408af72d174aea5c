// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

/**
 * What a {@link Broadcast} looked like at one moment.
 *
 * @param kept how many elements it keeps for those who subscribe or are slow
 * @param capacity how many it keeps at most
 * @param sent how many were sent since it was made
 * @param waiting how many subscribers wait for the next
 * @param isClosed whether it is closed
 */
public record BroadcastStatistics(int kept, int capacity, long sent, int waiting, boolean isClosed) {}
