// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.nio.channels.ClosedChannelException;
import java.util.Objects;

/**
 * Something was asked of what the program has closed, or of the half of it that it has shut down. It says which, as its superclass has no
 * room to. A transport of one's own throws it, too.
 */
public final class EndpointClosedException extends ClosedChannelException {
    private static final long serialVersionUID = 1;

    /** What is closed. */
    private final String message;

    /**
     * Makes one.
     *
     * @param message what is closed, not null
     */
    public EndpointClosedException(String message) {
        this.message = Objects.requireNonNull(message, "message");
    }

    @Override
    public String getMessage() {
        return message;
    }
}
