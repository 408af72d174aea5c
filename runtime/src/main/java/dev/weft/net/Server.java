// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.EventLoop;
import dev.weft.spi.Insistent;
import dev.weft.spi.LoopThread;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;

/**
 * A listening socket and the tasks that serve its connections. It shows among the tasks of its loop as {@code server
 * 127.0.0.1:8888}; cancelling that task closes it, and so does the end of the loop.
 *
 * <p>Loop thread only, except where the text says otherwise.
 */
public final class Server implements AutoCloseable {
    private static final int BACKLOG = 4096;

    private final EventLoop loop;
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private final Acceptor acceptor;
    private final Handlers handlers;
    private final Closing closing;

    /** All of the closing is done. */
    private volatile boolean closed;

    private Server(EventLoop loop, ServerSocketChannel channel, ConnectionHandler handler) throws IOException {
        this.loop = loop;
        this.channel = channel;
        address = (InetSocketAddress) channel.getLocalAddress();
        handlers = new Handlers(loop, handler);
        acceptor = new Acceptor(loop, toString(), channel, channel::accept, handlers::serve);
        closing = new Closing(loop, channel, toString());
    }

    static Server start(EventLoop loop, ConnectionHandler handler, InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            bind(channel, address);
            Server server = new Server(loop, channel, handler);
            server.acceptor.start();
            // The task does nothing but end with the server; whatever else ends it, the loop above all, ends the
            // server.
            loop.spawn(server.toString(), server.closing.closed()).subscribe((Insistent) server::closeNow);
            return server;
        } catch (Throwable failed) { // rethrown
            Channels.close(channel);
            throw failed;
        }
    }

    private static void bind(ServerSocketChannel channel, InetSocketAddress address) throws IOException {
        try {
            channel.bind(address, BACKLOG);
        } catch (IOException failed) {
            BindException named =
                    new BindException("cannot listen on " + Addresses.text(address) + ": " + failed.getMessage());
            named.initCause(failed);
            throw named;
        }
    }

    /**
     * Returns the address that is listened on, with the port that the system chose. Any thread.
     *
     * @return the address
     */
    public InetSocketAddress localAddress() {
        return address;
    }

    /**
     * Returns how many connections are being served.
     *
     * @return the number of handlers that have not ended
     * @throws IllegalStateException on another thread
     */
    public int connections() {
        LoopThread.require(loop, "connections()", this);
        return handlers.running();
    }

    /**
     * Stops accepting. Handlers that run go on, and keep their connections. Never suspends. Idempotent, and nothing happens on any thread
     * once it is closed, as when its loop is.
     *
     * @throws IllegalStateException on another thread, if the server is open
     */
    @Override
    public void close() {
        if (!closed) {
            LoopThread.require(loop, "close()", this);
            closeNow();
        }
    }

    /** What breaks off, for want of stack or memory, the next call does. */
    private void closeNow() {
        if (!closed) {
            acceptor.stop();
            Channels.close(channel);
            closing.begin();
            closed = true;
        }
    }

    /**
     * Suspends until the server is closed and its port is free again; handlers may still run. Cancel-safe: a cancelled
     * wait leaves the server as it is. To be awaited once; call it again for another wait.
     *
     * @return an awaitable without a result
     */
    @CancelSafe
    public Awaitable<Void> closed() {
        return closing.closed();
    }

    /** The address, for messages. */
    @Override
    public String toString() {
        return "server " + Addresses.text(address);
    }
}
