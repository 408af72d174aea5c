// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

/**
 * What a {@link Barrier} looked like at one moment.
 *
 * @param parties how many go on together
 * @param waiting how many have arrived and wait for the others
 * @param phase how often all have gone on
 * @param isBroken whether everybody fails who comes
 */
public record BarrierStatistics(int parties, int waiting, long phase, boolean isBroken) {}
