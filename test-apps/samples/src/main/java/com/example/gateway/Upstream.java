// SPDX-License-Identifier: Apache-2.0
package com.example.gateway;

import static dev.weft.Weft.await;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.Network;
import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** The way of one client to the server behind: a connection that is opened when it is needed, and kept as long as it works. */
final class Upstream implements AutoCloseable {
    private final Network network;
    private final String host;
    private final int port;
    private final Limits limits;

    /** Null when there is none. */
    private Connection connection;

    Upstream(Network network, String host, int port, Limits limits) {
        this.network = network;
        this.host = host;
        this.port = port;
        this.limits = limits;
    }

    // region gateway-upstream
    /** Asks, within the limits of time. A request is sent once: nobody knows what became of one that got no answer. */
    @Async
    Task<String> ask(String request) throws IOException, TimeoutException {
        try {
            if (connection == null) {
                connection = await(waitFor(network.openConnection(host, port), limits.connect()));
            }
            return Task.of(await(waitFor(exchange(request), limits.answer())));
        } catch (IOException | TimeoutException failed) {
            close(); // the answer may yet come, and would be taken for that of the next request
            throw failed;
        }
    }
    // endregion

    @Async
    private Task<String> exchange(String request) throws IOException {
        await(Lines.write(connection, request));
        return Task.of(await(Lines.read(connection, limits.line()))
                .orElseThrow(() -> new EOFException("the server behind has hung up")));
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }
}
