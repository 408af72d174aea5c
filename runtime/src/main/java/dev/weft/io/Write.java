// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A write of all that a buffer holds. A stream hands the same object out again once its result was taken. */
final class Write extends Operation<Void> {
    private final Output output;
    private ByteBuffer source = DirectBuffers.NONE;

    Write(Output output) {
        super(output.direction);
        this.output = output;
    }

    /** Makes it a write of another buffer. */
    Write of(ByteBuffer newSource) {
        source = newSource;
        renew();
        return this;
    }

    @Override
    boolean attempt() throws IOException {
        DirectBuffers.write(output.transport, source);
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
        output.spare(this);
    }
}
