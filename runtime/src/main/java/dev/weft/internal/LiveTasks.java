// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

    /** When that has gone on last; it is given up after {@link #MOST_REST_NANOS}. Means something if {@link #isWalked}. */
    private long walkedAt;

    private boolean isWalked;

    private static final long MOST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Those that are not in the list, as the loop must not hold them. */
    final Suspects suspects = new Suspects();

    /** Up to where another thread has looked for tasks that may be lost. */
    private WeakReference<@Nullable SpawnedTask<?>> lookedUpTo = new WeakReference<>(null);

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

    /** Adds a task unless it is in the list. */
    void keep(SpawnedTask<?> task) {
        if (!isListed(task)) {
            add(task);
        }
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
        suspects.showAll(SpawnedTask::lookAgain);
    }

    /** All of them, oldest first. */
    List<SpawnedTask<?>> snapshot() {
        List<SpawnedTask<?>> tasks = new ArrayList<>();
        showListed(first, Integer.MAX_VALUE, tasks::add);
        suspects.showAll(tasks::add);
        showUnlisted(tasks::add);
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
            isWalked = true;
            walkedAt = System.nanoTime();
            cursor = first;
        }

        /** Shows the next tasks, as long as more are wanted; returns whether there are any left. */
        boolean next(Consumer<SpawnedTask<?>> to, BooleanSupplier more) {
            walkedAt = System.nanoTime();
            while (!isListOver) {
                SpawnedTask<?> task = cursor;
                if (task == null) {
                    isListOver = true;
                } else if (!more.getAsBoolean()) {
                    return true;
                } else {
                    cursor = task.next;
                    show(task, to);
                }
            }
            isWalked = false;
            suspects.show(task -> show(task, to));
            showUnlisted(task -> show(task, to));
            return false;
        }

        private void show(SpawnedTask<?> task, Consumer<SpawnedTask<?>> to) {
            if (task.isUpTo(newest)) {
                to.accept(task);
            }
        }
    }

    /**
     * Shows all of them. Another thread than the loop's, which may be in the middle of changing them, sees what was there, and some may be
     * missing.
     *
     * @param most how many of those in the list are shown
     */
    void show(Consumer<SpawnedTask<?>> to, int most) {
        showListed(first, most, to);
        suspects.show(to);
        showUnlisted(to);
    }

    /** Shows tasks in the list from one on, and returns the first that was left out. */
    private static @Nullable SpawnedTask<?> showListed(
            @Nullable SpawnedTask<?> from, int most, Consumer<SpawnedTask<?>> to) {
        SpawnedTask<?> task = from;
        for (int shown = 0; task != null && shown < most; shown++) {
            to.accept(task);
            task = task.next;
        }
        return task;
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

    // ------------------------------------------------------------------ those that may be lost

    /**
     * Shows some tasks in the list, and the next ones the next time. For one thread that does not run the loop.
     *
     * @param most how many
     */
    void showNext(int most, Consumer<SpawnedTask<?>> to) {
        SpawnedTask<?> from = lookedUpTo.get();
        lookedUpTo = new WeakReference<>(showListed(from == null || from.isReady() ? first : from, most, to));
    }

    /** Takes tasks out of the list if they wait, so that nobody holds them but who can have them go on. Not in the middle of a walk. */
    void suspect(List<SpawnedTask<?>> still) {
        if (isInWalk()) {
            return;
        }
        suspects.forgetOver();
        List<SpawnedTask<?>> taken = still.stream()
                .filter(task -> isListed(task) && task.maybeLost())
                .limit(Suspects.MOST - suspects.size())
                .toList();
        suspects.add(taken); // first, for it may lack memory
        taken.forEach(this::remove);
    }

    /** Takes a suspect back that goes on. What breaks off, for want of memory, the next call does. */
    void holdAgain(SpawnedTask<?> task) {
        keep(task);
        task.isSuspectNoLonger();
    }

    /** Takes those back that the collector has found, that long ago at least, and that have not gone on since: they are lost. */
    List<SpawnedTask<?>> takeLost(long nanos) {
        if (isInWalk()) {
            return List.of();
        }
        List<SpawnedTask<?>> found = suspects.takeFound(nanos);
        for (SpawnedTask<?> task : found) {
            add(task);
            task.isProvedLost();
        }
        return found;
    }

    private boolean isInWalk() {
        return isWalked && System.nanoTime() - walkedAt < MOST_REST_NANOS;
    }
}
