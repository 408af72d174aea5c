// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * What comes in on a stream. A read that got less than it asked for has emptied the transport: until that is ready again,
 * this answers for it that there is nothing. It saves the second of two system calls for each message,
 * and loses nothing, since readiness tells of whatever is there (decision 16). Loop thread only.
 */
final class Input implements ReadableByteChannel {
    final HeldBytes held = new HeldBytes();
    final Direction direction;
    private final Transport transport;
    private boolean emptied;

    /** A read whose result was taken, for the next call; null while it is handed out. */
    private @Nullable ReadInto spare;

    Input(Transport transport, Interest interest) {
        this.transport = transport;
        direction = new Direction(interest, SelectionKey.OP_READ);
    }

    /** Makes a read into a buffer. Any thread, but only the loop's gets the spare one. */
    ReadInto readInto(ByteBuffer target) {
        ReadInto read = null;
        if (transport.loop().isLoopThread()) {
            read = spare;
            spare = null;
        }
        return (read == null ? new ReadInto(this) : read).into(target);
    }

    void spare(ReadInto read) {
        spare = read;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (emptied) {
            return 0;
        }
        int asked = target.remaining();
        int count = transport.read(target);
        emptied = count >= 0 && count < asked; // the end of the stream is there for every read
        return count;
    }

    /** The transport is ready: for reading if it has bytes, the end, or a failure. */
    void ready(int bits) {
        if ((bits & SelectionKey.OP_READ) != 0) {
            emptied = false;
        }
        direction.ready(bits);
    }

    @Override
    public boolean isOpen() {
        return transport.isOpen();
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
