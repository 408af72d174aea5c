// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import dev.weft.EventLoopGroup;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The front door of Unix sockets, which are found by the path of a file and stay on one machine: opens connections and starts servers. Both are
 * of the same types as over TCP, and do the same. The address of an end is {@linkplain java.net.InetSocketAddress#isUnresolved unresolved},
 * with the absolute path as its host and 0 as its port; that of a client, which has no path, has the empty host, and as its port a number by
 * which dumps and messages tell it from others. No argument may be null.
 *
 * <pre>{@code
 * try (Connection connection = await(Unix.openConnection(Path.of("/run/shop.sock")))) {
 *     await(connection.write(request));
 * }
 * }</pre>
 *
 * <p>A path may have 107 bytes on Linux, and 103 on macOS. Who is at the other end says {@code
 * getOption(jdk.net.ExtendedSocketOptions.SO_PEERCRED)}. Names without a file, which Linux calls abstract, the JDK does not have.
 */
public final class Unix {
    private Unix() {}

    /**
     * Returns Unix sockets as a {@link Network}, for code that takes one. A host is a path there, and the port is 0. Any thread.
     *
     * @return the network, always the same
     */
    public static Network network() {
        return OverFiles.NETWORK;
    }

    /** What {@link #network} gives. */
    private enum OverFiles implements Network {
        NETWORK;

        @Override
        public Awaitable<Connection> openConnection(String host, int port, ConnectOptions options) throws IOException {
            return Unix.openConnection(path(host, port), options);
        }

        @Override
        public Server startServer(ConnectionHandler handler, String host, int port, ServerOptions options)
                throws IOException {
            Objects.requireNonNull(handler, "handler");
            return Unix.startServer(handler, path(host, port), options);
        }

        private static Path path(String host, int port) {
            if (port != 0) {
                throw new IllegalArgumentException("port " + port + " of " + host
                        + ": a Unix socket has none. Give 0, and the path of its file as the host.");
            }
            return Path.of(Objects.requireNonNull(host, "host"));
        }
    }

    /**
     * Suspends until a connection is open, on the loop that runs the await, also while the server's backlog is full. Cancel-safe: a cancelled one has opened nothing; a connection that
     * is open before the cancelled task goes on is given, not lost; one that nobody can get any more is closed. Any thread; nothing happens
     * before the await.
     *
     * @param path the file of the server's socket
     * @return an awaitable of the connection, to be awaited once
     * @throws java.net.ConnectException when awaited and nobody listens there; the message names the path
     * @throws IOException when awaited and there is no socket to be had
     * @throws IllegalStateException when awaited where no event loop runs
     * @throws UnsupportedOperationException when awaited and the system has no Unix sockets
     */
    @CancelSafe
    public static Awaitable<Connection> openConnection(Path path) throws IOException {
        return openConnection(path, ConnectOptions.defaults());
    }

    /**
     * Suspends until a connection is open, as {@link #openConnection(Path)}. Cancel-safe, as there.
     *
     * @param path the file of the server's socket
     * @param options of these those of the socket count
     * @return an awaitable of the connection, to be awaited once
     * @throws IOException when awaited, as there
     * @throws UnsupportedOperationException when awaited and there is no such option here; the message names those there are
     */
    @CancelSafe
    @SuppressWarnings("unused") // the exception comes from the await
    public static Awaitable<Connection> openConnection(Path path, ConnectOptions options) throws IOException {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(options, "options");
        UnixAddresses.requirePath(path);
        return new Connect(UnixAddresses.of(path), List.of(UnixDomainSocketAddress.of(path)), options);
    }

    /**
     * Starts a server on the loop of this thread, as {@link Tcp#startServer(ConnectionHandler, String, int)} does. The file is removed when the
     * server is closed. One that is there already is replaced if it is of a socket on which nobody listens, as a program leaves it that was
     * killed. Never suspends. Loop thread only.
     *
     * @param handler makes the task that serves a connection
     * @param path the file by which clients find it
     * @return the server
     * @throws java.net.BindException if the path cannot be listened on: somebody does, another file is there, there is no such folder, or the
     *     path is too long; the message names it
     * @throws IOException if there is no socket to be had
     * @throws IllegalStateException if no event loop runs on this thread
     * @throws UnsupportedOperationException if the system has no Unix sockets
     */
    public static Server startServer(ConnectionHandler handler, Path path) throws IOException {
        return startServer(handler, path, ServerOptions.defaults());
    }

    /**
     * Starts a server on the loop of this thread, as {@link #startServer(ConnectionHandler, Path)}. Never suspends. Loop thread only.
     *
     * @param handler makes the task that serves a connection
     * @param path the file by which clients find it
     * @param options how it listens, and what it accepts
     * @return the server
     * @throws IOException if there is no server to be had, as there
     * @throws IllegalArgumentException if the path is empty, or something is no value of its option
     * @throws UnsupportedOperationException if there is no such option here; the message names those there are
     */
    public static Server startServer(ConnectionHandler handler, Path path, ServerOptions options) throws IOException {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(options, "options");
        UnixAddresses.requirePath(path);
        EventLoop loop = LoopThread.current("startServer(...)");
        return Server.start(TcpListener.bind(loop, path, options), handler, options);
    }

    /**
     * Starts a server on all loops of a group, as {@link #startServer(ConnectionHandler, Path)} does on one: the first loop accepts, and hands the
     * connections to all in turn. Any thread.
     *
     * @param group the loops that have not ended
     * @param handler makes the task that serves a connection; called on all loops, also at the same time
     * @param path the file by which clients find it
     * @param options how it listens, and what it accepts; the limit of connections is one for all loops
     * @return the server
     * @throws IOException if there is no server to be had, as there
     * @throws IllegalArgumentException if the path is empty, or something is no value of its option
     * @throws IllegalStateException if all loops of the group have ended
     * @throws UnsupportedOperationException if the system has no Unix sockets, or there is no such option here
     */
    public static GroupServer startServer(
            EventLoopGroup group, ConnectionHandler handler, Path path, ServerOptions options) throws IOException {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(options, "options");
        UnixAddresses.requirePath(path);
        List<EventLoop> loops = GroupServer.loopsOf(group);
        return GroupServer.start(
                Handing.listeners(loops, TcpListener.bind(loops.get(0), path, options)), handler, options);
    }
}
