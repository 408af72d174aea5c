// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Fence;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A read of a frame behind its length. The length stays held until all of the frame is there. */
final class ReadPrefixed extends HeldRead<byte[]> {
    private final LengthPrefixed framing;

    /** Null at the end of the stream. */
    private byte @Nullable [] payload;

    ReadPrefixed(StreamDuplex stream, LengthPrefixed framing) {
        super(stream);
        this.framing = framing;
    }

    @Override
    boolean take(HeldBytes held) throws IOException {
        if (held.size() < framing.bytes) {
            return false;
        }
        int length = lengthOf(held);
        if (held.size() - framing.bytes < length) {
            return false;
        }
        held.drop(framing.bytes);
        payload = held.take(length);
        return true;
    }

    private int lengthOf(HeldBytes held) throws LimitOverrunException {
        long length = framing.lengthIn(held.first(framing.bytes));
        if (length < 0 || length > framing.max) {
            throw new LimitOverrunException("a frame of " + Long.toUnsignedString(length)
                    + " bytes is announced on the stream of "
                    + Fence.textOf(stream().endpoint())
                    + ", and the longest has " + framing.max + "; its length is given by the next reads");
        }
        return (int) length;
    }

    @Override
    int most() {
        return framing.bytes + Math.min(framing.max, Integer.MAX_VALUE - 16);
    }

    @Override
    void takeAtEnd(HeldBytes held) throws IOException {
        int size = held.size();
        if (size > 0) {
            String where = size < framing.bytes
                    ? size + " of " + framing.bytes + " bytes of the length of a frame"
                    : size - framing.bytes + " of " + lengthOf(held) + " bytes of a frame";
            throw endedAfter(where);
        }
    }

    @Override
    protected String method() {
        return "read of a frame";
    }

    @Override
    @SuppressWarnings("NullAway") // null at the end of the stream
    protected byte[] value() {
        return payload;
    }

    @Override
    public void discard(byte @Nullable [] unclaimed) {
        if (unclaimed != null) {
            stream().putBack(unclaimed);
            stream().putBack(framing.prefixOf(unclaimed.length).array());
        }
    }
}
