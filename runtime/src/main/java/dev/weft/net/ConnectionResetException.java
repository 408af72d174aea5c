// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.net.SocketException;
import java.util.Objects;

/**
 * The peer has broken a connection off: it has reset it, has closed it with bytes unread, or is gone and was written to. What was sent may
 * not have arrived. Whichever words the system has for that, this is its type.
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
