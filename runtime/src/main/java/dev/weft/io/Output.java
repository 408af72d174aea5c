// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/** What goes out on a stream. Loop thread only. */
final class Output {
    final Direction direction;
    final Transport transport;

    /** A write whose result was taken, for the next call; null while it is handed out. */
    private @Nullable Write spare;

    Output(Transport transport, Interest interest) {
        this.transport = transport;
        direction = new Direction(interest, SelectionKey.OP_WRITE);
    }

    /** Makes a write of a buffer. Any thread, but only the loop's gets the spare one. */
    Write write(ByteBuffer source) {
        Write write = null;
        if (transport.loop().isLoopThread()) {
            write = spare;
            spare = null;
        }
        return (write == null ? new Write(this) : write).of(source);
    }

    void spare(Write write) {
        spare = write;
    }
}
