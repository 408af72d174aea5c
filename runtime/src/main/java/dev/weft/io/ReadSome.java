// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A read of what is there, into an array of just that size. */
final class ReadSome extends SocketOperation<byte[]> {
    private static final byte[] NOTHING = {};

    private final int max;
    private byte[] bytes = NOTHING;

    ReadSome(Connection connection, Direction input, int max) {
        super(connection, input);
        this.max = max;
    }

    @Override
    boolean attempt() throws IOException {
        if (max == 0) {
            return true;
        }
        HeldBytes held = connection.held();
        if (held.size() > 0) {
            bytes = held.take(Math.min(max, held.size()));
            return true;
        }
        ByteBuffer read = DirectBuffers.read(connection.incoming(), max);
        if (read == null) {
            return true;
        }
        if (!read.hasRemaining()) {
            return false;
        }
        bytes = new byte[read.remaining()];
        read.get(bytes);
        return true;
    }

    @Override
    protected byte[] value() {
        return bytes;
    }
}
