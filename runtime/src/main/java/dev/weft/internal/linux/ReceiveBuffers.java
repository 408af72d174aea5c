// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory into which the system receives for all streams of a loop: it picks a buffer when bytes are there, so that a stream which waits has
 * none. Buffers that belong together are chained. Thread of the loop only.
 */
final class ReceiveBuffers {
    /** The number of the group, of which a ring has this one alone. */
    static final int GROUP = 0;

    static final int COUNT = 1024;

    /** The size of a buffer, in bytes. */
    static final int SIZE = 2048;

    static final int NONE = -1;

    private static final int REGISTER = 22;
    private static final int DESCRIPTION = 16;
    private static final int TAIL_AT = 14;
    private static final int BYTES_AT = COUNT * DESCRIPTION;
    private static final VarHandle SHORT =
            MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.nativeOrder());

    private final Calls calls;
    private final ByteBuffer memory;
    private final long address;
    private final int[] length = new int[COUNT];
    private final int[] next = new int[COUNT];
    private short tail;

    ReceiveBuffers(Calls calls, Ring ring) throws IOException {
        this.calls = calls;
        memory = calls.map(-1, 0, BYTES_AT + COUNT * SIZE);
        address = Calls.address(memory);
        ByteBuffer registration =
                Calls.direct(40).putLong(0, address).putInt(8, COUNT).putShort(12, (short) GROUP);
        try {
            calls.registerWithRing(ring.descriptor, REGISTER, Calls.address(registration), 1);
        } catch (IOException failed) {
            close();
            throw failed;
        } finally {
            Reference.reachabilityFence(registration); // of which the call has the address alone
        }
        for (int buffer = 0; buffer < COUNT; buffer++) {
            giveBack(buffer);
        }
    }

    /** Has the system use a buffer again. */
    void giveBack(int buffer) {
        int at = (tail & (COUNT - 1)) * DESCRIPTION;
        memory.putLong(at, address + BYTES_AT + (long) buffer * SIZE);
        memory.putInt(at + 8, SIZE);
        memory.putShort(at + 12, (short) buffer);
        tail++;
        SHORT.setRelease(memory, TAIL_AT, tail);
    }

    /** Notes that a buffer has so many bytes, and comes behind another one. */
    void filled(int buffer, int bytes, int behind) {
        length[buffer] = bytes;
        next[buffer] = NONE;
        if (behind != NONE) {
            next[behind] = buffer;
        }
    }

    int length(int buffer) {
        return length[buffer];
    }

    int next(int buffer) {
        return next[buffer];
    }

    /** Copies bytes of a buffer, from one on, to the position of a target, which moves. */
    void copy(int buffer, int from, int count, ByteBuffer target) {
        target.put(target.position(), memory, BYTES_AT + buffer * SIZE + from, count);
        target.position(target.position() + count);
    }

    /** Gives the memory back, which no ring uses any more. */
    void close() {
        calls.unmap(memory);
    }
}
