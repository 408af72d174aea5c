// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

/** A look at the next bytes, which stay in the stream. */
final class Peek extends HeldRead<byte[]> {
    private final int wanted;
    private byte[] bytes = {};

    Peek(StreamDuplex stream, int wanted) {
        super(stream);
        this.wanted = wanted;
    }

    @Override
    boolean take(HeldBytes held) {
        if (held.size() < wanted) {
            return false;
        }
        bytes = held.first(wanted);
        return true;
    }

    @Override
    int most() {
        return wanted;
    }

    @Override
    void takeAtEnd(HeldBytes held) {
        bytes = held.first(held.size());
    }

    @Override
    protected String method() {
        return "peek";
    }

    @Override
    protected byte[] value() {
        return bytes;
    }
}
