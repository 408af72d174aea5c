// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * What is known of a datagram that was received into a buffer of the caller: {@link DatagramEndpoint#receive(java.nio.ByteBuffer)}.
 *
 * @param sender who has sent it
 * @param size how many bytes it had
 * @param truncated whether the buffer had no room for all of them: what did not fit is gone
 */
public record Arrival(InetSocketAddress sender, int size, boolean truncated) {
    /**
     * Refuses a missing sender.
     *
     * @param sender see {@link #sender}
     * @param size see {@link #size}
     * @param truncated see {@link #truncated}
     */
    public Arrival {
        Objects.requireNonNull(sender, "sender");
    }
}
