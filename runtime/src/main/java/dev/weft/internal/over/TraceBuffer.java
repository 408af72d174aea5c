// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.over;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What a loop has to say and the thread of the trace has not written yet: whole events, as ASCII. A loop never waits for a disk; where the
 * thread falls behind, events are left out and counted. Two arrays, each of a fixed size, take turns.
 */
final class TraceBuffer {
    private byte[] filling;
    private byte[] spare;
    private int length;
    private long lost;

    TraceBuffer(int capacity) {
        filling = new byte[capacity];
        spare = new byte[capacity];
    }

    /** Adds an event, or counts it as lost. On the loop's thread. */
    synchronized void add(CharSequence event) {
        if (length + event.length() > filling.length) {
            lost++;
            return;
        }
        for (int i = 0; i < event.length(); i++) {
            filling[length++] = (byte) event.charAt(i);
        }
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
            filling = spare;
            length = 0;
            lost = 0;
        }
        out.write(full, 0, size);
        spare = full;
        return missing;
    }
}
