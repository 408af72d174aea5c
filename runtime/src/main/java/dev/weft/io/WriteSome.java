// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A write of some of what a buffer holds, at least a byte: for whoever wants to know that it goes on. */
final class WriteSome extends Writing {
    private ByteBuffer source;

    WriteSome(StreamDuplex stream, ByteBuffer source) {
        super(stream);
        this.source = source;
    }

    @Override
    protected boolean attempt() throws IOException {
        int before = source.remaining();
        DirectBuffers.write(output(), source);
        return source.remaining() < before || before == 0;
    }

    @Override
    protected void usedUp() {
        source = DirectBuffers.NONE;
    }
}
