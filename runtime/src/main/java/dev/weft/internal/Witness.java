// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Insistent;
import org.jspecify.annotations.Nullable;

/**
 * Held by a task that may be lost, among those who wait for its end, and by nobody else: where the collector lets go of the task, it lets go
 * of this. Its finalizer then has the task back with all that it holds, which no kind of reference does: so what is lost can still be shown,
 * and cancelled when its loop closes. Where a JVM runs no finalizers, none is made.
 */
final class Witness implements Insistent {
    private final Suspect suspect;

    /** Null when there is nothing to give back any more. */
    private volatile @Nullable SpawnedTask<?> task;

    /** After how many steps of the task the collector found it. */
    private volatile int steps;

    /** Whether it was still so a moment later. */
    private volatile boolean isProved;

    Witness(SpawnedTask<?> task, Suspect suspect) {
        this.task = task;
        this.suspect = suspect;
    }

    /** The task has ended. */
    @Override
    public void wake() {
        task = null;
        suspect.hasEnded();
    }

    /** The loop holds the task again. Loop thread only. */
    void isOver() {
        task = null;
    }

    /** Whether the task has not moved since the collector found it. */
    boolean isSince(int stepsNow) {
        return steps == stepsNow;
    }

    /** The task is lost, unless it moves all the same, as when it is cancelled. */
    void isProved() {
        isProved = true;
    }

    boolean hasProved(int stepsNow) {
        return isProved && isSince(stepsNow);
    }

    @Override
    @SuppressWarnings({"deprecation", "removal", "Finalize", "NoFinalizer"}) // see above
    protected void finalize() {
        SpawnedTask<?> held = task;
        if (held != null) {
            steps = held.steps();
            suspect.isFound(held);
        }
    }
}
