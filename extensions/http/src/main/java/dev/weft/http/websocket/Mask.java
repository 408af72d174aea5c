// SPDX-License-Identifier: Apache-2.0
package dev.weft.http.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/** What clients change their bytes by, so that nothing in between takes them for a protocol of its own (RFC 6455, 5.3). */
final class Mask {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Mask() {}

    /**
     * Changes bytes, or changes them back.
     *
     * @param key four bytes, the first one in front
     * @param offset how much of the payload there was before
     */
    static void apply(byte[] bytes, int from, int to, int key, long offset) {
        int turned = Integer.rotateLeft(key, 8 * (int) (offset & 3));
        long twice = (long) turned << 32 | (turned & 0xFFFFFFFFL);
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            LONGS.set(bytes, i, (long) LONGS.get(bytes, i) ^ twice);
        }
        for (int shift = 24; i < to; i++, shift -= 8) {
            bytes[i] ^= (byte) (turned >>> (shift & 31));
        }
    }

    /** Keys that nobody can foretell, of which many are drawn at once. Loop thread only. */
    static final class Keys {
        private static final ThreadLocal<Keys> OF_THREAD = ThreadLocal.withInitial(Keys::new);

        private final byte[] drawn = new byte[1024];
        private int at = drawn.length;

        static int next() {
            return OF_THREAD.get().draw();
        }

        private int draw() {
            if (at == drawn.length) {
                RANDOM.nextBytes(drawn);
                at = 0;
            }
            int key = (drawn[at] & 0xFF) << 24
                    | (drawn[at + 1] & 0xFF) << 16
                    | (drawn[at + 2] & 0xFF) << 8
                    | (drawn[at + 3] & 0xFF);
            at += Integer.BYTES;
            return key;
        }
    }
}
