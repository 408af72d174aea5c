// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/** Frames that end with a delimiter. */
final class Delimited extends Framing {
    final byte[] delimiter;
    final int max;

    private Delimited(byte[] delimiter, int max) {
        this.delimiter = delimiter;
        this.max = max;
    }

    static Delimited of(byte[] delimiter, int max) {
        byte[] copy = Objects.requireNonNull(delimiter, "delimiter").clone();
        if (copy.length == 0) {
            throw new IllegalArgumentException("frames behind which nothing comes; a delimiter has at least one byte");
        }
        return new Delimited(copy, requireNotNegative(max));
    }

    @Override
    Awaitable<byte[]> reading(StreamDuplex stream) {
        return new ReadDelimited(stream, this);
    }

    @Override
    ByteBuffer[] framed(byte[] payload) {
        requireWithin(max, payload);
        ByteBuffer end = ByteBuffer.wrap(delimiter).asReadOnlyBuffer();
        int at = firstEnd(payload);
        if (at < payload.length) {
            throw new IllegalArgumentException("a frame with the delimiter in it, at its byte " + at
                    + ", where it would end for whoever reads it; escape that, or send lengths: lengthPrefix(...)");
        }
        return new ByteBuffer[] {ByteBuffer.wrap(payload), end};
    }

    /** Where a reader finds the first delimiter: that may begin in the payload and end with a part of the one behind it. */
    private int firstEnd(byte[] payload) {
        HeldBytes all = new HeldBytes();
        byte[] joined = Arrays.copyOf(payload, payload.length + delimiter.length);
        System.arraycopy(delimiter, 0, joined, payload.length, delimiter.length);
        all.putBack(joined);
        return all.endOf(delimiter, 0) - delimiter.length;
    }

    @Override
    public String toString() {
        return "frames of at most " + max + " bytes, each with a delimiter of " + delimiter.length + " behind it";
    }
}
