// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Objects;

/**
 * A datagram: its bytes, and who is at the other end. What was received can be sent back as it is. Equal to another with the same bytes and
 * the same peer.
 *
 * @param payload the bytes, all of them and no more; may be empty; not copied
 * @param peer who has sent it, of one that was received; who is to get it, of one that is sent
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look into it
public record Datagram(byte[] payload, InetSocketAddress peer) {
    /**
     * Refuses what is missing.
     *
     * @param payload see {@link #payload}
     * @param peer see {@link #peer}
     */
    public Datagram {
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(peer, "peer");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Datagram datagram
                && Arrays.equals(payload, datagram.payload)
                && peer.equals(datagram.peer);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(payload) + peer.hashCode();
    }

    /** How many bytes, and whose: the bytes may be anything. */
    @Override
    public String toString() {
        return "a datagram of " + payload.length + " bytes, " + Addresses.text(peer);
    }
}
