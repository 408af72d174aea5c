// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A read of what is there, into an array of just that size. */
final class ReadSome extends Operation<byte[]> {
    private final Input input;
    private static final byte[] NOTHING = {};

    private final int max;

    /** Whether it waits to be told of readiness, though there may be bytes: others have their turn before that. */
    private boolean isPatient;

    private byte[] bytes = NOTHING;

    ReadSome(Input input, int max, boolean isPatient) {
        super(input.direction);
        this.input = input;
        this.max = max;
        this.isPatient = isPatient;
    }

    @Override
    protected boolean attempt() throws IOException {
        if (max == 0) {
            return true;
        }
        HeldBytes held = input.held();
        if (held.size() > 0) {
            bytes = held.take(Math.min(max, held.size()));
            return true;
        }
        if (isPatient) {
            return false;
        }
        ByteBuffer read = DirectBuffers.read(input, max);
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
            input.lostBy = noMemory;
            throw noMemory;
        }
        input.unkept = 0;
        return true;
    }

    @Override
    void ready() {
        isPatient = false;
        super.ready();
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
