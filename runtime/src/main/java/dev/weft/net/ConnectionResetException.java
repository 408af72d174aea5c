// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.net.SocketException;
import java.util.Objects;

/**
 * The peer has broken a connection off: it has reset it, or is gone and was written to. What was sent may not have arrived. Whichever words
 * the system has for that, this is its type.
 *
 * <p>A peer that closes with bytes unread ends the stream, and only then resets the connection: reads give what it has sent and the end, and
 * writes throw this. Of what it had sent, some may be lost where it had not gone out by then; in that case reads throw this, too. Over a Unix
 * socket reads throw it in any case.
 */
public final class ConnectionResetException extends SocketException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message which connection it was; not null
     */
    public ConnectionResetException(String message) {
        super(Objects.requireNonNull(message, "message"));
    }
}
