// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
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
        public Awaitable<Connection> openConnection(String host, int port) throws IOException {
            return Tcp.openConnection(host, port);
        }

        @Override
        public Server startServer(ConnectionHandler handler, String host, int port) throws IOException {
            return Tcp.startServer(handler, host, port);
        }
    }

    /**
     * Suspends until a connection is open, on the loop that runs the await. A host given in numbers is used as it is; a name
     * is resolved on another thread, and every address it has is tried in turn until one answers. There is no time limit of
     * its own: see {@link dev.weft.Weft#waitFor}. Cancel-safe: cancelling closes the socket; a connection that is open before
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
        return new Connect(InetSocketAddress.createUnresolved(Objects.requireNonNull(host, "host"), port));
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
        return new Connect(Objects.requireNonNull(address, "address"));
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
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(host, "host");
        var loop = LoopThread.current("startServer(...)");
        InetAddress literal = Addresses.literal(host);
        InetAddress address = literal == null ? InetAddress.getByName(host) : literal;
        return Server.start(loop, handler, new InetSocketAddress(address, port));
    }
}
