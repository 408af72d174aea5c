// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import javax.net.ssl.SSLHandshakeException;

/** A client connected and went without a byte, as those do that look whether a port is open: no failure of a server. */
final class GoneBeforeHelloException extends SSLHandshakeException {
    private static final long serialVersionUID = 1;

    GoneBeforeHelloException(String message) {
        super(message);
    }
}
