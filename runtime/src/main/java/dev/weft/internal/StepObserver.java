// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import org.jspecify.annotations.Nullable;

/**
 * Is told what a loop does, task by task and step by step. Each loop has its own, made by a {@link Kind} that somebody has {@linkplain
 * StepObservers#add added}; a loop without any pays one read of a field for it where a task is woken, and one a turn.
 */
public interface StepObserver {
    /**
     * Is told. Called on the loop's thread, in the order in which it happens; a step that is started in the middle of another one begins
     * and ends in between. Must be quick, must not keep the task nor call code of the user, and should allocate nothing. An observer that
     * throws is told nothing any more.
     *
     * @param transition what happens
     * @param task to which task, of which {@link ObservedTask} says more; null where it happens to none
     */
    void sees(Transition transition, @Nullable SpawnedTask<?> task);

    /** Makes observers of one kind, one for each loop. Kinds are compared by identity. */
    @FunctionalInterface
    interface Kind {
        /**
         * Makes the observer of a loop. Called on the loop's thread, or by who makes the loop.
         *
         * @param loop the loop
         * @return the observer
         */
        StepObserver of(LoopInspection loop);
    }
}
