// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.LoopListener;
import dev.weft.spi.Fence;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who is told of the turns of a loop. Any thread adds and takes back; the loop's thread tells. */
final class LoopListeners {
    private final List<Entry> all = new CopyOnWriteArrayList<>();

    /** Adds a listener; the result takes it back. One that is added twice is told twice. */
    Runnable add(LoopListener listener) {
        Entry entry = new Entry(listener);
        all.add(entry);
        return () -> all.remove(entry);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    void turnEnded(int steps, long nanos, long timerLag) {
        for (Entry entry : all) {
            tell(entry, steps, nanos, timerLag);
        }
    }

    private void tell(Entry entry, int steps, long nanos, long timerLag) {
        try {
            entry.listener.turnEnded(steps, nanos, timerLag);
        } catch (Throwable thrown) {
            all.remove(entry);
            Fence.failed("The listener of an event loop", entry.listener, null, thrown);
        }
    }

    /** Compared by identity, and not by the listener. */
    private static final class Entry {
        private final LoopListener listener;

        Entry(LoopListener listener) {
            this.listener = listener;
        }
    }
}
