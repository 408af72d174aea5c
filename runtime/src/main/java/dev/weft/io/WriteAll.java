// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/** A write of all that several buffers hold, in their order. */
final class WriteAll extends Operation<Void> {
    private static final ByteBuffer[] NONE = {};

    private final StreamDuplex stream;
    private ByteBuffer[] sources;

    /** The first of them that may have bytes left. */
    private int at;

    WriteAll(StreamDuplex stream, ByteBuffer[] sources) {
        super(stream, SelectionKey.OP_WRITE);
        this.stream = stream;
        this.sources = sources;
    }

    @Override
    protected boolean attempt() throws IOException {
        at = DirectBuffers.write(stream.output(), sources, at);
        return at == sources.length;
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    protected Void value() {
        return null;
    }

    @Override
    protected void usedUp() {
        sources = NONE;
    }
}
