// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Bytes of the stream that were received and not handed out: what a {@code readExactly} has so far, and what was read for somebody who is
 * gone. They stay here when it is cancelled or the stream ends, and every read takes them first.
 */
final class HeldBytes {
    /** What virtual machines make no longer arrays than. */
    static final int LARGEST = Integer.MAX_VALUE - 8;

    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int start;
    private int end;

    /** How often bytes were put before the others. */
    int putBacks;

    /** How many fit in without another array, with those that are here. */
    int capacity() {
        return bytes.length - start;
    }

    int size() {
        return end - start;
    }

    /**
     * Makes room for the next chunk before it is received, when much is here already: it is the large arrays that there may be no memory
     * for, and what has come by then would be lost.
     */
    void makeRoom(int wanted) {
        int held = size();
        if (held >= DirectBuffers.CHUNK && bytes.length - end < Math.min(DirectBuffers.CHUNK, wanted - held)) {
            moveToArrayOf((int) Math.min(wanted, 2L * held));
        }
    }

    /**
     * Adds what the buffer holds. Grows by doubling, never beyond {@code wanted}: a peer that announces a length and does
     * not send it costs little.
     */
    void add(ByteBuffer source, int wanted) {
        int needed = size() + source.remaining();
        if (start + needed > bytes.length) {
            moveToArrayOf(Math.max(needed, (int) Math.min(wanted, 2L * needed)));
        }
        int count = source.remaining();
        source.get(bytes, end, count);
        end += count;
    }

    void moveToArrayOf(int length) {
        int held = size();
        byte[] larger = new byte[length];
        System.arraycopy(bytes, start, larger, 0, held);
        bytes = larger;
        start = 0;
        end = held;
    }

    /** Returns where the first separator ends, as a number of bytes, if it begins at or after a place; else -1. */
    int endOf(byte[] separator, int from) {
        for (int i = start + from; i <= end - separator.length; i++) {
            if (bytes[i] == separator[0]
                    && Arrays.equals(bytes, i, i + separator.length, separator, 0, separator.length)) {
                return i - start + separator.length;
            }
        }
        return -1;
    }

    /** Puts bytes before the others, and keeps their array. */
    void putBack(byte[] first) {
        putBacks++;
        byte[] all = first;
        if (size() > 0) {
            all = Arrays.copyOf(first, first.length + size());
            System.arraycopy(bytes, start, all, first.length, size());
        }
        bytes = all;
        start = 0;
        end = all.length;
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

    /** Copies the first bytes, which stay. */
    byte[] first(int count) {
        return Arrays.copyOfRange(bytes, start, start + count);
    }

    /** Hands out all in their array, which is the caller's then. */
    ByteBuffer takeAll() {
        ByteBuffer all = ByteBuffer.wrap(bytes, start, size());
        clear();
        return all;
    }

    /** Moves as many as fit, and returns how many. */
    int moveTo(ByteBuffer target) {
        int count = Math.min(size(), target.remaining());
        target.put(bytes, start, count);
        drop(count);
        return count;
    }

    void drop(int count) {
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
