// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts tasks that are alike together. Those of one node that stand at the same lines and wait for the same kind of thing are at one {@link Place}. If
 * they differ there in a few ways only, such as in what they are called or wait for, each way is an entry; else all of them are one.
 */
final class Alike {
    /** In how many ways the tasks of a place may differ before they become one entry. */
    private static final int MOST_WAYS = 8;

    /** Where a task stands. */
    private record Place(
            @Nullable String node,
            TaskInfo.State state,
            List<FrameInfo> stack,
            @Nullable FrameInfo spawn,
            @Nullable String kind,
            boolean isLimited,
            boolean lost,
            boolean isAlone,
            int self) {}

    /** How a task differs from others at the same place. */
    private record Way(
            String name,
            @Nullable String parent,
            List<String> awaitedBy,
            @Nullable String awaited,
            String detail,
            @Nullable String owner,
            List<String> tasks,
            List<FrameInfo> thread,
            @Nullable String remote,
            boolean isCancelled,
            List<FrameInfo> stackWithLocals) {}

    /** The tasks at a place. */
    private static final class Group {
        final IntQueue all = new IntQueue();
        final Map<Way, IntQueue> ways = new HashMap<>();
    }

    private final TaskGraph graph;
    private final boolean locals;
    private final BitSet alone;

    /**
     * Makes what puts tasks of a dump together.
     *
     * @param locals whether tasks differ in the values of their variables
     * @param alone the tasks that are entries of their own
     */
    Alike(TaskGraph graph, boolean locals, BitSet alone) {
        this.graph = graph;
        this.locals = locals;
        this.alone = alone;
    }

    /** The entries for some tasks, in the order of their first ones. */
    List<Entry> entries(int[] places) {
        Map<Place, Group> groups = new HashMap<>();
        for (int place : places) {
            Group group = groups.computeIfAbsent(where(place), ignored -> new Group());
            group.all.add(place);
            if (group.ways.size() <= MOST_WAYS) {
                group.ways
                        .computeIfAbsent(way(place), ignored -> new IntQueue())
                        .add(place);
            }
        }
        List<Entry> entries = new ArrayList<>();
        groups.values().forEach(group -> {
            boolean isOne = group.ways.size() > MOST_WAYS;
            Collection<IntQueue> parts = isOne ? List.of(group.all) : group.ways.values();
            parts.forEach(part -> entries.add(new Entry(graph, part.removeAll())));
        });
        entries.sort(Comparator.comparingInt(Entry::first));
        return entries;
    }

    /** Whether two tasks stand at the same place. */
    boolean isSamePlace(int one, int other) {
        return where(one).equals(where(other));
    }

    private Place where(int place) {
        TaskInfo task = graph.task(place);
        WaitInfo wait = task.awaits();
        boolean isAlone = alone.get(place);
        return new Place(
                task.node(),
                task.state(),
                withoutLocals(task.stack()),
                task.spawn(),
                wait == null ? null : wait.kind(),
                wait != null && wait.dueNanos() != null,
                task.lost(),
                isAlone,
                isAlone ? place : 0);
    }

    private static List<FrameInfo> withoutLocals(List<FrameInfo> stack) {
        boolean isWithout = stack.stream().allMatch(frame -> frame.locals().isEmpty());
        return isWithout ? stack : stack.stream().map(FrameInfo::withoutLocals).toList();
    }

    private Way way(int place) {
        TaskInfo task = graph.task(place);
        WaitInfo wait = task.awaits();
        List<FrameInfo> stack = locals ? task.stack() : List.of();
        boolean isCancelled = task.cancelling() > 0;
        String name = SimilarNames.shape(task.name());
        return wait == null
                ? new Way(
                        name,
                        task.parent(),
                        task.awaitedBy(),
                        null,
                        "",
                        null,
                        List.of(),
                        List.of(),
                        null,
                        isCancelled,
                        stack)
                : new Way(
                        name,
                        task.parent(),
                        task.awaitedBy(),
                        wait.id(),
                        wait.detail(),
                        wait.owner(),
                        wait.tasks(),
                        wait.thread(),
                        wait.remote() == null ? null : wait.remote().place(),
                        isCancelled,
                        stack);
    }
}
