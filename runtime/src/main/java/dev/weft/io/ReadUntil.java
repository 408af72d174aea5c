// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Fence;
import java.io.EOFException;
import java.io.IOException;

/** A read up to a separator. */
final class ReadUntil extends HeldArrayRead {
    private final Search search;
    private final int max;

    ReadUntil(StreamDuplex stream, byte[] separator, int max) {
        super(stream);
        this.search = new Search(separator);
        this.max = max;
    }

    @Override
    boolean take(HeldBytes held) throws IOException {
        int end = search.endWithin(held, max);
        if (end >= 0) {
            bytes = held.take(end);
        } else if (held.size() >= max) {
            throw new LimitOverrunException("no separator in the first " + max + " bytes on the stream of "
                    + Fence.textOf(stream().endpoint()) + "; they are given by the next reads");
        }
        return end >= 0;
    }

    @Override
    int most() {
        return max;
    }

    @Override
    void takeAtEnd(HeldBytes held) throws EOFException {
        throw endedAfter(held.size() + " bytes without a separator");
    }

    @Override
    protected String method() {
        return "readUntil";
    }
}
