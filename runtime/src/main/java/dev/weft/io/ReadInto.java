// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A read into a buffer of the user. */
final class ReadInto extends Operation<Integer> {
    private final Input input;
    private ByteBuffer target;
    private int count;

    ReadInto(Input input, ByteBuffer target) {
        super(input.direction);
        this.input = input;
        this.target = target;
    }

    @Override
    protected boolean attempt() throws IOException {
        if (!target.hasRemaining()) {
            count = 0;
            return true;
        }
        HeldBytes held = input.held();
        if (held.size() > 0) {
            count = held.moveTo(target);
            return true;
        }
        count = DirectBuffers.read(input, target);
        input.unkept = 0;
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
