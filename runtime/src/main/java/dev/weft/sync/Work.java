// SPDX-License-Identifier: Apache-2.0
package dev.weft.sync;

import org.jspecify.annotations.Nullable;

/** The exchange of a {@link Queue}, which counts what was put in and is not done yet. */
final class Work<E> extends Exchange<E> {
    private static final Words WORDS = new Words("queue", "put", "get", QueueShutDownException::new);

    /** Guarded by the lock. */
    private int unfinished;

    Work(Buffer<E> buffer, int capacity) {
        super(WORDS, buffer, capacity, Overflow.WAITS, null);
    }

    @Override
    void tookIn() {
        unfinished++;
    }

    @Override
    @Nullable
    Operation<E, ?> gaveUp(int elements) {
        unfinished -= Math.min(elements, unfinished);
        return unfinished == 0 ? settleAll(watchers, Outcome.DONE) : null;
    }

    @Override
    boolean isOver() {
        return unfinished == 0;
    }

    /** They wait for the work to be done, and not for the end. */
    @Override
    @Nullable
    Operation<E, ?> closedWatchers() {
        return null;
    }

    void done() {
        Operation<E, ?> woken;
        lock();
        try {
            if (unfinished == 0) {
                throw new IllegalStateException("taskDone() was called more often than elements were put into the queue"
                        + (name == null ? "" : " \"" + name + '"')
                        + ". Call it once for each element, when that has been dealt with.");
            }
            woken = gaveUp(1);
        } finally {
            unlock();
        }
        wakeAll(woken);
    }

    int unfinished() {
        lock();
        try {
            return unfinished;
        } finally {
            unlock();
        }
    }

    @Override
    String more() {
        return unfinished == 0 ? "" : ", " + unfinished + " unfinished";
    }
}
