// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A client of a Unix socket that sends and reads bytes, as nc does. */
final class Client implements AutoCloseable {
    final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);

    Client(Path socket) throws IOException {
        channel.connect(UnixDomainSocketAddress.of(socket));
    }

    Client send(String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
        return this;
    }

    /** Sends as much of a text as the system takes. */
    Client sendWhatFits(String text) throws IOException {
        channel.configureBlocking(false);
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (bytes.hasRemaining() && channel.write(bytes) > 0) {
            // goes on with the rest
        }
        channel.configureBlocking(true);
        return this;
    }

    /** Reads until the other side closes, or breaks off. */
    String read() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer part = ByteBuffer.allocate(4096);
        try {
            while (channel.read(part) >= 0) {
                all.write(part.array(), 0, part.position());
                part.clear();
            }
        } catch (IOException broken) {
            all.write('!');
        }
        return all.toString(UTF_8);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
