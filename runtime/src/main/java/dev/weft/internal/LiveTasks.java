// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.ScheduledTask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a loop that have not ended, oldest first: a list whose links are in the tasks, so that it costs no object
 * per task and a task leaves it in no time. Loop thread only.
 */
final class LiveTasks {
    private @Nullable SpawnedTask<?> oldest;
    private @Nullable SpawnedTask<?> youngest;

    boolean isEmpty() {
        return oldest == null;
    }

    void add(SpawnedTask<?> task) {
        task.previous = youngest;
        if (youngest == null) {
            oldest = task;
        } else {
            youngest.next = task;
        }
        youngest = task;
    }

    void remove(SpawnedTask<?> task) {
        if (task.previous == null) {
            oldest = task.next;
        } else {
            task.previous.next = task.next;
        }
        if (task.next == null) {
            youngest = task.previous;
        } else {
            task.next.previous = task.previous;
        }
        task.previous = null;
        task.next = null;
    }

    List<ScheduledTask<?>> snapshot() {
        List<ScheduledTask<?>> tasks = new ArrayList<>();
        for (SpawnedTask<?> task = oldest; task != null; task = task.next) {
            tasks.add(task);
        }
        return tasks;
    }
}
