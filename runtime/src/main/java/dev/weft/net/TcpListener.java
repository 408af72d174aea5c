// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A listening socket, of TCP or of the Unix domain. Loop thread only. */
final class TcpListener implements Listener {
    private final EventLoop loop;
    private final ServerSocketChannel channel;
    private final InetSocketAddress address;

    /** What is removed with it; null for TCP. */
    private final @Nullable SocketFile file;

    private @Nullable Acceptor acceptor;

    private TcpListener(
            EventLoop loop, ServerSocketChannel channel, InetSocketAddress address, @Nullable SocketFile file) {
        this.loop = loop;
        this.channel = channel;
        this.address = address;
        this.file = file;
    }

    /** Takes the address; the port is noted before anybody is accepted. */
    static TcpListener bind(EventLoop loop, InetSocketAddress address, ServerOptions options) throws IOException {
        return bind(loop, address, options, false);
    }

    /** Opens a socket of a family, or for all addresses; says for what there is none. */
    private static ServerSocketChannel open(
            ServerOptions options, InetSocketAddress address, @Nullable ProtocolFamily family) throws IOException {
        try {
            requireConnectionOptions(options, family != null);
            return family == null ? ServerSocketChannel.open() : ServerSocketChannel.open(family);
        } catch (IOException failed) {
            throw SystemFailures.of("server " + Addresses.text(address), failed);
        }
    }

    /** Refuses what no connection here can be given, before there is one. */
    private static void requireConnectionOptions(ServerOptions options, boolean isUnix) throws IOException {
        if (!options.ofConnections().isEmpty()) {
            try (SocketChannel like = isUnix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open()) {
                options.ofConnections().setOn(like, "a connection of a server");
            }
        }
    }

    /** Takes the path of a Unix socket. */
    static TcpListener bind(EventLoop loop, Path path, ServerOptions options) throws IOException {
        ServerSocketChannel channel = open(options, UnixAddresses.of(path), StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            options.ofListener().setOn(channel, "the listening socket of a server");
            SocketFile file = SocketFile.bind(channel, path, options);
            return new TcpListener(loop, channel, UnixAddresses.of(path), file);
        } catch (Throwable failed) { // rethrown
            Channels.close(channel);
            throw failed;
        }
    }

    /** Takes the address, perhaps beside others that do so too: the system then gives each of them some of the connections. */
    static TcpListener bind(EventLoop loop, InetSocketAddress address, ServerOptions options, boolean besideOthers)
            throws IOException {
        ServerSocketChannel channel = open(options, address, null);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (besideOthers) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            options.ofListener().setOn(channel, "the listening socket of a server");
            bind(channel, address, options.backlog());
            return new TcpListener(loop, channel, (InetSocketAddress) channel.getLocalAddress(), null);
        } catch (Throwable failed) { // rethrown
            Channels.close(channel);
            throw failed;
        }
    }

    private static void bind(ServerSocketChannel channel, InetSocketAddress address, int backlog) throws IOException {
        try {
            channel.bind(address, backlog);
        } catch (IOException failed) {
            BindException named =
                    new BindException("cannot listen on " + Addresses.text(address) + ": " + failed.getMessage());
            named.initCause(failed);
            throw named;
        }
    }

    @Override
    public void start(Admission admission, Consumer<? super Connection> accepted) throws IOException {
        startRaw(admission, taken -> take(loop, taken, admission, accepted));
    }

    /** Hands on what is accepted before anything is made of it. */
    void startRaw(Admission admission, Consumer<SocketChannel> accepted) throws IOException {
        acceptor = new Acceptor(loop, toString(), channel, admission, channel::accept, accepted);
        acceptor.start();
    }

    /** Makes a connection of what was accepted. */
    static void take(
            EventLoop loop, SocketChannel channel, Admission admission, Consumer<? super Connection> accepted) {
        Connection connection;
        try {
            connection = Connection.over(loop, channel);
        } catch (Throwable failed) { // the peer has gone already, or there is no memory, or the loop closes
            String whose = String.valueOf(channel); // with its addresses, which a closed one has not
            Channels.close(channel);
            admission.giveBack();
            Handlers.notServed(whose, failed);
            return;
        }
        accepted.accept(connection);
    }

    @Override
    public void close() {
        if (acceptor != null) {
            acceptor.stop();
        }
        if (file != null && channel.isOpen()) {
            file.remove();
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
