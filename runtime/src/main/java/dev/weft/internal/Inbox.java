// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Readiness;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The queue by which other threads reach a loop. The loop says when it is about to wait; who adds something then takes the flag back
 * and wakes it, so that a loop that is busy costs no system call, and one that waits never misses an entry.
 */
final class Inbox {
    private static final int MOST_AT_ONCE = 1024;

    private final ConcurrentLinkedQueue<Runnable> entries = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final Readiness readiness;
    private volatile boolean closed;

    Inbox(Readiness readiness) {
        this.readiness = readiness;
    }

    /** Adds an entry; false if the loop is closed. Any thread. */
    boolean add(Runnable entry) {
        if (closed) {
            return false;
        }
        entries.add(entry);
        if (closed && entries.remove(entry)) {
            return false;
        }
        if (waiting.get() && waiting.compareAndSet(true, false)) {
            readiness.wakeUp();
        }
        return true;
    }

    /** Hands over what has come, in the order in which it came. Threads that never cease to add do not keep it busy. */
    void moveTo(Consumer<Runnable> taker) {
        for (int moved = 0; moved < MOST_AT_ONCE; moved++) {
            Runnable entry = entries.poll();
            if (entry == null) {
                return;
            }
            taker.accept(entry);
        }
    }

    /** Waits for readiness, unless something is here or comes. */
    void await(long nanos) {
        waiting.set(true);
        try {
            if (entries.isEmpty()) {
                readiness.await(nanos);
            }
        } finally {
            waiting.lazySet(false); // who still sees true wakes a loop that is awake, which then asks once for nothing
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }
}
