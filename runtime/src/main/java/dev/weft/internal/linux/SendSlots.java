// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.linux;

import java.nio.ByteBuffer;

/** Memory for what is sent together, in pieces that are small. Thread of the loop only. */
final class SendSlots {
    static final int COUNT = 512;

    /** The size of a slot, in bytes: what is larger is worth a call of the system. */
    static final int SIZE = 2048;

    private final ByteBuffer memory = Calls.direct(COUNT * SIZE);
    private final long address = Calls.address(memory);
    private final int[] free = new int[COUNT];
    private int count = COUNT;

    SendSlots() {
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
}
