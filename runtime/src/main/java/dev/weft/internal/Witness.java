// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Insistent;
import org.jspecify.annotations.Nullable;

/**
 * Held by a task that may be lost, among those who wait for its end, and by nobody else: where the collector lets go of the task, it lets go
 * of this. Its finalizer then has the task back with all that it holds, which no kind of reference does: so what is lost can still be shown,
 * and cancelled when its loop closes. A task keeps it when it goes on, for the next time. Where a JVM runs no finalizers, none is made.
 */
final class Witness implements Insistent {
    private final SpawnedTask<?> task;

    /** Who gets the task back. */
    private volatile @Nullable Suspect suspect;

    private volatile boolean isProved;

    Witness(SpawnedTask<?> task) {
        this.task = task;
    }

    /** Says who holds the task weakly from now on. Loop thread only. */
    void isFor(Suspect suspected) {
        suspect = suspected;
    }

    /** The task goes on. Returns whether this is of no use any more, since its finalizer has run or is about to. Loop thread only. */
    boolean goesOn() {
        Suspect before = suspect;
        if (before == null) {
            return false;
        }
        before.goesOn();
        return before.isCleared();
    }

    /** The task is lost, unless it goes on all the same, as when it is cancelled. */
    void isProved() {
        isProved = true;
    }

    boolean hasProved() {
        return isProved;
    }

    /** The task has ended, and so has gone on before. */
    @Override
    public void wake() {}

    @Override
    @SuppressWarnings({"deprecation", "removal", "Finalize", "NoFinalizer"}) // see above
    protected void finalize() {
        Suspect waiting = suspect;
        if (waiting != null) {
            waiting.isFound(task);
        }
    }
}
