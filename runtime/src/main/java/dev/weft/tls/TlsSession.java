// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import java.security.cert.Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What the two ends of a connection have agreed on in their handshake: {@link Tls#session}.
 *
 * @param protocol such as {@code TLSv1.3}
 * @param cipherSuite such as {@code TLS_AES_256_GCM_SHA384}
 * @param applicationProtocol what was chosen by ALPN, such as {@code h2}; empty if nothing was
 * @param serverName the name that the client has asked for by SNI; null if it has named none, as for an address in numbers
 * @param peerCertificates the chain of the peer, its own certificate first; empty if it has shown none
 */
public record TlsSession(
        String protocol,
        String cipherSuite,
        String applicationProtocol,
        @Nullable String serverName,
        List<Certificate> peerCertificates) {
    /**
     * Refuses what is missing, and copies the list.
     *
     * @param protocol see {@link #protocol}
     * @param cipherSuite see {@link #cipherSuite}
     * @param applicationProtocol see {@link #applicationProtocol}
     * @param serverName see {@link #serverName}
     * @param peerCertificates see {@link #peerCertificates}
     */
    public TlsSession {
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(cipherSuite, "cipherSuite");
        Objects.requireNonNull(applicationProtocol, "applicationProtocol");
        peerCertificates = List.copyOf(peerCertificates);
    }

    static TlsSession of(SSLEngine engine, @Nullable String serverName) {
        SSLSession session = engine.getSession();
        String chosen = engine.getApplicationProtocol();
        return new TlsSession(
                session.getProtocol(),
                session.getCipherSuite(),
                chosen == null ? "" : chosen,
                serverName,
                peer(session));
    }

    private static List<Certificate> peer(SSLSession session) {
        try {
            return List.of(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }
}
