// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/** A write of all that a buffer holds. */
final class Write extends Operation<Void> {
    private final StreamDuplex stream;
    private ByteBuffer source;

    Write(StreamDuplex stream, ByteBuffer source) {
        super(stream, SelectionKey.OP_WRITE);
        this.stream = stream;
        this.source = source;
    }

    @Override
    protected boolean attempt() throws IOException {
        DirectBuffers.write(stream.output(), source);
        return !source.hasRemaining();
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    protected Void value() {
        return null;
    }

    @Override
    protected void usedUp() {
        source = DirectBuffers.NONE;
    }
}
