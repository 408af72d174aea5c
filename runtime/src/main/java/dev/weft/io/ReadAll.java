// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Fence;
import java.io.IOException;

/** A read of all that comes until the stream ends. */
final class ReadAll extends HeldArrayRead {
    private final int limit;

    ReadAll(StreamDuplex stream, int limit) {
        super(stream);
        this.limit = Math.min(limit, HeldBytes.LARGEST - 1);
    }

    @Override
    boolean take(HeldBytes held) throws IOException {
        if (held.size() > limit) {
            throw new LimitOverrunException("more than " + limit + " bytes on the stream of "
                    + Fence.textOf(stream().endpoint()) + "; those that have come are given by the next reads");
        }
        return false;
    }

    /** One more than the limit, to see that there are more. */
    @Override
    int most() {
        return limit + 1;
    }

    @Override
    void takeAtEnd(HeldBytes held) {
        bytes = held.take(held.size());
    }

    @Override
    protected String method() {
        return "readAll";
    }
}
