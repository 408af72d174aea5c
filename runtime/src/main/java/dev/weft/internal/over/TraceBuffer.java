// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * What a loop has to say and the thread of the trace has not written yet: whole events, as ASCII. A loop never waits for a disk; where the
 * thread falls behind, events are left out and counted. Grows with what the loop says, and is empty while it says nothing.
 */
final class TraceBuffer {
    private static final int FIRST_BYTES = 1 << 12;
    private static final byte[] NONE = {};

    private final int most;
    private byte[] filling = NONE;
    private int length;
    private long lost;
    private boolean isClosed;

    /** Makes one that has this many bytes at most. */
    TraceBuffer(int most) {
        this.most = most;
    }

    /** Adds an event, or counts it as lost. On the loop's thread. */
    synchronized void add(CharSequence event) {
        int size = length + event.length();
        if (size > most) {
            lost++;
            return;
        }
        if (size > filling.length) {
            filling = Arrays.copyOf(filling, Math.min(most, Math.max(size, Math.max(FIRST_BYTES, 2 * filling.length))));
        }
        for (int i = 0; i < event.length(); i++) {
            filling[length++] = (byte) event.charAt(i);
        }
    }

    /** Nothing more is added. On the loop's thread. */
    synchronized void close() {
        isClosed = true;
    }

    synchronized boolean isClosed() {
        return isClosed;
    }

    /** Writes what was added. On one other thread; returns how many events were lost since the last time. */
    long drainTo(OutputStream out) throws IOException {
        byte[] full;
        int size;
        long missing;
        synchronized (this) {
            full = filling;
            size = length;
            missing = lost;
            filling = NONE;
            length = 0;
            lost = 0;
        }
        out.write(full, 0, size);
        return missing;
    }
}
