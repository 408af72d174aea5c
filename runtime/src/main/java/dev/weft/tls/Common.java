// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * What clients and servers have in common.
 *
 * @param context makes the engines
 * @param protocols the versions of TLS; none for those of the context
 * @param cipherSuites the suites, the best first; none for those of the context
 * @param applicationProtocols what ALPN offers or accepts, the best first; none for no ALPN
 * @param handshakeLimit how long a handshake may take
 */
record Common(
        SSLContext context,
        List<String> protocols,
        List<String> cipherSuites,
        List<String> applicationProtocols,
        Duration handshakeLimit) {
    static final Duration LIMIT = Duration.ofSeconds(30);

    static Common of(SSLContext context) {
        return new Common(Objects.requireNonNull(context, "context"), List.of(), List.of(), List.of(), LIMIT);
    }

    Common withProtocols(String... names) {
        SSLParameters supported = context.getSupportedSSLParameters();
        List<String> known = known("protocols", names, supported.getProtocols());
        return new Common(context, known, cipherSuites, applicationProtocols, handshakeLimit);
    }

    Common withCipherSuites(String... names) {
        SSLParameters supported = context.getSupportedSSLParameters();
        List<String> known = known("cipherSuites", names, supported.getCipherSuites());
        return new Common(context, protocols, known, applicationProtocols, handshakeLimit);
    }

    Common withApplicationProtocols(String... names) {
        List<String> copy = List.of(names);
        for (String name : copy) {
            if (name.isEmpty() || name.length() > 255) {
                throw new IllegalArgumentException("a name of ALPN has 1 to 255 characters, and not " + name.length());
            }
        }
        return new Common(context, protocols, cipherSuites, copy, handshakeLimit);
    }

    Common withHandshakeLimit(Duration limit) {
        if (Objects.requireNonNull(limit, "limit").isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("a handshake limit of " + limit + ", in which there is no handshake");
        }
        return new Common(context, protocols, cipherSuites, applicationProtocols, limit);
    }

    private static List<String> known(String what, String[] names, String[] supported) {
        List<String> unknown = new ArrayList<>(List.of(names));
        unknown.removeAll(Arrays.asList(supported));
        if (!unknown.isEmpty() || names.length == 0) {
            throw new IllegalArgumentException(
                    what + (names.length == 0 ? " without one" : " that this JDK does not know: " + unknown)
                            + "; it knows " + Arrays.asList(supported));
        }
        return List.of(names);
    }

    void applyTo(SSLParameters parameters) {
        if (!protocols.isEmpty()) {
            parameters.setProtocols(protocols.toArray(String[]::new));
        }
        if (!cipherSuites.isEmpty()) {
            parameters.setCipherSuites(cipherSuites.toArray(String[]::new));
        }
        if (!applicationProtocols.isEmpty()) {
            parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        }
    }
}
