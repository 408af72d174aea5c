// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.EventLoopGroup;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionHandler;
import dev.weft.net.GroupServer;
import dev.weft.net.Network;
import dev.weft.net.Server;
import dev.weft.net.Tcp;
import dev.weft.tls.TlsSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/**
 * An HTTP server. It listens from its start on, until it is stopped or closed, or its loop ends. No argument may be null.
 *
 * <pre>{@code
 * HttpServer server = HttpServer.start(Tcp.network(), Shop::answer, "0.0.0.0", 8080, HttpOptions.defaults());
 * await(Shutdown.begins());
 * await(server.stop(Duration.ofSeconds(10)));
 * }</pre>
 */
public final class HttpServer implements AutoCloseable {
    private final Connections connections;
    private final InetSocketAddress address;
    private final Function<Duration, Awaitable<Void>> stop;
    private final Runnable close;

    private HttpServer(
            Connections connections,
            InetSocketAddress address,
            Function<Duration, Awaitable<Void>> stop,
            Runnable close) {
        this.connections = connections;
        this.address = address;
        this.stop = stop;
        this.close = close;
    }

    /**
     * Starts a server on the loop of this thread. Never suspends. Loop thread only.
     *
     * @param network where, such as {@link Tcp#network()}, one of {@link dev.weft.tls.Tls#network}, or one in memory
     * @param handler answers the requests
     * @param host the address to listen on
     * @param port 0 to 65535; 0 lets the network choose
     * @param options what is allowed
     * @return the server
     * @throws IOException as {@link Network#startServer}
     */
    public static HttpServer start(Network network, HttpHandler handler, String host, int port, HttpOptions options)
            throws IOException {
        Connections connections = new Connections();
        Server server =
                network.startServer(serving(connections, handler, options), host, port, options.values().server);
        return new HttpServer(connections, server.localAddress(), server::stop, server::close);
    }

    /**
     * Starts a server on all loops of a group, over TCP. Any thread.
     *
     * @param group the loops
     * @param handler answers the requests, on all loops at once
     * @param host the address to listen on
     * @param port 0 to 65535; 0 lets the system choose
     * @param options what is allowed
     * @return the server
     * @throws IOException as {@link Tcp#startServer(EventLoopGroup, ConnectionHandler, String, int)}
     */
    public static HttpServer start(
            EventLoopGroup group, HttpHandler handler, String host, int port, HttpOptions options) throws IOException {
        Connections connections = new Connections();
        GroupServer server =
                Tcp.startServer(group, serving(connections, handler, options), host, port, options.values().server);
        return new HttpServer(connections, server.localAddress(), server::stop, server::close);
    }

    private static ConnectionHandler serving(Connections connections, HttpHandler handler, HttpOptions options) {
        Objects.requireNonNull(handler, "handler");
        HttpOptions.Values values = options.values();
        ConnectionHandler plain = connection -> isHttp2(connection, values)
                ? new Http2Connection(connection, handler, values, connections).serve(EmptyBody.NONE)
                : new Http1Connection(connection, handler, values, connections).serve();
        if (values.tls == null) {
            return plain;
        }
        ConnectionHandler encrypted =
                values.tls.applicationProtocols(protocols(values)).handler(plain);
        return connection -> encrypted(encrypted, connection, values.observer);
    }

    /** A client with which there is no handshake is told by TLS, and is nothing to warn of: many come by and try. */
    @Async
    private static Task<Void> encrypted(ConnectionHandler handler, Connection connection, HttpObserver observer)
            throws Exception {
        try {
            await(handler.handle(connection));
        } catch (SSLException failed) {
            Observing.tell(observer, new Refused(connection.peerAddress(), 0, String.valueOf(failed.getMessage())));
        }
        return Task.done();
    }

    private static String[] protocols(HttpOptions.Values options) {
        return options.http2 ? new String[] {"h2", "http/1.1"} : new String[] {"http/1.1"};
    }

    /** Whether the client has chosen it by ALPN. */
    private static boolean isHttp2(Connection connection, HttpOptions.Values options) {
        return options.http2
                && connection
                        .about(TlsSession.class)
                        .filter(session -> session.applicationProtocol().equals("h2"))
                        .isPresent();
    }

    /**
     * Returns where it listens.
     *
     * @return address and port
     */
    public InetSocketAddress localAddress() {
        return address;
    }

    /**
     * Stops the server: it accepts nobody any more, closes the connections that wait for a request, has those end that are under way, and
     * cancels what is left after the time of grace. Cancel-safe: nothing of it is taken back, and it can be awaited again.
     *
     * @param grace how long requests may go on
     * @return an awaitable without a result, ready when the last handler has ended
     */
    @CancelSafe
    public Awaitable<Void> stop(Duration grace) {
        connections.drain();
        return stop.apply(Objects.requireNonNull(grace, "grace"));
    }

    /** Stops accepting, and leaves the connections to their handlers. Idempotent. */
    @Override
    public void close() {
        close.run();
    }

    /** Where it listens, for messages. */
    @Override
    public String toString() {
        return "http server " + address;
    }
}
