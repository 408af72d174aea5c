// SPDX-License-Identifier: Apache-2.0
package dev.weft;

/**
 * What a {@link BlockingPool} does at one moment, and what it has done.
 *
 * @param most how many threads it has at most
 * @param threads how many it has, those included that wait for work
 * @param running how many of them run something
 * @param queued how much waits for a thread
 * @param completed how much has ended, or failed, since the pool was made
 */
public record BlockingStatistics(int most, int threads, int running, int queued, long completed) {}
