// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.nio.channels.ClosedChannelException;

/** As its superclass says, with the message that this has no room for: which endpoint is closed, or which half of it. */
final class EndpointClosedException extends ClosedChannelException {
    private static final long serialVersionUID = 1;

    private final String message;

    EndpointClosedException(String message) {
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
