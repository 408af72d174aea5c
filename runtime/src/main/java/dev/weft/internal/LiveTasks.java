// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a loop that have not ended. Those whose first step has suspended are in a list, whose links are in the tasks, so that
 * it costs no object per task and a task leaves it in no time. The others need no list: they wait for that step in the run queue, or
 * are in it. A task that ends in its first step was never in the list, whose neighbours are old objects and so dear to write (decision 17).
 * Loop thread only.
 */
final class LiveTasks {
    private final RunQueue queue;
    private @Nullable SpawnedTask<?> first;
    private @Nullable SpawnedTask<?> last;

    LiveTasks(RunQueue queue) {
        this.queue = queue;
    }

    void add(SpawnedTask<?> task) {
        task.previous = last;
        if (last == null) {
            first = task;
        } else {
            last.next = task;
        }
        last = task;
    }

    /** Does nothing if the task is not in the list. */
    void remove(SpawnedTask<?> task) {
        if (!isListed(task)) {
            return;
        }
        if (task.previous == null) {
            first = task.next;
        } else {
            task.previous.next = task.next;
        }
        if (task.next == null) {
            last = task.previous;
        } else {
            task.next.previous = task.previous;
        }
        task.previous = null;
        task.next = null;
    }

    private boolean isListed(SpawnedTask<?> task) {
        return task.previous != null || first == task;
    }

    /** Has the tasks in the list look again, for one of them could not be woken, or its step broke off. */
    void lookAgain() {
        for (SpawnedTask<?> task = first; task != null; ) {
            SpawnedTask<?> following = task.next; // one that has ended leaves the list
            task.lookAgain();
            task = following;
        }
    }

    /** All of them, oldest first. */
    List<SpawnedTask<?>> snapshot() {
        List<SpawnedTask<?>> tasks = new ArrayList<>();
        for (SpawnedTask<?> task = first; task != null; task = task.next) {
            tasks.add(task);
        }
        Runnable running = queue.running();
        addUnlisted(running, tasks);
        queue.forEach(ready -> {
            if (ready != running) { // it may have been woken in its step
                addUnlisted(ready, tasks);
            }
        });
        tasks.sort(SpawnedTask::byAge);
        return tasks;
    }

    private void addUnlisted(@Nullable Runnable ready, List<SpawnedTask<?>> tasks) {
        if (ready instanceof SpawnedTask<?> task && !isListed(task) && !task.isReady()) {
            tasks.add(task);
        }
    }
}
