// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import dev.weft.http.HttpHeaders;
import java.io.IOException;

/** A server has not begun a WebSocket. */
public final class HandshakeException extends IOException {
    private static final long serialVersionUID = 1;

    /** That of the answer. */
    private final int status;

    private final transient HttpHeaders headers;

    HandshakeException(String message, int status, HttpHeaders headers) {
        super(message);
        this.status = status;
        this.headers = headers;
    }

    /**
     * Returns the status of its answer.
     *
     * @return such as 401; 101 if it has agreed, but not to what it was asked for
     */
    public int status() {
        return status;
    }

    /**
     * Returns the header fields of its answer.
     *
     * @return the headers
     */
    public HttpHeaders headers() {
        return headers;
    }
}
