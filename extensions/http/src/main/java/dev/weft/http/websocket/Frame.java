// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import java.nio.ByteBuffer;

/** The kinds of frames, and how one is written (RFC 6455, 5.2). */
final class Frame {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** What the payload of one that controls may have. */
    static final int MOST_CONTROL = 125;

    static final int FIN = 0x80;
    static final int COMPRESSED = 0x40;

    private Frame() {}

    static boolean isControl(int opcode) {
        return opcode >= CLOSE;
    }

    /** As a server sends it: the payload is not copied. */
    static ByteBuffer[] of(int first, byte[] payload) {
        return new ByteBuffer[] {head(first, payload.length, 0).flip(), ByteBuffer.wrap(payload)};
    }

    /** As a client sends it. */
    static ByteBuffer[] masked(int first, byte[] payload, int key) {
        ByteBuffer head = head(first, payload.length, 0x80).putInt(key).flip();
        byte[] copy = payload.clone();
        Mask.apply(copy, 0, copy.length, key, 0);
        return new ByteBuffer[] {head, ByteBuffer.wrap(copy)};
    }

    private static ByteBuffer head(int first, int length, int mask) {
        ByteBuffer head = ByteBuffer.allocate(14).put((byte) first);
        if (length < 126) {
            return head.put((byte) (mask | length));
        }
        return length < 1 << 16
                ? head.put((byte) (mask | 126)).putShort((short) length)
                : head.put((byte) (mask | 127)).putLong(length);
    }
}
