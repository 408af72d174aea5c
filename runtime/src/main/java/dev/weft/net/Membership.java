// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.io.IOException;
import java.net.InetAddress;

/**
 * That a {@link DatagramEndpoint} is in a multicast group, and gets what is sent to it: until {@link #leave()}, or the end of the endpoint.
 * Who joins a group again has a membership of its own: the endpoint is in the group until all of them are left. What one of them blocks is
 * blocked for the endpoint. Loop thread only. No argument may be null.
 */
public interface Membership extends AutoCloseable {
    /**
     * Returns the group.
     *
     * @return its address, not null
     */
    InetAddress group();

    /**
     * Takes nothing from a sender any more. Only of a membership that is open to all senders. Idempotent.
     *
     * @param source the address of the sender
     * @throws IOException if the system refuses that
     * @throws IllegalArgumentException if it is no address of a single host, or of another family than the group
     * @throws IllegalStateException if the membership is for one source, or is over
     */
    void block(InetAddress source) throws IOException;

    /**
     * Takes from a sender again.
     *
     * @param source the address of a sender that is blocked
     * @throws IllegalStateException if it is not blocked, or the membership is over
     */
    void unblock(InetAddress source);

    /** Leaves the group, unless the endpoint has joined it by another membership that lasts. Idempotent. */
    void leave();

    /** As {@link #leave()}. */
    @Override
    default void close() {
        leave();
    }
}
