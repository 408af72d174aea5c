// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Fence;
import java.io.EOFException;

/** A read of a known number of bytes. */
final class ReadExactly extends HeldRead<byte[]> {
    private final int wanted;
    private byte[] bytes = {};

    ReadExactly(StreamDuplex stream, int wanted) {
        super(stream);
        this.wanted = wanted;
    }

    @Override
    boolean take(HeldBytes held) {
        if (held.size() < wanted) {
            return false;
        }
        bytes = held.take(wanted);
        return true;
    }

    @Override
    int most() {
        return wanted;
    }

    @Override
    void takeAtEnd(HeldBytes held) throws EOFException {
        throw new EOFException("the stream of " + Fence.textOf(stream().endpoint()) + " ended after " + held.size()
                + " of " + wanted + " bytes");
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
        stream().putBack(unclaimed);
    }
}
