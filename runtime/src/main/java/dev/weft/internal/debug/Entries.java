// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.debug;

import dev.weft.debug.TaskInfo;
import dev.weft.debug.WaitInfo;
import dev.weft.internal.Inspection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a loop's tasks. Above a number of tasks those that are alike share an entry, which is found without an object for each of
 * them: they stand at the same lines, came from the same line, and wait for the same kind of thing. Those that wait for tasks or for
 * other nodes, or serve a request of one, stay by themselves, for it is they that can wait for one another in a circle, as long as there are not
 * too many.
 */
final class Entries {
    /** By what alike tasks are found. Written out, since the first dump has a million of them to compare before the JVM has compiled anything. */
    private static final class Key {
        final Chain chain;
        final @Nullable Class<?> awaited;
        final @Nullable Object origin;
        final TaskInfo.State state;
        final boolean isServing;

        Key(Inspection task, TaskReader reader) {
            this.chain = reader.chain(task);
            this.awaited = TaskReader.kindOf(task);
            this.origin = task.origin();
            this.state = task.isSuspended() ? TaskInfo.State.SUSPENDED : TaskInfo.State.READY;
            this.isServing = task.served() != null;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && chain == key.chain
                    && awaited == key.awaited
                    && state == key.state
                    && isServing == key.isServing
                    && (origin == key.origin || (origin != null && origin.equals(key.origin)));
        }

        @Override
        public int hashCode() {
            return chain.hashCode() ^ (origin == null ? 0 : origin.hashCode());
        }
    }

    /** How many tasks that wait for tasks or nodes, or serve these, stay by themselves. */
    private static final int MOST_ALONE = 50_000;

    private final TaskReader reader;
    private final int mergeAbove;
    private final boolean outside;
    private final List<TaskInfo> alone = new ArrayList<>();
    private final Map<Key, Alike> alike = new HashMap<>();
    private int count;

    Entries(TaskReader reader, int mergeAbove, boolean outside) {
        this.reader = reader;
        this.mergeAbove = mergeAbove;
        this.outside = outside;
    }

    void add(Inspection task) {
        if (task.hasEnded()) {
            return;
        }
        count++;
        if (count <= mergeAbove) {
            addAlone(task);
        } else {
            addAlike(task);
        }
    }

    private void addAlone(Inspection task) {
        TaskInfo info = outside ? reader.readMoving(task) : reader.read(task);
        if (info != null) {
            alone.add(info);
        }
    }

    private void addAlike(Inspection task) {
        Key key = new Key(task, reader);
        Alike group = task.isRunning() ? null : alike.get(key);
        if (group != null) {
            group.add(task, reader);
            return;
        }
        TaskInfo info = outside ? reader.readMoving(task) : reader.read(task);
        if (info != null && isToStayAlone(info)) {
            alone.add(info);
        } else if (info != null) {
            alike.put(key, new Alike(info));
        }
    }

    private boolean isToStayAlone(TaskInfo info) {
        return info.state() == TaskInfo.State.RUNNING
                || (alone.size() < MOST_ALONE && (info.serves() != null || isForOthers(info.awaits())));
    }

    private static boolean isForOthers(@Nullable WaitInfo wait) {
        return wait != null && (!wait.tasks().isEmpty() || wait.remote() != null);
    }

    /** Returns all of them. */
    List<TaskInfo> all() {
        List<TaskInfo> all = new ArrayList<>(alone);
        alike.values().forEach(group -> all.add(group.entry()));
        return all;
    }
}
