// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Readiness;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    /** What could not be handed over the last time, for want of memory or stack: the first to be handed over. */
    private @Nullable Runnable kept;

    /**
     * Whether somebody could not be woken, for want of memory or stack. Then everybody has to look whether it was he; this flag needs no
     * memory.
     */
    volatile boolean hasLostWakes;

    Inbox(Readiness readiness) {
        this.readiness = readiness;
    }

    /** Adds an entry; false if the loop is closed. Any thread. */
    boolean add(Runnable entry) {
        if (closed) {
            return false;
        }
        entries.add(entry);
        if (closed && entries.removeIf(added -> added == entry)) { // not one that is equal: that is somebody else's
            return false;
        }
        wakeUp();
        return true;
    }

    /** Notes that somebody could not be woken. Any thread. */
    void lostWake() {
        hasLostWakes = true;
        wakeUp();
    }

    private void wakeUp() {
        if (takeWait()) {
            readiness.wakeUp();
        }
    }

    /** Says that the loop does nothing until something is added, or {@link #takeWait} is called: it is not turning. */
    void waits() {
        waiting.set(true);
    }

    /** Whether the loop turns, or is about to. Any thread. */
    boolean isWorkedOn() {
        return !waiting.get();
    }

    /** Takes back what {@link #waits} has said. False if somebody has, who then has the loop turn. Any thread. */
    boolean takeWait() {
        return waiting.get() && waiting.compareAndSet(true, false);
    }

    /**
     * Hands over what has come, in the order in which it came. Threads that never cease to add do not keep it busy. What the taker has no
     * memory or stack for it gets again.
     */
    void moveTo(Consumer<Runnable> taker) {
        for (int moved = 0; moved < MOST_AT_ONCE; moved++) {
            Runnable entry = kept == null ? entries.poll() : kept;
            if (entry == null) {
                return;
            }
            if (entry == kept) {
                kept = null;
            }
            try {
                taker.accept(entry);
            } catch (Throwable lacking) {
                kept = entry;
                throw lacking;
            }
        }
    }

    /** What has come and was not handed over. Any thread; what comes or is handed over meanwhile may be missing. */
    Iterable<Runnable> seen() {
        return entries;
    }

    /** Waits for readiness, unless something is here or comes. */
    void await(long nanos) {
        waiting.set(true);
        try {
            if (isEmpty()) {
                readiness.await(nanos);
            }
        } finally {
            waiting.lazySet(false); // who still sees true wakes a loop that is awake, which then asks once for nothing
        }
    }

    boolean isEmpty() {
        return entries.isEmpty() && kept == null && !hasLostWakes;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }
}
