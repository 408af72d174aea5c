// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.Waiter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The attempt to connect to one address. Closes its channel when that fails. Loop thread only. */
final class ConnectAttempt {
    private final EventLoop loop;
    private final InetSocketAddress address;
    private final SocketChannel channel;
    private @Nullable ConnectingWatch watch;

    private ConnectAttempt(EventLoop loop, InetSocketAddress address, SocketChannel channel) {
        this.loop = loop;
        this.address = address;
        this.channel = channel;
    }

    /** Begins to connect; the waiter is woken when there is an outcome. */
    static ConnectAttempt start(EventLoop loop, InetSocketAddress address, Waiter waiter) throws IOException {
        ConnectAttempt attempt = new ConnectAttempt(loop, address, SocketChannel.open());
        try {
            attempt.connect(waiter);
            return attempt;
        } catch (Throwable failed) { // rethrown
            attempt.close();
            throw failed;
        }
    }

    private void connect(Waiter waiter) throws IOException {
        channel.configureBlocking(false);
        if (!channel.connect(address)) {
            watch = new ConnectingWatch(loop, channel, ready -> waiter.wake());
        }
    }

    InetSocketAddress address() {
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
