// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Fence;
import java.io.EOFException;
import java.io.IOException;

/** A read of a known number of bytes. What came so far is held by the stream, so that a cancelled one loses none. */
final class ReadExactly extends Operation<byte[]> {
    private final Input input;
    private final int wanted;
    private byte[] bytes = {};

    ReadExactly(Input input, int wanted) {
        super(input.direction);
        this.input = input;
        this.wanted = wanted;
    }

    @Override
    protected boolean attempt() throws IOException {
        HeldBytes held = input.held();
        // A fast peer gives way to others after a burst; the selector comes back at once.
        for (int burst = 0; held.size() < wanted && burst < DirectBuffers.READ_BURST; ) {
            int count = input.readMore(wanted);
            if (count < 0) {
                throw new EOFException("the stream of " + Fence.textOf(input.direction.endpoint()) + " ended after "
                        + held.size() + " of " + wanted + " bytes");
            }
            if (count == 0) {
                return false;
            }
            burst += count;
        }
        if (held.size() < wanted) {
            return false;
        }
        bytes = held.take(wanted);
        return true;
    }

    @Override
    protected String method() {
        return "readExactly";
    }

    @Override
    protected byte[] value() {
        return bytes;
    }

    @Override
    public void discard(byte[] unclaimed) {
        input.putBack(unclaimed);
    }
}
