// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import java.nio.channels.AsynchronousCloseException;

/** As its superclass says, with the message that this has no room for: what was closed in its handshake. */
final class ClosedInHandshakeException extends AsynchronousCloseException {
    private static final long serialVersionUID = 1;

    private final String message;

    ClosedInHandshakeException(String message) {
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
