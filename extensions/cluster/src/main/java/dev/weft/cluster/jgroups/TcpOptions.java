// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.jgroups;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How nodes find and hear one another over TCP.
 *
 * @param host where this one listens
 * @param port on which port; the failure detector has the one that is 100 above
 * @param contacts where others may be found, of whom one that is there is enough
 * @param silence how long another one may say nothing before it is taken for gone; a process that ends is seen at once
 * @param tls encrypts, and has both sides show a certificate; null for plain text
 * @param token what all nodes have to know; null if nothing is asked for
 */
public record TcpOptions(
        InetAddress host,
        int port,
        List<InetSocketAddress> contacts,
        Duration silence,
        @Nullable SSLContext tls,
        @Nullable String token) {
    /**
     * Copies the list, and refuses what is missing.
     *
     * @param host see {@link #host}
     * @param port see {@link #port}
     * @param contacts see {@link #contacts}
     * @param silence see {@link #silence}
     * @param tls see {@link #tls}
     * @param token see {@link #token}
     */
    public TcpOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(silence, "silence");
        contacts = List.copyOf(contacts);
    }

    /** The text of where this one listens; the token is not told. */
    @Override
    public String toString() {
        return host.getHostAddress() + ":" + port;
    }
}
