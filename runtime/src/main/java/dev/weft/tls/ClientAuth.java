// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

/** What a server asks of its clients: {@link TlsServer#clientAuth}. */
public enum ClientAuth {
    /** No certificate. */
    NONE,

    /** A certificate if the client has one; {@link TlsSession#peerCertificates()} is empty if not. One that is not trusted is refused. */
    WANTED,

    /** A certificate that is trusted; without one the handshake fails. */
    NEEDED
}
