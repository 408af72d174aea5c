// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

/**
 * What a {@link Watch} looked like at one moment.
 *
 * @param changes how often its value was set since it was made
 * @param waiting how many wait for a change, or for a value
 */
public record WatchStatistics(long changes, int waiting) {}
