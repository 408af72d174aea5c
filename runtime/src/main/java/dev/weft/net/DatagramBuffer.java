// SPDX-License-Identifier: Apache-2.0
package dev.weft.net;

import java.nio.ByteBuffer;

/**
 * The direct buffer of a thread through which all datagrams of its endpoints go. It has room for every datagram, so that none is cut off
 * before its size is known, and an endpoint that waits holds no buffer.
 */
final class DatagramBuffer {
    /** More than the largest datagram, in bytes: its size is written in 16 bits. */
    static final int SIZE = 64 * 1024;

    private static final ThreadLocal<ByteBuffer> BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(SIZE));

    private DatagramBuffer() {}

    /** The buffer, without a datagram. Its user is done with it before anybody else asks. */
    static ByteBuffer empty() {
        return BUFFER.get().clear();
    }

    /** The buffer with these bytes. */
    static ByteBuffer with(byte[] payload) {
        return empty().put(payload).flip();
    }

    /** The buffer with what remains in another one, which stays as it is. */
    static ByteBuffer with(ByteBuffer payload) {
        int size = payload.remaining();
        return empty().put(0, payload, payload.position(), size).limit(size);
    }
}
