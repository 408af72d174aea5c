// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.spi.Insistent;
import org.jspecify.annotations.Nullable;

/**
 * How a run holds the task for whose end it turns: weakly while that is a {@link Suspect}. Else what the main task waits for, which is where
 * most programs hang, could never be found to be lost. On the loop's thread.
 */
final class MainTask<T> implements Insistent {
    /** Null while the suspect has it. */
    private @Nullable SpawnedTask<T> task;

    private @Nullable Suspect suspect;

    private MainTask(SpawnedTask<T> task) {
        this.task = task;
    }

    /** Begins to wait for the end of a task that was spawned just now. */
    static <T> MainTask<T> of(SpawnedTask<T> task) {
        MainTask<T> main = new MainTask<>(task);
        task.subscribe(main);
        return main;
    }

    /** It may be lost. */
    void isHeldBy(Suspect weakly) {
        suspect = weakly;
        task = null;
    }

    /** It goes on. */
    @SuppressWarnings("unchecked") // it is the one whose end this waits for
    void isHeld(SpawnedTask<?> goingOn) {
        task = (SpawnedTask<T>) goingOn;
        suspect = null;
    }

    /** It has ended, and so has gone on before. */
    @Override
    public void wake() {}

    boolean isReady() {
        SpawnedTask<T> present = task;
        return present != null && present.isReady();
    }

    /** Returns the task, and waits for it if it is on its way back from the garbage collector. */
    @SuppressWarnings({"unchecked", "NullAway"}) // the suspect is of this task, and has it back soon
    SpawnedTask<T> task() {
        SpawnedTask<T> present = task;
        return present == null ? (SpawnedTask<T>) suspect.taskSoon() : present;
    }
}
