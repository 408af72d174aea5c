// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A listening socket. Loop thread only. */
final class TcpListener implements Listener {
    private static final int BACKLOG = 4096;

    private final EventLoop loop;
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;
    private @Nullable Acceptor acceptor;

    private TcpListener(EventLoop loop, ServerSocketChannel channel) throws IOException {
        this.loop = loop;
        this.channel = channel;
        address = (InetSocketAddress) channel.getLocalAddress();
    }

    /** Takes the address; the port is noted before anybody is accepted. */
    static TcpListener bind(EventLoop loop, InetSocketAddress address) throws IOException {
        return bind(loop, address, false);
    }

    /** Takes the address, perhaps beside others that do so too: the system then gives each of them some of the connections. */
    static TcpListener bind(EventLoop loop, InetSocketAddress address, boolean besideOthers) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (besideOthers) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            bind(channel, address);
            return new TcpListener(loop, channel);
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

    @Override
    public void start(Consumer<? super Connection> accepted) throws IOException {
        startRaw(taken -> take(loop, taken, accepted));
    }

    /** Hands on what is accepted before anything is made of it. */
    void startRaw(Consumer<SocketChannel> accepted) throws IOException {
        acceptor = new Acceptor(loop, toString(), channel, channel::accept, accepted);
        acceptor.start();
    }

    /** Makes a connection of what was accepted. */
    static void take(EventLoop loop, SocketChannel channel, Consumer<? super Connection> accepted) {
        Connection connection;
        try {
            connection = Connection.over(loop, channel);
        } catch (Throwable failed) { // the peer has gone already, or there is no memory, or the loop closes
            Channels.close(channel);
            Handlers.notServed(channel, failed);
            return;
        }
        accepted.accept(connection);
    }

    @Override
    public void close() {
        if (acceptor != null) {
            acceptor.stop();
        }
        Channels.close(channel);
    }

    @Override
    public boolean isReleased() {
        return !channel.isRegistered();
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public InetSocketAddress localAddress() {
        return address;
    }

    @Override
    public String toString() {
        return "server " + Addresses.text(address);
    }
}
