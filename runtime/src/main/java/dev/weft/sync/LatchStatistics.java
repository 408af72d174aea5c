// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

/**
 * What a {@link Latch} looked like at one moment.
 *
 * @param count how often it is to be counted down still; 0 when it is open
 * @param waiting how many wait until it is open
 */
public record LatchStatistics(int count, int waiting) {}
