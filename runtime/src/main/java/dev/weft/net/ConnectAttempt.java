// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.Waiter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import org.jspecify.annotations.Nullable;

/** The attempt to connect to one address. Closes its channel when that fails. Loop thread only. */
final class ConnectAttempt {
    private final EventLoop loop;
    private final SocketAddress address;
    private final SocketChannel channel;
    private @Nullable ConnectingWatch watch;

    private ConnectAttempt(EventLoop loop, SocketAddress address, SocketChannel channel) {
        this.loop = loop;
        this.address = address;
        this.channel = channel;
    }

    /** Begins to connect; the waiter is woken when there is an outcome. */
    static ConnectAttempt start(EventLoop loop, SocketAddress address, ConnectOptions options, Waiter waiter)
            throws IOException {
        ConnectAttempt attempt = new ConnectAttempt(loop, address, open(address));
        try {
            attempt.set(options);
            attempt.connect(waiter);
            return attempt;
        } catch (Throwable failed) { // rethrown
            attempt.close();
            throw failed;
        }
    }

    private static SocketChannel open(SocketAddress address) throws IOException {
        return address instanceof InetSocketAddress
                ? SocketChannel.open()
                : SocketChannel.open(StandardProtocolFamily.UNIX);
    }

    private void set(ConnectOptions options) throws IOException {
        channel.configureBlocking(false);
        TcpTransport.setFirstOptions(channel, address instanceof UnixDomainSocketAddress);
        options.options().setOn(channel, "a connection to " + UnixAddresses.textOf(address));
        InetSocketAddress local = options.localAddress().orElse(null);
        if (local != null) {
            bind(local);
        }
    }

    private void bind(InetSocketAddress local) throws IOException {
        boolean isOfFamily = address instanceof InetSocketAddress target
                && target.getAddress().getClass() == local.getAddress().getClass();
        if (!isOfFamily) {
            throw new IOException("no address to connect to from " + Addresses.text(local));
        }
        try {
            channel.bind(local);
        } catch (IOException failed) {
            throw new IOException("from " + Addresses.text(local) + ": " + failed.getMessage(), failed);
        }
    }

    private void connect(Waiter waiter) throws IOException {
        try {
            if (!channel.connect(address)) {
                watch = new ConnectingWatch(loop, channel, ready -> waiter.wake());
            }
        } catch (UnsupportedAddressTypeException another) {
            throw new IOException("there are no addresses of this kind here", another);
        }
    }

    SocketAddress address() {
        return address;
    }

    /** Returns the connection, or null if there is no outcome yet. */
    @Nullable
    Connection finish() throws IOException {
        try {
            if (!channel.finishConnect()) {
                return null;
            }
            if (watch != null) {
                watch.connected();
            }
            return Connection.over(new TcpTransport(loop, channel, watch));
        } catch (Throwable failed) { // rethrown
            close();
            throw failed;
        }
    }

    void close() {
        Channels.close(channel);
    }
}
