// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

/**
 * What a {@link Semaphore} looked like at one moment.
 *
 * @param available how many permits nobody has
 * @param limit how many there may be; {@code Integer.MAX_VALUE} for any number
 * @param waiting how many tasks wait for permits
 */
public record SemaphoreStatistics(int available, int limit, int waiting) {}
