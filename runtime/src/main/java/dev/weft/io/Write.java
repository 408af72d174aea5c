// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A write of all that a buffer holds. */
final class Write extends Writing {
    private ByteBuffer source;

    Write(StreamDuplex stream, ByteBuffer source) {
        super(stream);
        this.source = source;
    }

    @Override
    protected boolean attempt() throws IOException {
        DirectBuffers.write(output(), source);
        return !source.hasRemaining();
    }

    @Override
    protected void usedUp() {
        source = DirectBuffers.NONE;
    }
}
