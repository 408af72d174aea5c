// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import java.io.IOException;

/**
 * Where connections are opened and servers started: {@link Tcp#network()}, {@link Unix#network()}, or one in memory for tests, {@link
 * dev.weft.testing.MemoryNetwork}. Code that takes one runs over any. No argument may be null.
 */
public interface Network {
    /**
     * Suspends until a connection is open, on the loop that runs the await. Cancel-safe: a cancelled one has opened nothing; what was open
     * before is given, or closed if nobody can get it any more. Any thread; nothing happens before the await.
     *
     * @param host a name or an address; without the port
     * @param port 0 to 65535
     * @return an awaitable of the connection, to be awaited once
     * @throws java.net.UnknownHostException when awaited and there is no such host
     * @throws java.net.ConnectException when awaited and nobody answers there; the message says what was tried
     * @throws IOException when awaited and there is no connection to be had
     * @throws IllegalArgumentException if the port is out of range
     * @throws IllegalStateException when awaited where no event loop runs
     */
    @CancelSafe
    default Awaitable<Connection> openConnection(String host, int port) throws IOException {
        return openConnection(host, port, ConnectOptions.defaults());
    }

    /**
     * Suspends until a connection is open, as {@link #openConnection(String, int)}. Cancel-safe, as there. Any thread; nothing happens before
     * the await.
     *
     * @param host a name or an address; without the port
     * @param port 0 to 65535
     * @param options how it is opened
     * @return an awaitable of the connection, to be awaited once
     * @throws IOException when awaited, as there
     * @throws UnsupportedOperationException when awaited and there is no such option here
     */
    @CancelSafe
    Awaitable<Connection> openConnection(String host, int port, ConnectOptions options) throws IOException;

    /**
     * Starts a server on the loop of this thread: it listens when this returns, and runs until it is closed, or its loop ends. Never
     * suspends. Loop thread only.
     *
     * @param handler makes the task that serves a connection
     * @param host the address to listen on
     * @param port 0 to 65535; 0 lets the network choose, see {@link Server#localAddress()}
     * @return the server
     * @throws java.net.BindException if the address cannot be listened on; the message names it
     * @throws IOException if there is no server to be had
     * @throws IllegalArgumentException if the port is out of range
     * @throws IllegalStateException if no event loop runs on this thread
     */
    default Server startServer(ConnectionHandler handler, String host, int port) throws IOException {
        return startServer(handler, host, port, ServerOptions.defaults());
    }

    /**
     * Starts a server, as {@link #startServer(ConnectionHandler, String, int)}. Never suspends. Loop thread only.
     *
     * @param handler makes the task that serves a connection
     * @param host the address to listen on
     * @param port 0 to 65535; 0 lets the network choose
     * @param options how it listens, and what it accepts
     * @return the server
     * @throws IOException if there is no server to be had, as there
     * @throws IllegalArgumentException if something is no value of its option
     * @throws UnsupportedOperationException if there is no such option here; the message names those there are
     */
    Server startServer(ConnectionHandler handler, String host, int port, ServerOptions options) throws IOException;
}
