// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;

/**
 * What comes in on a connection. A read that got less than it asked for has emptied the socket: until the selector says
 * that there is more, this answers for the system that there is nothing. It saves the second of two reads for each message,
 * and loses nothing, since the selector tells of whatever is there (decision 16). Loop thread only.
 */
final class Input implements ReadableByteChannel {
    private final SocketChannel channel;
    private boolean emptied;

    Input(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (emptied) {
            return 0;
        }
        int asked = target.remaining();
        int count = channel.read(target);
        emptied = count >= 0 && count < asked; // the end of the stream is there for every read
        return count;
    }

    /** The selector has found something: bytes, the end, or a failure. */
    void ready() {
        emptied = false;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
