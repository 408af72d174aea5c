// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A WebSocket has ended otherwise than by both sides wishing so, or is over. */
public final class WebSocketException extends IOException {
    private static final long serialVersionUID = 1;

    /** That of the end. */
    private final int code;

    /** The message, which is never null. */
    private final String what;

    WebSocketException(int code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.what = message;
    }

    WebSocketException(int code, String message) {
        this(code, message, null);
    }

    /** The same for somebody else, whose stack is another. */
    WebSocketException again() {
        return new WebSocketException(code, what, this);
    }

    /** What has happened. */
    String what() {
        return what;
    }

    /**
     * Returns the code of the end (RFC 6455, 7.4): that of the peer, or what the peer was told.
     *
     * @return such as 1002 for what is not WebSocket; 1006 if the connection was lost, and 1005 if the peer has given no code
     */
    public int code() {
        return code;
    }
}
