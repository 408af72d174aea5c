// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Fence;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * What comes in on a stream. A read that got less than it asked for has emptied the transport. The first look after that answers by itself
 * that there is nothing, where readiness is going to tell of more: most look once and then wait. It saves the second of two system calls
 * for each message (decision 16). All other looks ask the transport. Loop thread only.
 */
final class Input implements ReadableByteChannel {
    final Direction direction;
    final HeldBytes held = new HeldBytes();
    private final Transport transport;
    private boolean emptied;

    /**
     * How many bytes have been taken from the transport and are nowhere yet; whoever has kept them sets it to 0. If there is no stack or no
     * memory for that they are lost, and what follows them must not be taken for them. It is a field and no method, for there may be no
     * stack for a call.
     */
    int unkept;

    /** What kept bytes from being kept, for the message. */
    @Nullable
    Throwable lostBy;

    /** Whether what is lost comes before what is held. */
    private boolean lostFirst;

    Input(Transport transport, Interest interest) {
        this.transport = transport;
        direction = new Direction(interest, SelectionKey.OP_READ, "read");
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (unkept > 0) {
            throw lost();
        }
        if (emptied) {
            emptied = false;
            if (direction.isWatched()) {
                return 0;
            }
        }
        int asked = target.remaining();
        int count = transport.read(target);
        unkept = count;
        emptied = count >= 0 && count < asked; // the end of the stream is there for every read
        return count;
    }

    private IOException lost() {
        return new IOException(
                unkept + " bytes of " + Fence.textOf(transport)
                        + " were received and lost, so nothing more can be read from it; close it",
                lostBy);
    }

    /** What comes before all that is read from the transport from now on. */
    HeldBytes held() throws IOException {
        if (lostFirst) {
            throw lost();
        }
        return held;
    }

    /**
     * Reads what has come, and holds it, for a reader that wants to have so much in the end.
     *
     * @return how many bytes came; 0 for none so far; -1 for the end of the stream
     */
    int readMore(int wanted) throws IOException {
        held.makeRoom(wanted);
        ByteBuffer read = DirectBuffers.read(this, wanted - held.size());
        if (read == null) {
            return -1;
        }
        int count = read.remaining();
        if (count > 0) {
            keep(read, wanted);
        }
        return count;
    }

    /** Holds what was read, of which a reader wants at most so much. */
    private void keep(ByteBuffer read, int wanted) {
        try {
            held.add(read, wanted);
        } catch (Throwable noMemory) { // rethrown
            lostBy = noMemory;
            throw noMemory;
        }
        unkept = 0;
    }

    /** Takes bytes back that were read and that nobody got: they are the next to be read, also by whoever waits. */
    void putBack(byte[] bytes) {
        if (bytes.length > 0) {
            int before = unkept;
            unkept = bytes.length;
            lostFirst = true;
            held.putBack(bytes);
            lostFirst = false;
            unkept = before;
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
