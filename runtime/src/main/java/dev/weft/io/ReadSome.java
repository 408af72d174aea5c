// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A read of what is there, into an array of just that size. */
final class ReadSome extends Read<byte[]> {
    private static final byte[] NOTHING = {};

    private final int max;

    private byte[] bytes = NOTHING;

    ReadSome(StreamDuplex stream, int max) {
        super(stream);
        this.max = max;
    }

    @Override
    protected boolean attempt() throws IOException {
        if (max == 0) {
            return true;
        }
        int held = stream().heldSize();
        if (held > 0) {
            bytes = stream().held().take(Math.min(max, held));
            return true;
        }
        ByteBuffer read = DirectBuffers.read(stream(), max);
        if (read == null) {
            return true;
        }
        if (!read.hasRemaining()) {
            return false;
        }
        try {
            byte[] copied = new byte[read.remaining()];
            read.get(copied);
            bytes = copied;
        } catch (Throwable noMemory) { // rethrown
            stream().lostBy = noMemory;
            throw noMemory;
        }
        stream().unkept = 0;
        return true;
    }

    @Override
    protected byte[] value() {
        return bytes;
    }

    @Override
    public void discard(byte[] unclaimed) {
        stream().putBack(unclaimed);
    }
}
