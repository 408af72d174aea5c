// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.debug.Span;
import dev.weft.debug.TaskInfo;
import dev.weft.debug.TaskInfo.State;
import dev.weft.debug.WaitInfo;
import dev.weft.hprof.heap.HeapObject;
import dev.weft.hprof.heap.UnreadableDumpException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The entries of the tasks of one loop. Above a number of tasks those that are alike become one entry, by the same rules as in a dump of a
 * live program: they stand at the same lines, were spawned at the same line, and await things of one class. So the memory that it takes
 * depends on how many places there are, and not on how many tasks.
 */
final class Entries {
    /** By what alike tasks are found. */
    private record Key(
            Chains.Key chain, String awaited, @Nullable HeapObject site, State state, boolean isServing) {}

    /** Tasks that are alike. */
    private static final class Alike {
        final TaskInfo first;
        int count = 1;
        long steps;

        @Nullable
        Span age;

        @Nullable
        Span since;

        boolean haveSameParent = true;

        Alike(TaskInfo first) {
            this.first = first;
            this.steps = first.steps();
            this.age = first.age();
            this.since = first.since();
        }
    }

    /** How many tasks that wait for tasks stay by themselves. */
    private static final int MOST_ALONE = 50_000;

    private final TaskReader reader;
    private final int mergeAbove;
    private final List<TaskInfo> alone = new ArrayList<>();
    private final Map<Key, Alike> alike = new LinkedHashMap<>();
    private int count;

    Entries(TaskReader reader, int mergeAbove) {
        this.reader = reader;
        this.mergeAbove = mergeAbove;
    }

    void add(HeapTask task) throws UnreadableDumpException {
        if (++count <= mergeAbove) {
            alone.add(reader.read(task));
            return;
        }
        State state = reader.state(task);
        Key key = new Key(reader.chain(task).key(), awaited(task), site(task), state, isServing(task));
        Alike group = state == State.RUNNING ? null : alike.get(key);
        if (group != null) {
            addTo(group, task, state);
            return;
        }
        TaskInfo info = reader.read(task);
        if (isToStayAlone(info)) {
            alone.add(info);
        } else {
            alike.put(key, new Alike(info));
        }
    }

    private static String awaited(HeapTask task) throws UnreadableDumpException {
        HeapObject awaited = task.awaited();
        return awaited == null ? "" : awaited.className();
    }

    private static @Nullable HeapObject site(HeapTask task) throws UnreadableDumpException {
        return task.loop() == null ? null : Labels.siteObject(task.object());
    }

    private static boolean isServing(HeapTask task) throws UnreadableDumpException {
        return task.loop() != null && Labels.serves(task.object()) != null;
    }

    private boolean isToStayAlone(TaskInfo info) {
        WaitInfo wait = info.awaits();
        boolean isForOthers =
                info.serves() != null || (wait != null && !wait.tasks().isEmpty());
        return info.state() == State.RUNNING || (isForOthers && alone.size() < MOST_ALONE);
    }

    private void addTo(Alike group, HeapTask task, State state) throws UnreadableDumpException {
        group.count++;
        group.steps += TaskReader.steps(task);
        group.age = both(group.age, reader.age(task));
        group.since = both(group.since, reader.since(task, state));
        group.haveSameParent = group.haveSameParent && Objects.equals(group.first.parent(), task.parent());
    }

    private static @Nullable Span both(@Nullable Span known, @Nullable Span other) {
        return known == null || other == null ? known : known.and(other);
    }

    /** All of them. */
    List<TaskInfo> all() {
        List<TaskInfo> all = new ArrayList<>(alone);
        alike.values().forEach(group -> all.add(entry(group)));
        return all;
    }

    private static TaskInfo entry(Alike group) {
        TaskInfo first = group.first;
        WaitInfo wait = first.awaits();
        return new TaskInfo(
                first.id(),
                first.name(),
                group.count,
                first.state(),
                group.age,
                group.since,
                group.steps,
                group.haveSameParent ? first.parent() : null,
                first.spawn(),
                first.stack(),
                group.count == 1 || wait == null ? wait : ofKind(wait),
                group.count == 1 ? first.awaitedBy() : List.of(),
                false,
                false,
                first.cancelling(),
                group.count == 1 ? first.serves() : null,
                group.count == 1 ? first.caller() : null);
    }

    /** What they have in common is the kind; the rest is said as an example. */
    private static WaitInfo ofKind(WaitInfo wait) {
        return new WaitInfo(wait.kind(), null, wait.detail(), null, List.of(), wait.dueNanos(), List.of());
    }
}
