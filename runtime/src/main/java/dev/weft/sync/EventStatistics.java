// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

/**
 * What an {@link Event} looked like at one moment.
 *
 * @param isSet whether it was set
 * @param waiting how many wait until it is
 */
public record EventStatistics(boolean isSet, int waiting) {}
