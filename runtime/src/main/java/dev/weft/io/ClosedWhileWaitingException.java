// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.nio.channels.AsynchronousCloseException;

/** As its superclass says, with the message that this has no room for: what was closed while which operation waited on it. */
final class ClosedWhileWaitingException extends AsynchronousCloseException {
    private static final long serialVersionUID = 1;

    private final String message;

    ClosedWhileWaitingException(String message) {
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
