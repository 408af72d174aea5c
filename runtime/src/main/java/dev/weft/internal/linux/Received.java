// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What came in on a stream and was not read yet: bytes that were kept in memory of its own, then those in buffers of the loop. Thread of the
 * loop only.
 */
final class Received {
    /** Null unless bytes were kept; from its position on. */
    private @Nullable ByteBuffer kept;

    private int first = ReceiveBuffers.NONE;
    private int last = ReceiveBuffers.NONE;

    /** How much of the first buffer was read. */
    private int taken;

    void add(ReceiveBuffers buffers, int buffer, int bytes) {
        buffers.filled(buffer, bytes, last);
        if (first == ReceiveBuffers.NONE) {
            first = buffer;
        }
        last = buffer;
    }

    boolean isEmpty() {
        return kept == null && first == ReceiveBuffers.NONE;
    }

    /** How many bytes are kept. */
    int keptSize() {
        return kept == null ? 0 : kept.remaining();
    }

    /** Moves what there is room for. */
    int read(ReceiveBuffers buffers, ByteBuffer target) {
        int before = target.position();
        if (kept != null) {
            readKept(kept, target);
        }
        while (first != ReceiveBuffers.NONE && target.hasRemaining()) {
            int count = Math.min(target.remaining(), buffers.length(first) - taken);
            buffers.copy(first, taken, count, target);
            taken += count;
            if (taken == buffers.length(first)) {
                drop(buffers);
            }
        }
        return target.position() - before;
    }

    private void readKept(ByteBuffer from, ByteBuffer target) {
        int count = Math.min(from.remaining(), target.remaining());
        target.put(target.position(), from, from.position(), count);
        target.position(target.position() + count);
        from.position(from.position() + count);
        if (!from.hasRemaining()) {
            kept = null;
        }
    }

    private void drop(ReceiveBuffers buffers) {
        int done = first;
        first = buffers.next(done);
        taken = 0;
        if (first == ReceiveBuffers.NONE) {
            last = ReceiveBuffers.NONE;
        }
        buffers.giveBack(done);
    }

    /** Keeps what lies in buffers, which others need. */
    void keep(ReceiveBuffers buffers) {
        if (first == ReceiveBuffers.NONE) {
            return;
        }
        int size = keptSize() - taken;
        for (int buffer = first; buffer != ReceiveBuffers.NONE; buffer = buffers.next(buffer)) {
            size += buffers.length(buffer);
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        while (!isEmpty()) {
            read(buffers, all);
        }
        kept = all.flip();
    }

    /** Forgets all. */
    void clear(ReceiveBuffers buffers) {
        kept = null;
        while (first != ReceiveBuffers.NONE) {
            drop(buffers);
        }
    }
}
