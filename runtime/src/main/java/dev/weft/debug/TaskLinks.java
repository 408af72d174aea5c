// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Links entries: each task that somebody awaits gets to know by whom, and what has no entry is awaited by nobody. Who waits for another node
 * awaits the task that serves the request, by the id of that, if it is among them.
 */
final class TaskLinks {
    private final Map<String, List<String>> awaitedBy = new HashMap<>();

    private TaskLinks() {}

    static List<TaskInfo> in(List<TaskInfo> read) {
        List<TaskInfo> tasks = withServing(read);
        TaskLinks links = new TaskLinks();
        tasks.forEach(task -> links.awaitedBy.put(task.id(), new ArrayList<>(task.awaitedBy())));
        tasks.forEach(links::note);
        return tasks.stream().map(links::linked).toList();
    }

    private static List<TaskInfo> withServing(List<TaskInfo> tasks) {
        Map<String, String> serving = new HashMap<>();
        for (TaskInfo task : tasks) {
            if (task.serves() != null) {
                serving.put(task.serves(), task.id());
            }
        }
        return serving.isEmpty()
                ? tasks
                : tasks.stream().map(task -> withServing(task, serving)).toList();
    }

    private static TaskInfo withServing(TaskInfo task, Map<String, String> serving) {
        WaitInfo wait = task.awaits();
        String server = wait == null || wait.remote() == null
                ? null
                : serving.get(wait.remote().request());
        if (wait == null || server == null || wait.tasks().contains(server)) {
            return task;
        }
        List<String> awaited = new ArrayList<>(wait.tasks());
        awaited.add(server);
        return task.withAwaits(wait.withTasks(awaited));
    }

    private void note(TaskInfo task) {
        WaitInfo wait = task.awaits();
        if (wait == null) {
            return;
        }
        for (String awaited : wait.tasks()) {
            List<String> waiting = awaitedBy.get(awaited);
            if (waiting != null) {
                waiting.add(task.id());
            }
        }
    }

    private TaskInfo linked(TaskInfo task) {
        TaskInfo known = task.withAwaitedBy(awaitedBy.getOrDefault(task.id(), List.of()));
        WaitInfo wait = task.awaits();
        return wait == null
                ? known
                : known.withAwaits(wait.withTasks(
                        wait.tasks().stream().filter(awaitedBy::containsKey).toList()));
    }
}
