// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Fence;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A read of a frame in front of its delimiter. */
final class ReadDelimited extends HeldRead<byte[]> {
    private final Delimited framing;
    private final Search search;

    /** Null at the end of the stream. */
    private byte @Nullable [] payload;

    ReadDelimited(StreamDuplex stream, Delimited framing) {
        super(stream);
        this.framing = framing;
        this.search = new Search(framing.delimiter);
    }

    @Override
    boolean take(HeldBytes held) throws IOException {
        int end = search.endWithin(held, most());
        if (end >= 0) {
            payload = held.take(end - framing.delimiter.length);
            held.drop(framing.delimiter.length);
        } else if (held.size() >= most()) {
            throw new LimitOverrunException("no delimiter behind the first " + framing.max + " bytes on the stream of "
                    + Fence.textOf(stream().endpoint())
                    + ", and no frame is longer; they are given by the next reads");
        }
        return end >= 0;
    }

    @Override
    int most() {
        return (int) Math.min((long) framing.max + framing.delimiter.length, HeldBytes.LARGEST);
    }

    @Override
    void takeAtEnd(HeldBytes held) throws EOFException {
        if (held.size() > 0) {
            throw endedAfter(held.size() + " bytes of a frame, without a delimiter");
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
            stream().putBack(framing.delimiter.clone());
            stream().putBack(unclaimed);
        }
    }
}
