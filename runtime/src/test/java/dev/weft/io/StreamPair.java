// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A stream of a loop, and a blocking channel at its other end. */
final class StreamPair extends LoopFixture {
    /** What carries the bytes. */
    enum Kind {
        TCP,
        UNIX
    }

    private final Kind kind;
    final ByteStream stream;
    final SocketChannel peer;
    final InputStream fromStream;

    StreamPair(Kind kind) throws IOException {
        this.kind = kind;
        SocketChannel[] ends = channels(kind);
        peer = ends[1];
        fromStream = Channels.newInputStream(peer);
        stream = streamOver(ends[0]);
    }

    ByteStream streamOver(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        return new ByteStream(new ChannelTransport(loop, channel));
    }

    static SocketChannel[] channels(Kind kind) throws IOException {
        if (kind == Kind.TCP) {
            return connect(
                    ServerSocketChannel.open(StandardProtocolFamily.INET),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }
        Path folder = Files.createTempDirectory("weft");
        Path socket = folder.resolve("s");
        try {
            return connect(ServerSocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(socket));
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(folder);
        }
    }

    private static SocketChannel[] connect(ServerSocketChannel listener, SocketAddress address) throws IOException {
        try (listener) {
            listener.bind(address);
            SocketChannel here = SocketChannel.open(listener.getLocalAddress());
            return new SocketChannel[] {here, listener.accept()};
        }
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            peer.write(buffer);
        }
    }

    /** Reads what is there, without waiting. */
    int readAvailable(byte[] target, int at) throws IOException {
        peer.configureBlocking(false);
        int count = peer.read(ByteBuffer.wrap(target, at, Math.min(64 * 1024, target.length - at)));
        peer.configureBlocking(true);
        return count;
    }

    /** The peer goes, and does not take what is still to come. */
    void reset() throws IOException {
        if (kind == Kind.TCP) {
            peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        peer.close();
    }

    @Override
    protected void close() throws IOException {
        close(stream);
        peer.close();
    }
}
