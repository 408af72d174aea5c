// SPDX-License-Identifier: Apache-2.0
package dev.weft.tls;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The buffers through which records go, for the time of one call: a thread has one set, and another one only where TLS goes over TLS. So a
 * connection that is idle holds none.
 */
final class Buffers implements AutoCloseable {
    /** The most that a record holds of what it carries, in bytes. */
    static final int FRAGMENT = 16 * 1024;

    /** More than a record takes with its header and what protects it, in bytes. */
    static final int PACKET = FRAGMENT + 1024;

    static final byte[] NONE = {};
    static final ByteBuffer NOTHING = ByteBuffer.wrap(NONE);

    private static final ThreadLocal<Deque<Buffers>> FREE = ThreadLocal.withInitial(ArrayDeque::new);

    /** What was received, from its position to its limit. */
    final ByteBuffer in = ByteBuffer.allocateDirect(4 * PACKET).limit(0);

    /** What is to be sent. */
    final ByteBuffer out = ByteBuffer.allocateDirect(4 * PACKET);

    /** What was decrypted and does not fit where it is wanted. */
    final ByteBuffer plain = ByteBuffer.allocateDirect(4 * PACKET);

    private Buffers() {}

    static Buffers take() {
        Buffers free = FREE.get().poll();
        return free == null ? new Buffers() : free;
    }

    @Override
    public void close() {
        FREE.get().push(this);
    }

    /** Copies what is left in a buffer. */
    static byte[] restOf(ByteBuffer buffer) {
        if (!buffer.hasRemaining()) {
            return NONE;
        }
        byte[] rest = new byte[buffer.remaining()];
        buffer.get(rest);
        return rest;
    }
}
