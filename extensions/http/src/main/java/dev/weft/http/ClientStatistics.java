// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

/**
 * What an {@link Http1Client} has open, and who waits, at one moment.
 *
 * @param active how many connections are in use, those included that are being opened
 * @param idle how many are kept for the next request
 * @param waiting how many requests wait for their turn
 */
public record ClientStatistics(int active, int idle, int waiting) {}
