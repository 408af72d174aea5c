// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How a loop holds a task that may be lost: weakly, so that the garbage collector tells whether anybody else holds it. The task is not lost
 * to the loop by that, for it holds a {@link Witness}, whose finalizer gives it back. Any thread, but for what makes and changes one, which
 * is on the loop's.
 */
final class Suspect extends WeakReference<SpawnedTask<?>> {
    /** How long one waits for finalizers that do not come, as where one of the user's hangs. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The task, once the collector has found that nobody holds it. Null before, and when it has ended. */
    private volatile @Nullable SpawnedTask<?> found;

    private volatile long foundAt;
    private volatile boolean ended;

    private final int steps;

    private Suspect(SpawnedTask<?> task) {
        super(task);
        steps = task.steps();
    }

    /** Makes one of a task, which has a witness from now on. Loop thread only. */
    static Suspect of(SpawnedTask<?> task) {
        Suspect suspect = new Suspect(task);
        task.isWatchedBy(new Witness(task, suspect), suspect);
        return suspect;
    }

    /** Returns the task; null if it has ended, or is between the collector and its witness. */
    @Nullable
    SpawnedTask<?> task() {
        SpawnedTask<?> held = get();
        return ended ? null : held == null ? found : held;
    }

    /** Returns the task, and waits for it if it is under way to its witness; null if it has ended, or does not come. */
    @Nullable
    SpawnedTask<?> taskSoon() {
        for (long begun = System.nanoTime(); isUnderWay() && System.nanoTime() - begun < PATIENCE_NANOS; ) {
            LockSupport.parkNanos(REST_NANOS);
        }
        return task();
    }

    /** Whether the collector has let go of it and its witness has not given it back yet: some milliseconds at most, as a rule. */
    boolean isUnderWay() {
        return get() == null && found == null && !ended;
    }

    /** Its witness gives it back. */
    void isFound(SpawnedTask<?> task) {
        foundAt = System.nanoTime();
        found = task;
    }

    /** Whether the collector has found it, that long ago at least. */
    boolean isFoundSince(long nanos) {
        return found != null && System.nanoTime() - foundAt >= nanos;
    }

    /** Whether it was seen to go on since it was made, and so had somebody who could have it do so. */
    boolean hasMoved() {
        SpawnedTask<?> task = task();
        return task != null && task.steps() != steps;
    }

    void hasEnded() {
        ended = true;
        found = null;
    }

    boolean isOver() {
        return ended;
    }
}
