// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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

    /** Where the {@link Walk} goes on that is under way. */
    private @Nullable SpawnedTask<?> cursor;

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
        if (task == cursor) {
            cursor = task.next;
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
        show(tasks::add, Integer.MAX_VALUE);
        tasks.sort(SpawnedTask::byAge);
        return tasks;
    }

    /** A walk over all of them in several pieces, between which tasks come and end. One at a time; it shows none that came after its begin. */
    final class Walk {
        private final int newest;
        private boolean isListOver;

        /** Begins a walk, and ends the one before. */
        Walk(int newest) {
            this.newest = newest;
            cursor = first;
        }

        /** Shows the next tasks, as long as more are wanted; returns whether there are any left. */
        boolean next(Consumer<SpawnedTask<?>> to, BooleanSupplier more) {
            while (!isListOver) {
                SpawnedTask<?> task = cursor;
                if (task == null) {
                    isListOver = true;
                } else if (!more.getAsBoolean()) {
                    return true;
                } else {
                    cursor = task.next;
                    if (task.isUpTo(newest)) {
                        to.accept(task);
                    }
                }
            }
            showUnlisted(task -> {
                if (task.isUpTo(newest)) {
                    to.accept(task);
                }
            });
            return false;
        }
    }

    /**
     * Shows all of them. Another thread than the loop's, which may be in the middle of changing them, sees what was there, and some may be
     * missing.
     *
     * @param most how many of those in the list are shown
     */
    void show(Consumer<SpawnedTask<?>> to, int most) {
        int shown = 0;
        for (SpawnedTask<?> task = first; task != null && shown < most; task = task.next) {
            to.accept(task);
            shown++;
        }
        showUnlisted(to);
    }

    private void showUnlisted(Consumer<SpawnedTask<?>> to) {
        Runnable running = queue.running();
        showIfUnlisted(running, to);
        queue.forEach(ready -> {
            if (ready != running) { // it may have been woken in its step
                showIfUnlisted(ready, to);
            }
        });
    }

    private void showIfUnlisted(@Nullable Runnable ready, Consumer<SpawnedTask<?>> to) {
        if (ready instanceof SpawnedTask<?> task && !isListed(task) && !task.isReady()) {
            to.accept(task);
        }
    }
}
