// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A write of all that several buffers hold, in their order. */
final class WriteAll extends Writing {
    private static final ByteBuffer[] NONE = {};

    private ByteBuffer[] sources;

    /** The first of them that may have bytes left. */
    private int at;

    WriteAll(StreamDuplex stream, ByteBuffer[] sources) {
        super(stream);
        this.sources = sources;
    }

    @Override
    protected boolean attempt() throws IOException {
        at = DirectBuffers.write(output(), sources, at);
        return at == sources.length;
    }

    @Override
    protected void usedUp() {
        sources = NONE;
    }
}
