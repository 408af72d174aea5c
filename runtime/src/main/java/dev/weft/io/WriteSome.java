// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/** A write of some of what a buffer holds, at least a byte: for whoever wants to know that it goes on. */
final class WriteSome extends Operation<Void> {
    private final StreamDuplex stream;
    private ByteBuffer source;

    WriteSome(StreamDuplex stream, ByteBuffer source) {
        super(stream, SelectionKey.OP_WRITE);
        this.stream = stream;
        this.source = source;
    }

    @Override
    protected boolean attempt() throws IOException {
        int before = source.remaining();
        DirectBuffers.write(stream.output(), source);
        return source.remaining() < before || before == 0;
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
