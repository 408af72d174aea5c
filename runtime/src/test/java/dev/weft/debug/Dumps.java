// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Dumps that tests make by hand, of one loop, in which each task knows who waits for it. */
final class Dumps {
    static final Instant NINE = Instant.parse("2026-11-21T09:00:00Z");

    private Dumps() {}

    static TaskDump of(Sample... tasks) {
        return of(Arrays.asList(tasks));
    }

    static TaskDump of(List<Sample> tasks) {
        return at(NINE, LoopInfo.State.WAITING, LoopInfo.Mode.CONSISTENT, tasks);
    }

    static TaskDump later(long seconds, Sample... tasks) {
        return at(NINE.plusSeconds(seconds), LoopInfo.State.WAITING, LoopInfo.Mode.CONSISTENT, Arrays.asList(tasks));
    }

    static TaskDump at(Instant time, LoopInfo.State state, LoopInfo.Mode mode, List<Sample> samples) {
        List<TaskInfo> tasks = withWaiters(samples);
        int count = tasks.stream().mapToInt(TaskInfo::count).sum();
        LoopInfo loop = new LoopInfo(1, "main", state, mode, 4_200_000_000L, 200_000L, 17, count, 0, 3, List.of());
        return new TaskDump(null, null, 4711, "25", "1.0", time, List.of(loop), tasks);
    }

    private static List<TaskInfo> withWaiters(List<Sample> samples) {
        List<TaskInfo> tasks = samples.stream().map(Sample::make).toList();
        Map<String, List<String>> waiters = new HashMap<>();
        for (TaskInfo task : tasks) {
            if (task.awaits() != null) {
                for (String id : task.awaits().tasks()) {
                    waiters.computeIfAbsent(id, ignored -> new ArrayList<>()).add(task.id());
                }
            }
        }
        List<TaskInfo> linked = new ArrayList<>();
        for (int place = 0; place < tasks.size(); place++) {
            linked.add(samples.get(place)
                    .awaitedBy(waiters.getOrDefault(tasks.get(place).id(), List.of()))
                    .make());
        }
        return linked;
    }
}
