// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import dev.weft.Awaitable;
import dev.weft.net.ConnectOptions;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionHandler;
import dev.weft.net.Network;
import dev.weft.net.Server;
import dev.weft.net.ServerOptions;
import java.io.IOException;

/** What {@link TlsClient#network} gives. */
record ClientNetwork(Network plain, TlsClient client) implements Network {
    @Override
    public Awaitable<Connection> openConnection(String host, int port, ConnectOptions options) throws IOException {
        return client.openConnection(plain, host, port, options);
    }

    @Override
    public Server startServer(ConnectionHandler handler, String host, int port, ServerOptions options) {
        throw new UnsupportedOperationException("a network of a TlsClient starts no servers, for it has no key to show;"
                + " Tls.network(network, client, server) does");
    }
}
