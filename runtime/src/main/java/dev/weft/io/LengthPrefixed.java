// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.Awaitable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/** Frames that begin with their length. */
final class LengthPrefixed extends Framing {
    /** How many bytes the length takes. */
    final int bytes;

    final int max;
    private final ByteOrder order;

    private LengthPrefixed(int bytes, ByteOrder order, int max) {
        this.bytes = bytes;
        this.order = order;
        this.max = max;
    }

    static LengthPrefixed of(int bytes, ByteOrder order, int max) {
        Objects.requireNonNull(order, "order");
        if (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8) {
            throw new IllegalArgumentException("a length of " + bytes + " bytes; there are those of 1, 2, 4 and 8");
        }
        if (bytes < 4 && requireNotNegative(max) >>> (8 * bytes) != 0) {
            throw new IllegalArgumentException("frames of at most " + max + " bytes, which a length of " + bytes
                    + (bytes == 1 ? " byte" : " bytes") + " cannot say; it says at most " + ((1 << (8 * bytes)) - 1));
        }
        return new LengthPrefixed(bytes, order, requireNotNegative(max));
    }

    /** Returns the length that some bytes are, without a sign: as a long, which is below zero if it is larger than any. */
    long lengthIn(byte[] prefix) {
        ByteBuffer buffer = ByteBuffer.wrap(prefix).order(order);
        return switch (bytes) {
            case 1 -> Byte.toUnsignedLong(buffer.get());
            case 2 -> Short.toUnsignedLong(buffer.getShort());
            case 4 -> Integer.toUnsignedLong(buffer.getInt());
            default -> buffer.getLong();
        };
    }

    ByteBuffer prefixOf(int length) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(order);
        switch (bytes) {
            case 1 -> buffer.put((byte) length);
            case 2 -> buffer.putShort((short) length);
            case 4 -> buffer.putInt(length);
            default -> buffer.putLong(length);
        }
        return buffer.flip();
    }

    @Override
    Awaitable<byte[]> reading(StreamDuplex stream) {
        return new ReadPrefixed(stream, this);
    }

    @Override
    ByteBuffer[] framed(byte[] payload) {
        requireWithin(max, payload);
        return new ByteBuffer[] {prefixOf(payload.length), ByteBuffer.wrap(payload)};
    }

    @Override
    public String toString() {
        return "frames of at most " + max + " bytes behind a length of " + bytes;
    }
}
