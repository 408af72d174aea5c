// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

/** A task that another thread has spawned, on its way into the run queue of its loop; it is in no list before. */
final class OutsideSpawn implements Turns.Request {
    /** For dumps: a loop that is blocked, or that nobody runs, takes nothing in. */
    final SpawnedTask<?> task;

    private final Thread spawner = Thread.currentThread();

    OutsideSpawn(SpawnedTask<?> task) {
        this.task = task;
    }

    @Override
    public void run() {
        task.spawnedBy(spawner);
        task.enqueue();
    }
}
