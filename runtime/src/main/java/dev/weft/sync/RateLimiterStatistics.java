// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

/**
 * What a {@link RateLimiter} looked like at one moment.
 *
 * @param available how many permits there are
 * @param burst how many there may be
 * @param waiting how many tasks wait for permits
 */
public record RateLimiterStatistics(int available, int burst, int waiting) {}
