// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A read into a buffer of the user. A stream hands the same object out again once its result was taken. */
final class ReadInto extends Operation<Integer> {
    private final Input input;
    private ByteBuffer target = DirectBuffers.NONE;
    private int count;

    ReadInto(Input input) {
        super(input.direction);
        this.input = input;
    }

    /** Makes it a read into another buffer. */
    ReadInto into(ByteBuffer newTarget) {
        target = newTarget;
        renew();
        return this;
    }

    @Override
    boolean attempt() throws IOException {
        if (!target.hasRemaining()) {
            count = 0;
            return true;
        }
        HeldBytes held = input.held;
        count = held.size() > 0 ? held.moveTo(target) : DirectBuffers.read(input, target);
        return count != 0;
    }

    @Override
    protected Integer value() {
        return count;
    }

    @Override
    protected void usedUp() {
        target = DirectBuffers.NONE;
        input.spare(this);
    }
}
