// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import javax.net.ssl.SSLHandshakeException;

/** A handshake did not end within its limit of time; the message says where it stood. The connection is closed. */
public final class HandshakeTimeoutException extends SSLHandshakeException {
    private static final long serialVersionUID = 1;

    HandshakeTimeoutException(String message) {
        super(message);
    }
}
