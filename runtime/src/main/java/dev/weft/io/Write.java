// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A write of all that a buffer holds. A connection hands the same object out again once its result was taken. */
final class Write extends SocketOperation<Void> {
    private @Nullable ByteBuffer source;

    Write(Connection connection, Direction output) {
        super(connection, output);
    }

    /** Makes it a write of another buffer. */
    Write of(ByteBuffer newSource) {
        source = newSource;
        return this;
    }

    @Override
    boolean attempt() throws IOException {
        ByteBuffer buffer = SingleUse.check(source, "write");
        DirectBuffers.write(connection.channel(), buffer);
        return !buffer.hasRemaining();
    }

    @Override
    @SuppressWarnings("NullAway") // Void
    Void value() {
        return null;
    }

    @Override
    void release() {
        if (source != null) {
            source = null;
            connection.spare(this);
        }
    }
}
