// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A write of all that a buffer holds. A connection hands the same object out again once its result was taken. */
final class Write extends SocketOperation<Void> {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private ByteBuffer source = NONE;

    Write(Connection connection, Direction output) {
        super(connection, output);
    }

    /** Makes it a write of another buffer. */
    Write of(ByteBuffer newSource) {
        source = newSource;
        renew();
        return this;
    }

    @Override
    boolean attempt() throws IOException {
        DirectBuffers.write(connection.channel(), source);
        return !source.hasRemaining();
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    protected Void value() {
        return null;
    }

    @Override
    protected void usedUp() {
        source = NONE;
        connection.spare(this);
    }
}
