// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

/** A read whose result is an array of what was held, which goes back as it is if nobody gets it. */
abstract class HeldArrayRead extends HeldRead<byte[]> {
    byte[] bytes = {};

    HeldArrayRead(StreamDuplex stream) {
        super(stream);
    }

    @Override
    protected final byte[] value() {
        return bytes;
    }

    @Override
    public final void discard(byte[] unclaimed) {
        stream().putBack(unclaimed);
    }
}
