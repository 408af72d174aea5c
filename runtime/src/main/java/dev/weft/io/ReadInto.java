// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A read into a buffer of the user. A connection hands the same object out again once its result was taken. */
final class ReadInto extends SocketOperation<Integer> {
    private @Nullable ByteBuffer target;
    private int count;

    ReadInto(Connection connection, Direction input) {
        super(connection, input);
    }

    /** Makes it a read into another buffer. */
    ReadInto into(ByteBuffer newTarget) {
        target = newTarget;
        return this;
    }

    @Override
    boolean attempt() throws IOException {
        ByteBuffer buffer = SingleUse.check(target, "read");
        if (!buffer.hasRemaining()) {
            count = 0;
            return true;
        }
        HeldBytes held = connection.held();
        count = held.size() > 0 ? held.moveTo(buffer) : DirectBuffers.read(connection.incoming(), buffer);
        return count != 0;
    }

    @Override
    Integer value() {
        return count;
    }

    @Override
    void release() {
        if (target != null) {
            target = null;
            connection.spare(this);
        }
    }
}
