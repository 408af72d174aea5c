// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A write of some of what a buffer holds, at least a byte: for whoever wants to know that it goes on. */
final class WriteSome extends Operation<Void> {
    private final Output output;
    private ByteBuffer source;

    WriteSome(Output output, ByteBuffer source) {
        super(output.direction);
        this.output = output;
        this.source = source;
    }

    @Override
    protected boolean attempt() throws IOException {
        int before = source.remaining();
        DirectBuffers.write(output.open(), source);
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
