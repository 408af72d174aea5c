// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import java.net.InetSocketAddress;

/**
 * What a server has refused before it was a request that a handler could be given: what is no HTTP, is longer than a limit, or came too slowly; and a client with
 * which there was no handshake of TLS.
 *
 * @param peer who has sent it
 * @param status that was sent; 0 if there was none: a stream was reset, or the connection ended, as HTTP/2 has it, or TLS
 * @param reason what was wrong, for people: it may have parts of what was sent
 */
public record Refused(InetSocketAddress peer, int status, String reason) {
    /** A line as a log of accesses has: who, the status and the reason. */
    @Override
    public String toString() {
        return peer.getHostString() + " refused " + status + ", " + reason;
    }
}
