// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import javax.net.ssl.SSLException;

/**
 * The bytes of a peer ended without its {@code close_notify}: the peer broke off, or somebody on the way has cut the connection, and data
 * may be missing. It takes the place of the end of the stream. Where the messages say how long they are, and the last one is whole, it may
 * be taken for an end: some peers never say goodbye.
 */
public final class TruncatedException extends SSLException {
    private static final long serialVersionUID = 1;

    TruncatedException(String message) {
        super(message);
    }
}
