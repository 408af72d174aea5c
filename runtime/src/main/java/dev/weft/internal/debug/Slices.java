// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import dev.weft.internal.LoopInspection;
import dev.weft.internal.Question;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The requests by which a loop reads its tasks, one after the other: the next is made when the one before has been answered. */
final class Slices {
    /** How long a slice takes the loop's thread. */
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** A slice that is short of time, or the first one that runs at all, reads so many tasks all the same. */
    private static final int LEAST = 256;

    private final LoopInspection loop;
    private final Entries entries;
    private @Nullable Question<Boolean> asked;
    private boolean hasBegun;
    private long begun;

    Slices(LoopInspection loop, Entries entries) {
        this.loop = loop;
        this.entries = entries;
    }

    /** Asks for the next slice. */
    void askForNext() {
        Question<Boolean> next = new Question<>(this::read);
        asked = loop.ask(next) ? next : null;
    }

    /** Waits for the slice; says whether there is more. Empty if the loop does not answer, and does not touch the entries any more. */
    Optional<Boolean> await() {
        Question<Boolean> slice = asked;
        return slice == null ? Optional.empty() : slice.await(Question.PATIENCE_NANOS);
    }

    /** When the first slice began. */
    long begun() {
        return begun;
    }

    /** Reads the next tasks, on the loop's thread; returns whether there are any left. */
    private boolean read() {
        long start = System.nanoTime();
        if (!hasBegun) {
            hasBegun = true;
            begun = start;
            loop.beginWalk();
        }
        return loop.walkOn(entries::add, new Time(start)::isLeft);
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
