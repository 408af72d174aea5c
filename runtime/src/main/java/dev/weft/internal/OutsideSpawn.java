// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/** A task that another thread has spawned, on its way into the run queue of its loop; it is in no list before. */
final class OutsideSpawn implements Turns.Request {
    /** For dumps: a loop that is blocked, or that nobody runs, takes nothing in. */
    final SpawnedTask<?> task;

    /** When the task was spawned, on the clock of its loop, which may be in no turn. */
    final long made;

    private final Thread spawner = Thread.currentThread();

    OutsideSpawn(SpawnedTask<?> task, long made) {
        this.task = task;
        this.made = made;
    }

    @Override
    public void run() {
        task.loop.births.takenIn(task.number(), made);
        task.spawnedBy(spawner);
        task.enqueue();
    }
}
