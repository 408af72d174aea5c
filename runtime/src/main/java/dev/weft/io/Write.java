// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A write of all that a buffer holds. */
final class Write extends Operation<Void> {
    private final Output output;
    private ByteBuffer source;

    Write(Output output, ByteBuffer source) {
        super(output.direction);
        this.output = output;
        this.source = source;
    }

    @Override
    protected boolean attempt() throws IOException {
        DirectBuffers.write(output.open(), source);
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
