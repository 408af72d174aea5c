// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.Locale;

/** What a {@link StepObserver} is told of. */
public enum Transition {
    /** A turn of the loop begins. No task. */
    TURN_BEGINS,
    /** A task is in the run queue for the first time, or is about to start in the middle of another one's step. */
    SPAWNED,
    /** A task that was suspended is in the run queue again. */
    WOKEN,
    /** The first step of a task begins. */
    STARTED,
    /** A step begins that is not the first of its task. */
    RESUMED,
    /** A step ends, and the task waits. */
    SUSPENDED,
    /** A step ends, and the task is in the run queue again: it lets others run, or was woken already. */
    GAVE_WAY,
    /** A step ends, and with it the task, which has a result. */
    RETURNED,
    /** A step ends, and with it the task, which has failed. */
    FAILED,
    /** A step ends, and with it the task, which was cancelled. */
    CANCELLED,
    /** An action that was posted to the loop begins. No task. */
    ACTION_BEGINS,
    /** The action ends. No task. */
    ACTION_ENDS,
    /** A turn of the loop ends; what follows is a wait, or the next turn. No task. */
    TURN_ENDS,
    /** Nothing follows: the loop has closed, or its observers were taken away. No task. */
    OVER;

    /**
     * Says whether the task waits from now on, and so at which line.
     *
     * @return true if a step ends, and not the task
     */
    public boolean waits() {
        return this == SUSPENDED || this == GAVE_WAY;
    }

    /**
     * Says whether a step ends.
     *
     * @return true if it is one of the ways in which it does
     */
    public boolean endsStep() {
        return compareTo(SUSPENDED) >= 0 && endsUpTo(CANCELLED);
    }

    /**
     * Says whether a step begins.
     *
     * @return true for the first and for every other one
     */
    public boolean beginsStep() {
        return this == STARTED || this == RESUMED;
    }

    /**
     * Says whether a task ends.
     *
     * @return true if it is one of the ways in which it does
     */
    public boolean endsTask() {
        return compareTo(RETURNED) >= 0 && endsUpTo(CANCELLED);
    }

    /**
     * Returns it in words, for who reads what was noted.
     *
     * @return its name, in small letters and with spaces
     */
    public String inWords() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private boolean endsUpTo(Transition last) {
        return compareTo(last) <= 0;
    }
}
