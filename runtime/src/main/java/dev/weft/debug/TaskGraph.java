// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The tasks of a dump by their places in its list, with who waits for whom. All of it takes time linear in tasks and waits. */
final class TaskGraph {
    /** The time that a wait without a deadline ends by itself. */
    static final long NEVER = Long.MAX_VALUE;

    /** A deadline that is further off comforts nobody: tasks stand until then, as those below the limit of a whole run do. */
    static final long SOON_NANOS = 60_000_000_000L;

    private static final int[] NOBODY = {};

    private final TaskDump dump;
    private final List<TaskInfo> tasks;
    private final Map<String, Integer> places = new HashMap<>();
    private final int[][] awaited;
    private final int[][] awaiters;

    TaskGraph(TaskDump dump) {
        this.dump = dump;
        this.tasks = dump.tasks();
        for (TaskInfo task : tasks) {
            places.putIfAbsent(task.id(), places.size());
        }
        awaited = new int[tasks.size()][];
        for (int place = 0; place < awaited.length; place++) {
            WaitInfo wait = tasks.get(place).awaits();
            awaited[place] = wait == null || wait.tasks().isEmpty() ? NOBODY : places(wait.tasks());
        }
        awaiters = reversed(awaited);
    }

    private int[] places(List<String> ids) {
        return ids.stream().mapToInt(this::place).filter(place -> place >= 0).toArray();
    }

    private static int[][] reversed(int[][] edges) {
        int[] counts = new int[edges.length];
        for (int[] targets : edges) {
            for (int target : targets) {
                counts[target]++;
            }
        }
        int[][] reversed = new int[edges.length][];
        Arrays.setAll(reversed, place -> counts[place] == 0 ? NOBODY : new int[counts[place]]);
        for (int from = edges.length - 1; from >= 0; from--) {
            for (int target : edges[from]) {
                reversed[target][--counts[target]] = from;
            }
        }
        return reversed;
    }

    TaskDump dump() {
        return dump;
    }

    int size() {
        return awaited.length;
    }

    TaskInfo task(int place) {
        return tasks.get(place);
    }

    /** The place of a task; -1 if the dump does not have it, since it has ended meanwhile or is one of a merged entry. */
    int place(@Nullable String id) {
        return id == null ? -1 : places.getOrDefault(id, -1);
    }

    /** The places of those that have to act before the task goes on, as far as the dump has them. */
    int[] awaited(int place) {
        return awaited[place];
    }

    /** The places of those that wait for the task to act. */
    int[] awaiters(int place) {
        return awaiters[place];
    }

    /**
     * In how many nanoseconds the wait of each task ends by itself; {@link #NEVER} if it does not. A wait ends with a deadline of whoever it
     * runs for, too, as the part of a {@code waitFor} is cancelled then.
     */
    long[] ends() {
        long[] ends = new long[size()];
        Arrays.fill(ends, NEVER);
        Integer[] limited = limited();
        IntQueue queue = new IntQueue();
        for (int first : limited) {
            long due = due(first);
            if (due < ends[first]) {
                ends[first] = due;
                queue.add(first);
            }
            while (!queue.isEmpty()) {
                passOn(queue.remove(), due, ends, queue);
            }
        }
        return ends;
    }

    /** The places of those that have a deadline, the earliest first. */
    private Integer[] limited() {
        Comparator<Integer> byTime = Comparator.comparingLong(this::due);
        return IntStream.range(0, size())
                .filter(place -> due(place) != NEVER)
                .boxed()
                .sorted(byTime)
                .toArray(Integer[]::new);
    }

    /** In how many nanoseconds the wait ends by a time of its own, as that of a sleep; {@link #NEVER} if it has none. */
    long due(int place) {
        WaitInfo wait = task(place).awaits();
        Long due = wait == null ? null : wait.dueNanos();
        return due == null ? NEVER : due;
    }

    private void passOn(int from, long due, long[] ends, IntQueue queue) {
        WaitInfo wait = task(from).awaits();
        if (wait != null && WaitKind.passesDeadline(wait)) {
            for (int part : awaited[from]) {
                if (due < ends[part]) {
                    ends[part] = due;
                    queue.add(part);
                }
            }
        }
    }
}
