// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import dev.weft.Awaitable;
import dev.weft.net.ConnectOptions;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionHandler;
import dev.weft.net.Network;
import dev.weft.net.Server;
import dev.weft.net.ServerOptions;
import java.io.IOException;
import java.util.Objects;

/**
 * A network whose servers are told by a proxy in front of them who their clients are: each connection begins with a header of the PROXY
 * protocol, version 1 or 2, as HAProxy, nginx and load balancers of clouds send it. {@link Connection#peerAddress} is the client's then. A
 * connection that does not begin with one within ten seconds is broken off, so that nobody can leave it out; but whoever can connect can lie in
 * it, so the server has to listen where only the proxy can.
 *
 * <pre>{@code
 * Network plain = ProxyProtocol.network(Tcp.network());
 * Network encrypted = Tls.network(ProxyProtocol.network(Tcp.network()), Tls.client(), tls); // the header is in front of TLS
 * }</pre>
 */
public final class ProxyProtocol {
    private ProxyProtocol() {}

    /**
     * Makes a network. Any thread. Connections that it opens are those of the network below.
     *
     * @param below where the proxy connects, not null
     * @return the network
     */
    public static Network network(Network below) {
        return new Proxied(Objects.requireNonNull(below, "below"));
    }

    private record Proxied(Network below) implements Network {
        @Override
        public Awaitable<Connection> openConnection(String host, int port, ConnectOptions options) throws IOException {
            return below.openConnection(host, port, options);
        }

        @Override
        public Server startServer(ConnectionHandler handler, String host, int port, ServerOptions options)
                throws IOException {
            return below.startServer(new ProxiedHandler(handler), host, port, options);
        }
    }
}
