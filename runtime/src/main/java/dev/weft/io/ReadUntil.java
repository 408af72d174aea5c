// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import dev.weft.spi.Fence;
import java.io.EOFException;
import java.io.IOException;

/**
 * A read up to a separator. It takes from the transport what is there, and leaves with the stream what comes behind the separator. What
 * came so far is held by the stream, so that a cancelled one loses none.
 */
final class ReadUntil extends Operation<byte[]> {
    private final Input input;
    private final byte[] separator;
    private final int max;
    private byte[] bytes = {};

    /** How many of the bytes that are held have been searched for the start of a separator, and which ones these were. */
    private int searched;

    private int seenPutBacks;

    ReadUntil(Input input, byte[] separator, int max) {
        super(input.direction);
        this.input = input;
        this.separator = separator;
        this.max = max;
    }

    @Override
    protected boolean attempt() throws IOException {
        HeldBytes held = input.held();
        // A fast peer gives way to others after a burst; the selector comes back at once.
        for (int burst = 0; !isFound(held); ) {
            if (held.size() >= max) {
                throw new LimitOverrunException("no separator in the first " + max + " bytes on the stream of "
                        + Fence.textOf(input.direction.endpoint()) + "; they are given by the next reads");
            }
            if (burst >= DirectBuffers.READ_BURST) {
                return false;
            }
            int count = input.readMore(max);
            if (count < 0) {
                throw new EOFException("the stream of " + Fence.textOf(input.direction.endpoint()) + " ended after "
                        + held.size() + " bytes without a separator");
            }
            if (count == 0) {
                return false;
            }
            burst += count;
        }
        return true;
    }

    private boolean isFound(HeldBytes held) {
        if (seenPutBacks != held.putBacks) { // other bytes come first now
            seenPutBacks = held.putBacks;
            searched = 0;
        }
        int end = held.endOf(separator, searched);
        if (end < 0 || end > max) {
            searched = Math.max(0, held.size() - separator.length + 1);
            return false;
        }
        bytes = held.take(end);
        return true;
    }

    @Override
    protected String method() {
        return "readUntil";
    }

    @Override
    protected byte[] value() {
        return bytes;
    }

    @Override
    public void discard(byte[] unclaimed) {
        input.putBack(unclaimed);
    }
}
