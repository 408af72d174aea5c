// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

/**
 * What a channel or queue looked like at one moment. A select that waits here counts among those who wait, and also when another of its
 * clauses has won, until its task has run or somebody comes to serve it.
 *
 * @param size how many elements it holds
 * @param capacity how many it may hold before senders wait; {@code Integer.MAX_VALUE} for any number
 * @param sendersWaiting how many wait to send
 * @param receiversWaiting how many wait to receive
 * @param isClosed whether it is closed
 */
public record ChannelStatistics(int size, int capacity, int sendersWaiting, int receiversWaiting, boolean isClosed) {
    static ChannelStatistics of(Exchange<?> exchange) {
        exchange.lock();
        try {
            return new ChannelStatistics(
                    exchange.buffer.size,
                    exchange.capacity,
                    exchange.senders.size(),
                    exchange.receivers.size(),
                    exchange.closed);
        } finally {
            exchange.unlock();
        }
    }
}
