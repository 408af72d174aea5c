// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

/**
 * What a {@link Pool} looked like at one moment. All objects that it has, in whatever state, are never more than {@code max}.
 *
 * @param max how many objects there may be
 * @param lent how many are borrowed
 * @param idle how many wait to be borrowed
 * @param making how many are being made
 * @param checking how many are being checked
 * @param closing how many are being closed
 * @param waiting how many tasks wait to borrow
 */
public record PoolStatistics(int max, int lent, int idle, int making, int checking, int closing, int waiting) {}
