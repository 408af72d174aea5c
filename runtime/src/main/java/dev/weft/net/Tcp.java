// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.EventLoopGroup;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * The front door of awaitable TCP: opens connections and starts servers. No argument may be null.
 *
 * <pre>{@code
 * try (Connection connection = await(Tcp.openConnection("127.0.0.1", 8888))) {
 *     await(connection.write(request));
 *     byte[] answer = await(connection.readExactly(16));
 * }
 * }</pre>
 */
public final class Tcp {
    private Tcp() {}

    /**
     * Returns TCP as a {@link Network}, for code that is tested over one in memory. Any thread.
     *
     * @return the network, always the same
     */
    public static Network network() {
        return OverTcp.NETWORK;
    }

    /** What {@link #network} gives. */
    private enum OverTcp implements Network {
        NETWORK;

        @Override
        public Awaitable<Connection> openConnection(String host, int port, ConnectOptions options) throws IOException {
            return Tcp.openConnection(host, port, options);
        }

        @Override
        public Server startServer(ConnectionHandler handler, String host, int port, ServerOptions options)
                throws IOException {
            return Tcp.startServer(handler, host, port, options);
        }
    }

    /**
     * Suspends until a connection is open, on the loop that runs the await. A host given in numbers is used as it is; a name
     * is resolved on another thread, and its addresses are tried, those of IPv4 and IPv6 in turn: the next when one has failed, or has not
     * answered for 250 ms, until one does (RFC 8305). The others are closed. There is no time limit of its own: see {@link dev.weft.Weft#waitFor}. Cancel-safe: cancelling closes the socket; a connection that is open before
     * the cancelled task goes on is given, not lost; one that nobody can get any more is closed. Any thread; nothing happens before the
     * await.
     *
     * @param host a name, or an IPv4 or IPv6 address; without the port
     * @param port 0 to 65535
     * @return an awaitable of the connection, to be awaited once
     * @throws java.net.UnknownHostException when awaited and the name has no address, or the host can be none
     * @throws java.net.ConnectException when awaited and no address answers; the message names each with its reason
     * @throws IOException when awaited and there is no socket to be had
     * @throws IllegalArgumentException if the port is out of range
     * @throws IllegalStateException when awaited where no event loop runs
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Connection> openConnection(String host, int port) throws IOException {
        return openConnection(host, port, ConnectOptions.defaults());
    }

    /**
     * Suspends until a connection is open, as {@link #openConnection(String, int)}. Cancel-safe, as there. Any thread; nothing happens before
     * the await.
     *
     * @param host a name, or an IPv4 or IPv6 address; without the port
     * @param port 0 to 65535
     * @param options how it is opened
     * @return an awaitable of the connection, to be awaited once
     * @throws IOException when awaited, as there
     * @throws IllegalArgumentException if the port is out of range; when awaited, if something is no value of its option
     * @throws UnsupportedOperationException when awaited and there is no such option here; the message names those there are
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Connection> openConnection(String host, int port, ConnectOptions options)
            throws IOException {
        return openConnection(InetSocketAddress.createUnresolved(Objects.requireNonNull(host, "host"), port), options);
    }

    /**
     * Suspends until a connection is open, as {@link #openConnection(String, int)}.
     *
     * @param address where to connect to; one that is unresolved is resolved when awaited
     * @return an awaitable of the connection, to be awaited once
     * @throws IOException when awaited, as {@link #openConnection(String, int)}
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Connection> openConnection(InetSocketAddress address) throws IOException {
        return openConnection(address, ConnectOptions.defaults());
    }

    /**
     * Suspends until a connection is open, as {@link #openConnection(String, int, ConnectOptions)}. Cancel-safe, as there.
     *
     * @param address where to connect to; one that is unresolved is resolved when awaited
     * @param options how it is opened
     * @return an awaitable of the connection, to be awaited once
     * @throws IOException when awaited, as there
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Connection> openConnection(InetSocketAddress address, ConnectOptions options)
            throws IOException {
        return new Connect(Objects.requireNonNull(address, "address"), Objects.requireNonNull(options, "options"));
    }

    /**
     * Starts a server on the loop of this thread: it listens when this returns, and accepts from the next turn on. It runs
     * until it is closed, or its loop ends; {@code await(server.closed())} serves until then. Never suspends. Loop thread
     * only.
     *
     * <p>A host that is a name is resolved on the calling thread, which may block the loop; give a number, such as {@code
     * 0.0.0.0} for every interface.
     *
     * @param handler makes the task that serves a connection
     * @param host the address to listen on
     * @param port 0 to 65535; 0 lets the system choose, see {@link Server#localAddress()}
     * @return the server
     * @throws java.net.UnknownHostException if the host has no address
     * @throws java.net.BindException if the address cannot be listened on; the message names it
     * @throws IOException if there is no socket to be had
     * @throws IllegalArgumentException if the port is out of range
     * @throws IllegalStateException if no event loop runs on this thread
     */
    public static Server startServer(ConnectionHandler handler, String host, int port) throws IOException {
        return startServer(handler, host, port, ServerOptions.defaults());
    }

    /**
     * Starts a server on the loop of this thread, as {@link #startServer(ConnectionHandler, String, int)}. Never suspends. Loop thread only.
     *
     * @param handler makes the task that serves a connection
     * @param host the address to listen on
     * @param port 0 to 65535; 0 lets the system choose
     * @param options how it listens, and what it accepts
     * @return the server
     * @throws IOException if there is no server to be had, as there
     * @throws IllegalArgumentException if something is no value of its option
     * @throws UnsupportedOperationException if there is no such option here; the message names those there are
     */
    public static Server startServer(ConnectionHandler handler, String host, int port, ServerOptions options)
            throws IOException {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(options, "options");
        var loop = LoopThread.current("startServer(...)");
        return Server.start(loop, handler, addressToBind(host, port), options);
    }

    /**
     * Starts a server on all loops of a group: it listens when this returns, and runs until it is closed, or its loops end. A connection is
     * served on one loop from its beginning to its end. On Linux each loop has a listening socket of its own ({@code SO_REUSEPORT}), and
     * the system decides which of them gets a connection; elsewhere the first loop accepts, and hands the connections to all in turn. Any
     * thread; a host that is a name is resolved on it.
     *
     * @param group the loops that have not ended
     * @param handler makes the task that serves a connection; called on all loops, also at the same time
     * @param host the address to listen on
     * @param port 0 to 65535; 0 lets the system choose, see {@link GroupServer#localAddress()}
     * @return the server
     * @throws java.net.UnknownHostException if the host has no address
     * @throws java.net.BindException if the address cannot be listened on, also where another process that shares ports listens there; the
     *     message names it
     * @throws IOException if there is no socket to be had
     * @throws IllegalArgumentException if the port is out of range
     * @throws IllegalStateException if all loops of the group have ended
     */
    public static GroupServer startServer(EventLoopGroup group, ConnectionHandler handler, String host, int port)
            throws IOException {
        return startServer(group, handler, host, port, ServerOptions.defaults());
    }

    /**
     * Starts a server on all loops of a group, as {@link #startServer(EventLoopGroup, ConnectionHandler, String, int)}. Any thread; a host that
     * is a name is resolved on it.
     *
     * @param group the loops that have not ended
     * @param handler makes the task that serves a connection; called on all loops, also at the same time
     * @param host the address to listen on
     * @param port 0 to 65535; 0 lets the system choose
     * @param options how it listens, and what it accepts; the limit of connections is one for all loops
     * @return the server
     * @throws IOException if there is no server to be had, as there
     * @throws IllegalArgumentException if something is no value of its option
     * @throws IllegalStateException if all loops of the group have ended
     * @throws UnsupportedOperationException if there is no such option here; the message names those there are
     */
    public static GroupServer startServer(
            EventLoopGroup group, ConnectionHandler handler, String host, int port, ServerOptions options)
            throws IOException {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(options, "options");
        return GroupServer.start(group, handler, addressToBind(host, port), options, GroupServer.SYSTEM_SPREADS);
    }

    private static InetSocketAddress addressToBind(String host, int port) throws IOException {
        InetAddress literal = Addresses.literal(host);
        return new InetSocketAddress(literal == null ? InetAddress.getByName(host) : literal, port);
    }
}
