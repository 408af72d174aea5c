// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import dev.weft.debug.FrameInfo;
import dev.weft.debug.TaskInfo;
import dev.weft.debug.WaitInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Links the entries of a dump: each task that somebody awaits gets to know by whom, and what is not in the dump is awaited by nobody. */
final class Links {
    private final List<TaskInfo> tasks;
    private final Map<String, List<FrameInfo>> stacks;
    private final Map<String, List<String>> awaitedBy = new HashMap<>();

    /**
     * Takes the entries.
     *
     * @param stacks the Java stacks of the threads that work for tasks, by the ids of these
     */
    Links(List<TaskInfo> tasks, Map<String, List<FrameInfo>> stacks) {
        this.tasks = tasks;
        this.stacks = stacks;
    }

    List<TaskInfo> linked() {
        tasks.forEach(task -> awaitedBy.put(task.id(), new ArrayList<>(task.awaitedBy())));
        for (TaskInfo task : tasks) {
            WaitInfo wait = task.awaits();
            if (wait != null) {
                wait.tasks().forEach(awaited -> link(awaited, task.id()));
            }
        }
        return tasks.stream().map(this::linked).toList();
    }

    private void link(String awaited, String by) {
        List<String> waiting = awaitedBy.get(awaited);
        if (waiting != null) {
            waiting.add(by);
        }
    }

    private TaskInfo linked(TaskInfo task) {
        WaitInfo wait = task.awaits();
        return new TaskInfo(
                task.id(),
                task.name(),
                task.count(),
                task.state(),
                task.age(),
                task.since(),
                task.steps(),
                task.parent(),
                task.spawn(),
                task.stack(),
                wait == null ? null : linked(wait, stacks.getOrDefault(task.id(), List.of())),
                awaitedBy.getOrDefault(task.id(), List.of()),
                task.moving(),
                task.lost(),
                task.cancelling());
    }

    private WaitInfo linked(WaitInfo wait, List<FrameInfo> thread) {
        return new WaitInfo(
                wait.kind(),
                wait.id(),
                wait.detail(),
                wait.owner(),
                wait.tasks().stream().filter(awaitedBy::containsKey).toList(),
                wait.dueNanos(),
                thread);
    }
}
