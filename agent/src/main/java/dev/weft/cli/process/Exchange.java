// SPDX-License-Identifier: Apache-2.0
package dev.weft.cli.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/** One question and its answer, in HTTP/1.0: the end of the answer is the end of the connection. */
final class Exchange implements Closeable {
    private static final int LONGEST_HEAD = 16 << 10;

    private final SocketChannel channel;
    private final TimeLimit limit;
    private final ByteBuffer buffer = ByteBuffer.allocate(16 << 10).limit(0);

    private Exchange(SocketChannel channel, TimeLimit limit) {
        this.channel = channel;
        this.limit = limit;
    }

    /**
     * Connects.
     *
     * @throws java.net.ConnectException if nobody listens there
     * @throws java.net.BindException if we may not
     */
    static Exchange with(Path socket, Duration limit) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Exchange exchange = new Exchange(channel, new TimeLimit(channel, limit));
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return exchange;
        } catch (IOException e) {
            exchange.close();
            throw exchange.limit.explained(e);
        }
    }

    Answer answer(Request request) throws IOException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(request.bytes());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw limit.explained(e);
        }
        return new Answer(AnswerHead.parse(head()), this);
    }

    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = next(); next >= 0 && head.size() < LONGEST_HEAD; next = next()) {
            head.write(next);
            if (next == '\n' && head.toString(ISO_8859_1).replace("\r", "").endsWith("\n\n")) {
                break;
            }
        }
        return head.toString(ISO_8859_1);
    }

    private int next() throws IOException {
        return buffer.hasRemaining() || fill() ? buffer.get() & 0xff : -1;
    }

    /** Writes what is left of the answer, as it comes. */
    void copyTo(OutputStream out) throws IOException {
        while (buffer.hasRemaining() || fill()) {
            out.write(buffer.array(), buffer.position(), buffer.remaining());
            buffer.position(buffer.limit());
            out.flush();
        }
    }

    private boolean fill() throws IOException {
        try {
            boolean more = channel.read(buffer.clear()) >= 0;
            buffer.flip();
            limit.restart();
            return more;
        } catch (IOException e) {
            throw limit.explained(e);
        }
    }

    @Override
    public void close() throws IOException {
        limit.close();
        channel.close();
    }
}
