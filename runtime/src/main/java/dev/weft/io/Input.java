// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * What comes in on a stream. A read that got less than it asked for has emptied the transport. The first look after that answers by itself that
 * there is nothing, where readiness is going to tell of more: most look once and then wait. It saves the second of two system calls for each
 * message (decision 16). All other looks ask the transport. Loop thread only.
 */
final class Input implements ReadableByteChannel {
    final HeldBytes held = new HeldBytes();
    final Direction direction;
    private final Transport transport;
    private boolean emptied;

    /** Why bytes that had come are gone, and so no more can be given; null while none are. */
    private @Nullable IOException lost;

    Input(Transport transport, Interest interest) {
        this.transport = transport;
        direction = new Direction(interest, SelectionKey.OP_READ);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (lost != null) {
            throw lost;
        }
        if (emptied) {
            emptied = false;
            if (direction.isWatched()) {
                return 0;
            }
        }
        int asked = target.remaining();
        int count = transport.read(target);
        emptied = count >= 0 && count < asked; // the end of the stream is there for every read
        return count;
    }

    /** Notes that bytes were read, and then there was no memory to keep them: what follows them must not be taken for them. */
    void lose(int count, Throwable reason) {
        lost = new IOException(
                count + " bytes of " + transport
                        + " were received and lost, so nothing more can be read from it; close it",
                reason);
    }

    /** Takes bytes back that were read and that nobody got: they are the next to be read, also by whoever waits. */
    void putBack(byte[] bytes) {
        if (bytes.length > 0) {
            held.putBack(bytes);
            direction.askAgain();
        }
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
