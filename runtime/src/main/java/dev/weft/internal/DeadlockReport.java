// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.ScheduledTask;
import dev.weft.WaitDescription;
import dev.weft.spi.Fence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text of a report on a loop on which nothing can happen any more: which tasks wait for one another in a circle, and of each task where
 * it stands, what it waits for and who has that. Loop thread only.
 */
final class DeadlockReport {
    /** How many tasks are shown; the others are counted. */
    private static final int MOST_SHOWN = 100;

    /** The tasks that have not ended, and for which of them each waits. */
    private final IdentityHashMap<SpawnedTask<?>, List<SpawnedTask<?>>> awaited = new IdentityHashMap<>();

    private final List<SpawnedTask<?>> tasks;
    private final StringBuilder text;

    private DeadlockReport(String first, List<SpawnedTask<?>> tasks) {
        this.text = new StringBuilder(first);
        this.tasks = tasks;
        tasks.sort(Comparator.comparing(task -> task, IdentifiedTask::byAge));
        tasks.forEach(task -> awaited.put(task, new ArrayList<>(1)));
        tasks.forEach(this::link);
    }

    /**
     * Makes the text.
     *
     * @param first its first sentence
     */
    static String of(String first, LoopEngine loop) {
        DeadlockReport report = new DeadlockReport(first, loop.liveTasks());
        report.addCircles();
        report.tasks.stream().limit(MOST_SHOWN).forEach(task -> report.add(task, loop));
        int more = report.tasks.size() - MOST_SHOWN;
        if (more > 0) {
            report.text.append("\nand ").append(more).append(" more");
        }
        return report.text.toString();
    }

    // ------------------------------------------------------------------ who waits for whom

    /** Notes for whom a task waits, and who waits for it as for a part. */
    private void link(SpawnedTask<?> task) {
        WaitDescription wait = task.describeWait();
        if (wait != null && wait.owner() instanceof SpawnedTask<?> owner) {
            link(task, owner);
        }
        if (task.whole() instanceof SpawnedTask<?> whole && whole.pending() != null) {
            link(whole, task);
        }
    }

    private void link(SpawnedTask<?> waiter, SpawnedTask<?> other) {
        List<SpawnedTask<?>> others = awaited.get(waiter);
        if (others != null && awaited.containsKey(other) && !others.contains(other)) {
            others.add(other);
        }
    }

    /** Adds a sentence for each circle, and no task to two of them. */
    private void addCircles() {
        Set<SpawnedTask<?>> done = Collections.newSetFromMap(new IdentityHashMap<>());
        for (SpawnedTask<?> task : tasks) {
            Deque<SpawnedTask<?>> way = new ArrayDeque<>();
            for (SpawnedTask<?> next = task; next != null && done.add(next); next = next(next, way, done)) {
                way.addLast(next);
            }
        }
    }

    /** The first of those for whom a task waits that leads on; tells of the circle if it is on the way already. */
    private @Nullable SpawnedTask<?> next(SpawnedTask<?> from, Deque<SpawnedTask<?>> way, Set<SpawnedTask<?>> done) {
        List<SpawnedTask<?>> others = awaited.getOrDefault(from, List.of());
        for (SpawnedTask<?> other : others) {
            if (way.contains(other)) {
                addCircle(way, other);
                return null;
            }
        }
        return others.stream()
                .filter(other -> !done.contains(other))
                .findFirst()
                .orElse(null);
    }

    private void addCircle(Deque<SpawnedTask<?>> way, SpawnedTask<?> first) {
        List<String> links = new ArrayList<>();
        boolean isIn = false;
        for (SpawnedTask<?> task : way) {
            isIn |= task == first;
            if (isIn) {
                links.add("task " + task.name() + ' ' + wait(task));
            }
        }
        text.append("\nIn a circle: ").append(String.join("; ", links)).append('.');
    }

    // ------------------------------------------------------------------ what is said of a task

    private void add(SpawnedTask<?> task, LoopEngine loop) {
        UnendedReport.addName(text, task);
        Cancelled cancelled = loop.cancellations().of(task);
        if (cancelled != null) {
            text.append(", ");
            UnendedReport.addCancellation(text, task, cancelled, loop.nanoTime());
        }
        text.append(cancelled == null && task.site() == null ? " " : ", ").append(wait(task));
        task.callStack().forEach(line -> text.append("\n\tat ").append(line));
    }

    /** What a task waits for, in words. */
    private String wait(SpawnedTask<?> task) {
        WaitDescription wait = task.describeWait();
        if (wait == null) {
            return "waits for nothing";
        }
        String what = "waits for " + (wait.kind() + ' ' + wait.identity()).strip();
        List<String> parts = tasks.stream()
                .filter(part -> part.whole() == task)
                .map(ScheduledTask::name)
                .toList();
        return what + owner(wait) + (parts.isEmpty() ? "" : ", of task " + String.join(", task ", parts));
    }

    private static String owner(WaitDescription wait) {
        Object owner = wait.owner();
        if (owner == null || wait.kind().equals("task")) {
            return "";
        }
        if (owner instanceof ScheduledTask<?> task) {
            return (wait.kind().equals("shield") ? ", of task " : ", held by task ")
                    + task.name()
                    + (task.isReady() ? ", which has ended" : "");
        }
        return ", owner " + Fence.textOf(owner);
    }
}
