// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.internal.EndWaiter;
import dev.weft.internal.SpawnedTask;

/** Sees to a pump whose task has ended by itself, as one that was cancelled before it began. */
final class PumpEnd extends EndWaiter {
    private final Pump<?> pump;
    private final SpawnedTask<?> task;

    PumpEnd(Pump<?> pump, SpawnedTask<?> task) {
        this.pump = pump;
        this.task = task;
    }

    @Override
    public void wake() {
        pump.taskEnded(task.failureSeen());
    }
}
