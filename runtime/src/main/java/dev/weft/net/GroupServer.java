// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import dev.weft.EventLoopGroup;
import dev.weft.Priority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What listens at one address on all loops of a group: a {@link Server} on each of them. It shows among the tasks of each loop, as one server
 * does. When one loop ends, the others go on; but where the first accepts for all, as for the path of a Unix socket, the server is closed with
 * that one.
 *
 * <p>All methods may be called on any thread.
 */
public final class GroupServer implements AutoCloseable {
    /** Whether the system spreads connections over those that listen on one port. Others have the option, and give all to one of them. */
    static final boolean SYSTEM_SPREADS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux") && hasOption();

    private final List<ServerOfLoop> servers;

    private GroupServer(List<ServerOfLoop> servers) {
        this.servers = servers;
    }

    private static boolean hasOption() {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            return channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
        } catch (IOException noSocket) { // whoever starts a server is told
            return false;
        }
    }

    /** Starts a server on each loop, all of them or none. */
    static GroupServer start(
            EventLoopGroup group,
            ConnectionHandler handler,
            InetSocketAddress address,
            ServerOptions options,
            boolean systemSpreads)
            throws IOException {
        List<EventLoop> loops = loopsOf(group);
        return start(
                systemSpreads && loops.size() > 1
                        ? beside(loops, address, options)
                        : Handing.listeners(loops, TcpListener.bind(loops.get(0), address, options)),
                handler,
                options);
    }

    /** Returns the loops that have not ended, at least one. */
    static List<EventLoop> loopsOf(EventLoopGroup group) {
        List<EventLoop> loops =
                group.loops().stream().filter(loop -> !loop.isClosed()).toList();
        if (loops.isEmpty()) {
            throw new IllegalStateException("a server on " + group + ", all of whose loops have ended");
        }
        return loops;
    }

    /** Starts a server over each of these, all of them or none. */
    static GroupServer start(List<Listener> listeners, ConnectionHandler handler, ServerOptions options) {
        Admission admission = options.admission();
        Priority priority = Server.priorityOfStarter(); // the loops begin in steps of their own
        List<ServerOfLoop> servers = listeners.stream()
                .map(listener -> new ServerOfLoop(listener, handler, options, admission))
                .toList();
        GroupServer server = new GroupServer(servers);
        Handing.whenOver(listeners, server::close);
        try {
            for (int i = servers.size() - 1; i >= 0; i--) { // the first one may hand connections to the others
                servers.get(i).start(priority);
            }
        } catch (Throwable closed) { // a loop, meanwhile; rethrown
            server.close();
            listeners.forEach(Listener::close);
            throw closed;
        }
        return server;
    }

    /** Listens on one port with all loops. That nobody else does has to be seen before: sharing is a matter of the user, and not of the process. */
    private static List<Listener> beside(List<EventLoop> loops, InetSocketAddress address, ServerOptions options)
            throws IOException {
        List<Listener> listeners = new ArrayList<>();
        TcpListener.bind(loops.get(0), address, options).close();
        try {
            InetSocketAddress bound = address;
            for (EventLoop loop : loops) {
                TcpListener listener = TcpListener.bind(loop, bound, options, true);
                bound = listener.localAddress();
                listeners.add(listener);
            }
            return listeners;
        } catch (Throwable failed) { // rethrown
            listeners.forEach(Listener::close);
            throw failed;
        }
    }

    /**
     * Returns the address that is listened on, with the port that the system chose.
     *
     * @return the address
     */
    public InetSocketAddress localAddress() {
        return servers.get(0).address();
    }

    /**
     * Returns how many connections are being served on all loops.
     *
     * @return the number of handlers that have not ended, or had not a moment before
     */
    public int connections() {
        return servers.stream().mapToInt(ServerOfLoop::connections).sum();
    }

    /** Has all loops stop accepting. Handlers that run go on, and keep their connections. Does not wait. Idempotent. */
    @Override
    public void close() {
        servers.forEach(ServerOfLoop::close);
    }

    /**
     * Suspends until the server is closed on all loops and its port is free again; handlers may still run. To be awaited on any loop, or
     * {@linkplain Awaitable#block() blocked on} by a thread without one. Cancel-safe: a cancelled wait leaves the server as it is. To be
     * awaited once; call it again for another wait.
     *
     * @return an awaitable without a result
     */
    @CancelSafe
    public Awaitable<Void> closed() {
        return GroupWait.closed(this, servers);
    }

    /**
     * Suspends until each loop has run no handler at some moment: until none runs, if the server is closed. To be awaited on any loop, or
     * {@linkplain Awaitable#block() blocked on} by a thread without one. Cancel-safe: a cancelled wait leaves the server as it is. To be
     * awaited once; call it again for another wait.
     *
     * @return an awaitable without a result
     */
    @CancelSafe
    public Awaitable<Void> idle() {
        return GroupWait.idle(this, servers);
    }

    /**
     * Stops the server on all loops at the same time, as {@link Server#stop} does on one: stops accepting, gives its handlers some time to
     * end, cancels those that have not, and suspends until all have ended and the port is free. Nothing happens before the await. To be
     * awaited on any loop, or {@linkplain Awaitable#block() blocked on} by a thread without one.
     *
     * <p>Cancel-safe: a cancelled stop has closed the server, and leaves the handlers alone.
     *
     * @param grace how long handlers may go on; none if it is zero
     * @return an awaitable without a result, to be awaited once
     * @throws IllegalArgumentException if the time is negative
     */
    @CancelSafe
    public Awaitable<Void> stop(Duration grace) {
        return GroupWait.stop(this, servers, Stopping.requireGrace(this, grace));
    }

    /** The address, for messages. */
    @Override
    public String toString() {
        return servers.get(0) + " on " + servers.size() + (servers.size() == 1 ? " loop" : " loops");
    }
}
