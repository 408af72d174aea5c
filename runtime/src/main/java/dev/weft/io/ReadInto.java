// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A read into a buffer of the user. */
final class ReadInto extends Read<Integer> {
    private ByteBuffer target;
    private int count;

    ReadInto(StreamDuplex stream, ByteBuffer target) {
        super(stream);
        this.target = target;
    }

    @Override
    protected boolean attempt() throws IOException {
        if (!target.hasRemaining()) {
            count = 0;
            return true;
        }
        if (stream().heldSize() > 0) {
            count = stream().held().moveTo(target);
            return true;
        }
        count = DirectBuffers.read(stream(), target);
        stream().unkept = 0;
        return count != 0;
    }

    @Override
    protected Integer value() {
        return count;
    }

    @Override
    protected void usedUp() {
        target = DirectBuffers.NONE;
    }
}
