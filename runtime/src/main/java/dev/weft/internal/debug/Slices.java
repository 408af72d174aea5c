// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import dev.weft.internal.LoopInspection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The requests by which a loop reads its tasks, one after the other: the next is made when the one before has been answered. */
final class Slices {
    /** How long a slice takes the loop's thread. */
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A slice that is short of time, or the first one that runs at all, reads so many tasks all the same. */
    private static final int LEAST = 256;

    private final LoopInspection loop;
    private final Entries entries;
    private @Nullable Slice asked;
    private boolean hasBegun;
    private long begun;

    Slices(LoopInspection loop, Entries entries) {
        this.loop = loop;
        this.entries = entries;
    }

    /** Asks for the next slice. */
    void askForNext() {
        Slice next = new Slice();
        asked = next;
        if (!loop.request(next)) {
            asked = null;
        }
    }

    /** Waits for the slice; says whether there is more, or null if the loop does not answer, and does not touch the entries any more. */
    @Nullable
    Boolean await(long nanos) {
        Slice slice = asked;
        return slice == null ? null : slice.await(nanos);
    }

    /** When the first slice began. */
    long begun() {
        return begun;
    }

    /** One request. Either the loop takes it, or who waits takes it back. */
    private final class Slice implements Runnable {
        private final AtomicBoolean taken = new AtomicBoolean();
        private final CountDownLatch over = new CountDownLatch(1);
        private boolean left;

        @Override
        public void run() {
            if (taken.compareAndSet(false, true)) {
                try {
                    read();
                } finally {
                    over.countDown();
                }
            }
        }

        private void read() {
            long start = System.nanoTime();
            if (!hasBegun) {
                hasBegun = true;
                begun = start;
                loop.beginWalk();
            }
            left = loop.walkOn(entries::add, new Time(start)::isLeft);
        }

        @Nullable
        Boolean await(long nanos) {
            try {
                if (!over.await(nanos, TimeUnit.NANOSECONDS)) {
                    if (taken.compareAndSet(false, true)) {
                        return null;
                    }
                    over.await(); // it is at it, and is quick
                }
                return left;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return taken.compareAndSet(false, true) ? null : left;
            }
        }
    }

    /** The time of a slice. The clock is read now and then. */
    private static final class Time {
        private final long start;
        private int read;

        Time(long start) {
            this.start = start;
        }

        boolean isLeft() {
            return ++read < LEAST || read % 32 != 0 || System.nanoTime() - start < SLICE_NANOS;
        }
    }
}
