// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Memory for what is sent together, in pieces that are small. Thread of the loop only. */
final class SendSlots {
    static final int COUNT = 512;

    /** The size of a slot, in bytes: what is larger is worth a call of the system. */
    static final int SIZE = 2048;

    private final Calls calls;

    /** Mapped, so that what is never used is not there. */
    private final ByteBuffer memory;

    private final long address;
    private final int[] free = new int[COUNT];
    private int count = COUNT;

    SendSlots(Calls calls) throws IOException {
        this.calls = calls;
        memory = calls.map(-1, 0, COUNT * SIZE);
        address = Calls.address(memory);
        for (int i = 0; i < COUNT; i++) {
            free[i] = COUNT - 1 - i; // those that were used last are used next
        }
    }

    boolean hasFree() {
        return count > 0;
    }

    /** Copies what a buffer has, which stays as it is; returns the slot. There is a free one. */
    int take(ByteBuffer source) {
        int slot = free[--count];
        memory.put(slot * SIZE, source, source.position(), source.remaining());
        return slot;
    }

    long address(int slot) {
        return address + (long) slot * SIZE;
    }

    void giveBack(int slot) {
        free[count++] = slot;
    }

    /** Gives the memory back, of which nothing is to be sent any more. */
    void close() {
        calls.unmap(memory);
    }
}
