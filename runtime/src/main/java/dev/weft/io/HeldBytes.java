// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes of the stream that were received and not handed out: what a {@code readExactly} has so far. They stay here when
 * it is cancelled or the stream ends, and every read takes them first.
 */
final class HeldBytes {
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int start;
    private int end;

    int size() {
        return end - start;
    }

    /**
     * Adds what the buffer holds. Grows by doubling, never beyond {@code wanted}: a peer that announces a length and does
     * not send it costs little.
     */
    void add(ByteBuffer source, int wanted) {
        int held = size();
        int needed = held + source.remaining();
        if (start + needed > bytes.length) {
            byte[] larger = new byte[Math.max(needed, (int) Math.min(wanted, 2L * needed))];
            System.arraycopy(bytes, start, larger, 0, held);
            bytes = larger;
            start = 0;
            end = held;
        }
        int count = source.remaining();
        source.get(bytes, end, count);
        end += count;
    }

    /** Hands out the first bytes; without a copy when they are all there is and fill their array. */
    byte[] take(int count) {
        if (start == 0 && count == bytes.length) {
            byte[] all = bytes;
            clear();
            return all;
        }
        byte[] taken = Arrays.copyOfRange(bytes, start, start + count);
        drop(count);
        return taken;
    }

    /** Moves as many as fit, and returns how many. */
    int moveTo(ByteBuffer target) {
        int count = Math.min(size(), target.remaining());
        target.put(bytes, start, count);
        drop(count);
        return count;
    }

    private void drop(int count) {
        start += count;
        if (start == end) {
            clear();
        }
    }

    private void clear() {
        bytes = NONE;
        start = 0;
        end = 0;
    }
}
