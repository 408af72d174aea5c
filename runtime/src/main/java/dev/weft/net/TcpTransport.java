// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.io.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The socket under a TCP connection. Loop thread only, but for its names and {@link #isOpen}. */
final class TcpTransport implements Transport {
    private final EventLoop loop;
    private final SocketChannel channel;
    private final InetSocketAddress local;
    private final InetSocketAddress peer;

    /** What has watched the channel while it connected; null if nothing has. */
    private final @Nullable ConnectingWatch watch;

    /** Takes over a channel that is connected; the caller closes that if this fails. */
    TcpTransport(EventLoop loop, SocketChannel channel, @Nullable ConnectingWatch watch) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.watch = watch;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        local = connected(channel.getLocalAddress());
        peer = connected(channel.getRemoteAddress());
    }

    private static InetSocketAddress connected(@Nullable SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress socketAddress) {
            return socketAddress;
        }
        throw new SocketException("the socket is not connected");
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public Registration watch(int interest, IntConsumer onReady) throws ClosedChannelException {
        return watch == null ? loop.watch(channel, interest, onReady) : watch.handOver(interest, onReady);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            return channel.read(target);
        } catch (IOException failed) {
            throw SystemFailures.of(this, failed);
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        try {
            return channel.write(source);
        } catch (IOException failed) {
            throw SystemFailures.of(this, failed);
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    InetSocketAddress local() {
        return local;
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public String identity() {
        return Addresses.text(local) + "->" + Addresses.text(peer);
    }

    @Override
    public String toString() {
        return "connection " + identity();
    }
}
