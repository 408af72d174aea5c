// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.differential;

import java.util.Locale;

/** What a step does. The numbers and bodies that each takes are those that {@link Generator} gives it. */
enum Operation {
    SLEEP,
    SPAWNS,
    AWAITS,
    CANCEL,
    UNCANCEL,
    CANCELLING,
    FAIL,
    CATCHES,
    SWALLOWS,
    CLEANS,
    GATHER,
    GATHERED,
    WAITS,
    LIMITED,
    TIMEOUT,
    RESCHEDULE,
    SHIELDS,
    SHIELDTASK,
    GROUP,
    CHILD,
    LOCK,
    ACQUIRE,
    RELEASE,
    PUT,
    TRYPUT,
    GET,
    TRYGET,
    DONE,
    JOIN,
    SHUTDOWN,
    UNTIL,
    SET,
    CLEAR,
    SIGNALLED,
    SIGNAL,
    ARRIVE,
    BREAKS;

    /** Whether its first number is that of a task. */
    boolean isOfTask() {
        return this == AWAITS || this == CANCEL || this == SHIELDTASK;
    }

    /** Its name in scenarios and traces. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
