// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.io.EOFException;

/** A read of a known number of bytes. */
final class ReadExactly extends HeldArrayRead {
    private final int wanted;

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
        throw endedAfter(held.size() + " of " + wanted + " bytes");
    }

    @Override
    protected String method() {
        return "readExactly";
    }
}
