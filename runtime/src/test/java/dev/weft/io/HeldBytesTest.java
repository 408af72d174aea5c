// SPDX-License-Identifier: Apache-2.0
package dev.weft.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class HeldBytesTest {
    private static final int CHUNK = DirectBuffers.CHUNK;

    private final HeldBytes held = new HeldBytes();

    /** The JVM refuses an array of that length at once, however large its heap. */
    @Test
    void keepsWhatIsHereWhenThereIsNoMemoryForMore() {
        int tooLong = Integer.MAX_VALUE;
        held.add(ByteBuffer.allocate(CHUNK), CHUNK);
        while (held.size() < CHUNK * 2) {
            held.makeRoom(CHUNK * 2);
            held.add(ByteBuffer.allocate(CHUNK), CHUNK * 2);
        }
        assertEquals(2 * CHUNK, held.size());
        assertThrows(OutOfMemoryError.class, () -> held.moveToArrayOf(tooLong));
        assertEquals(2 * CHUNK, held.take(2 * CHUNK).length);
    }

    @Test
    void hasRoomForAChunkWithoutAnotherArrayWhenItHasMadeSome() {
        for (int i = 0; i < 100; i++) {
            int wanted = 100 * CHUNK;
            held.makeRoom(wanted);
            int before = held.capacity();
            held.add(ByteBuffer.allocate(CHUNK), wanted);
            if (i > 0) {
                assertEquals(before, held.capacity());
            }
        }
        assertEquals(100 * CHUNK, held.take(100 * CHUNK).length);
    }

    @Test
    void makesNoRoomBeforeMuchIsHere() {
        held.makeRoom(1_000_000_000);
        assertEquals(0, held.capacity());
        held.add(ByteBuffer.wrap(new byte[] {1, 2, 3}), 1_000_000_000);
        assertArrayEquals(new byte[] {1, 2}, held.take(2));
        assertEquals(1, held.size());
    }
}
