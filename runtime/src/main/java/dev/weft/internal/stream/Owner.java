// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stream;

import dev.weft.ScheduledTask;
import dev.weft.internal.CancelRequest;
import dev.weft.internal.EndWaiter;
import dev.weft.internal.Execution;
import dev.weft.internal.SpawnedTask;
import dev.weft.spi.Reports;

/** The task to which what works ahead belongs. If it ends and has not closed that, its end does, and says so. */
final class Owner extends EndWaiter {
    private final Ahead<?, ?> owned;
    private final SpawnedTask<?> task;

    private Owner(Ahead<?, ?> owned, SpawnedTask<?> task) {
        this.owned = owned;
        this.task = task;
    }

    /** The task for which the calling code waits: not that of a part which awaits one element, as of a {@code waitFor}. */
    static Owner ofCaller(Ahead<?, ?> owned) {
        ScheduledTask<?> running = Execution.currentTask();
        SpawnedTask<?> task =
                ((SpawnedTask<?>) running).actsFor() instanceof SpawnedTask<?> whole ? whole : (SpawnedTask<?>) running;
        Owner owner = new Owner(owned, task);
        task.subscribe(owner);
        return owner;
    }

    SpawnedTask<?> task() {
        return task;
    }

    /** There is nothing left to see to. */
    void leaves() {
        task.unsubscribe(this);
    }

    @Override
    public void wake() {
        if (owned.isClosed()) {
            return; // its tasks end by the close, whoever waits for that
        }
        int left = owned.left(
                task.name(), CancelRequest.by("the end of task " + task.name() + ", which did not close " + owned));
        Reports.forgotten(
                owned + " was not closed by task " + task.name() + ", which has ended; " + left + " of its tasks "
                        + (left == 1 ? "was" : "were")
                        + " cancelled, and nobody waits for them. Consume it in try-with-resources, or to its end.",
                null);
    }

    /** What comes out of a {@code next()} after the owner has ended. */
    static IllegalStateException gone(Ahead<?, ?> owned, String name) {
        return new IllegalStateException(
                "next() of " + owned + ", whose tasks were ended with task " + name + ": that one has begun to"
                        + " consume it, and has ended. The elements that were to come are lost. Await the first element in the task"
                        + " that consumes the rest too, or spawn one task for all of it.");
    }
}
