// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.lang.ref.WeakReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a loop holds a task that may be lost: weakly, so that the garbage collector tells whether anybody else holds it. The task is not lost
 * to the loop by that, for it holds a {@link Witness}, whose finalizer gives it back. Any thread, but for what makes and changes one, which
 * is on the loop's.
 */
final class Suspect extends WeakReference<SpawnedTask<?>> {
    /** The task, once the collector has found that nobody holds it. Null before, and when this is over. */
    private volatile @Nullable SpawnedTask<?> found;

    private volatile long foundAt;
    private volatile boolean over;

    /** Nobody waits for it any more. */
    private volatile boolean isGivenUp;

    private Suspect(SpawnedTask<?> task) {
        super(task);
    }

    /** Makes one of a task, which has a witness from now on. Loop thread only. */
    static Suspect of(SpawnedTask<?> task) {
        Suspect suspect = new Suspect(task);
        task.isHeldBy(suspect);
        return suspect;
    }

    /** Returns the task; null if it has gone on, or is between the collector and its witness. */
    @Nullable
    SpawnedTask<?> task() {
        SpawnedTask<?> held = get();
        return over ? null : held == null ? found : held;
    }

    /** Returns the task, and waits for it if it is under way to its witness; null if it has gone on, or does not come. */
    @Nullable
    SpawnedTask<?> taskSoon() {
        Witnesses.await(List.of(this));
        return task();
    }

    /** Whether the collector has let go of it and its witness has not given it back yet: some milliseconds at most, as a rule. */
    boolean isUnderWay() {
        return isCleared() && found == null && !over && !isGivenUp;
    }

    /** Its witness does not come. If it does after all, all is as if it had come in time. */
    void isGivenUp() {
        isGivenUp = true;
    }

    /** Whether the collector has let go of it. */
    boolean isCleared() {
        return get() == null;
    }

    /** Its witness gives it back. By the thread of finalizers. */
    void isFound(SpawnedTask<?> task) {
        foundAt = System.nanoTime();
        found = task;
        if (over) { // it may have gone on in this very moment
            found = null;
        }
    }

    /** Whether the collector has found it, that long ago at least. */
    boolean isFoundSince(long nanos) {
        return found != null && System.nanoTime() - foundAt >= nanos;
    }

    /** The task goes on, and the loop holds it as any other. Loop thread only. */
    void goesOn() {
        over = true;
        found = null;
    }

    /** Whether the loop holds its task as any other, or the task has ended since. */
    boolean isOver() {
        return over;
    }
}
