// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.debug.TaskInfo;
import dev.weft.debug.WaitInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Links entries: each task that somebody awaits gets to know by whom, and what has no entry is awaited by nobody. */
final class Links {
    private final Map<String, List<String>> awaitedBy = new HashMap<>();

    private Links() {}

    static List<TaskInfo> linked(List<TaskInfo> tasks) {
        Links links = new Links();
        tasks.forEach(task -> links.awaitedBy.put(task.id(), new ArrayList<>(task.awaitedBy())));
        tasks.forEach(links::note);
        return tasks.stream().map(links::linked).toList();
    }

    private void note(TaskInfo task) {
        WaitInfo wait = task.awaits();
        if (wait != null) {
            for (String awaited : wait.tasks()) {
                List<String> waiting = awaitedBy.get(awaited);
                if (waiting != null) {
                    waiting.add(task.id());
                }
            }
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
                wait == null ? null : known(wait),
                awaitedBy.getOrDefault(task.id(), List.of()),
                task.moving(),
                task.lost(),
                task.cancelling());
    }

    private WaitInfo known(WaitInfo wait) {
        return new WaitInfo(
                wait.kind(),
                wait.id(),
                wait.detail(),
                wait.owner(),
                wait.tasks().stream().filter(awaitedBy::containsKey).toList(),
                wait.dueNanos(),
                wait.thread());
    }
}
