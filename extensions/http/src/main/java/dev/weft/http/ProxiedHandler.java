// SPDX-License-Identifier: Apache-2.0
package dev.weft.http;

import static dev.weft.Weft.await;
import static dev.weft.Weft.timeout;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Connection;
import dev.weft.net.ConnectionHandler;
import dev.weft.spi.Reports;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Serves a connection as that of the client whom the proxy names. Reads no byte behind its header: those are the other stream's. */
final class ProxiedHandler implements ConnectionHandler {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** What a header has at least, and what one of version 2 begins with. */
    private static final byte[] BEGIN = "\r\n\r\n\0\r\nQUIT\n".getBytes(ISO_8859_1);

    /** The longest header of version 1. */
    private static final int MOST = 108;

    /** Of addresses and what else one of version 2 may tell. */
    private static final int MOST_TOLD = 4096;

    private final ConnectionHandler handler;
    private boolean isReported;

    ProxiedHandler(ConnectionHandler handler) {
        this.handler = handler;
    }

    @Override
    @Async
    public Task<Void> handle(Connection connection) throws Exception {
        Connection proxied;
        try {
            proxied = named(connection, parsed(await(timeout(LIMIT, limit -> header(connection)))));
        } catch (IOException | RuntimeException | TimeoutException wrong) {
            refuse(connection, wrong);
            return Task.done();
        }
        await(handler.handle(proxied));
        return Task.done();
    }

    /** Once: whoever looks for open ports would fill the log. */
    private void refuse(Connection connection, Exception wrong) {
        if (!isReported) {
            isReported = true;
            Reports.warning(
                    "A connection from " + connection.peerAddress()
                            + " began with no header of the PROXY protocol, and was broken off; others like it are not told of. Have the proxy"
                            + " send it, or do without ProxyProtocol.network",
                    wrong);
        }
        connection.reset();
    }

    @Async
    private static Task<byte[]> header(Connection connection) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(await(connection.readExactly(BEGIN.length)));
        if (java.util.Arrays.equals(header.toByteArray(), BEGIN)) {
            byte[] more = await(connection.readExactly(4));
            header.writeBytes(more);
            int count = ((more[2] & 0xFF) << 8) | (more[3] & 0xFF);
            if (count > MOST_TOLD) {
                throw new IOException("a header that tells " + count + " bytes");
            }
            header.writeBytes(await(connection.readExactly(count)));
            return Task.of(header.toByteArray());
        }
        byte last = 0;
        while (last != '\n' && header.size() < MOST) {
            last = await(connection.readExactly(1))[0];
            header.write(last);
        }
        return Task.of(header.toByteArray());
    }

    private static HAProxyMessage parsed(byte[] header) throws IOException {
        EmbeddedChannel decoder = new EmbeddedChannel(new HAProxyMessageDecoder());
        try {
            decoder.writeInbound(Unpooled.wrappedBuffer(header));
            HAProxyMessage message = decoder.readInbound();
            if (message == null) {
                throw new IOException("no header of the PROXY protocol");
            }
            message.release(); // what it holds besides addresses is not used
            return message;
        } finally {
            decoder.finishAndReleaseAll();
        }
    }

    private static Connection named(Connection connection, HAProxyMessage header) throws IOException {
        if (header.command() == HAProxyCommand.LOCAL || header.sourceAddress() == null) { // of the proxy itself
            return connection;
        }
        if (header.sourceAddress().startsWith("/") || header.sourcePort() == 0) { // of a Unix socket
            return connection;
        }
        InetSocketAddress local = address(header.destinationAddress(), header.destinationPort());
        InetSocketAddress peer = address(header.sourceAddress(), header.sourcePort());
        return connection.handOver(transport -> new Connection(transport, local, peer));
    }

    /** The decoder has seen that it is a literal, but not that this machine has the zone which may stand in one. */
    private static InetSocketAddress address(String literal, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(literal), port);
    }
}
