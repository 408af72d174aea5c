// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a suspended task awaits.
 *
 * @param kind what sort of operation it is, as one lower-case noun: {@code sleep}, {@code read}, {@code mutex}
 * @param id which object it is, the same for all that wait for the same one: its class and a number; null where the wait has none but
 *     itself, as a sleep
 * @param detail which one it is, for a person to recognise, and how it is; empty when there is nothing to tell
 * @param owner who else than a task has to act, such as the address of a peer; null if nobody in particular
 * @param tasks the ids of the tasks that have to act before the wait ends: the task awaited, the parts, the holder of a lock; of a
 *     {@code select} those that its clauses wait for, of which one may be enough, and so may a clause that waits for no task
 * @param dueNanos in how many nanoseconds the wait ends by itself, negative if it should have; null if it does not
 * @param thread the Java stack of a thread that works for the task, innermost first; empty if none does
 * @param remote the request that another node of a cluster has to answer; null if it waits for nothing of the sort
 */
public record WaitInfo(
        String kind,
        @Nullable String id,
        String detail,
        @Nullable String owner,
        List<String> tasks,
        @Nullable Long dueNanos,
        List<FrameInfo> thread,
        @Nullable RemoteInfo remote) {
    /**
     * Copies the lists, and refuses a missing kind or detail.
     *
     * @param kind see {@link #kind}
     * @param id see {@link #id}
     * @param detail see {@link #detail}
     * @param owner see {@link #owner}
     * @param tasks see {@link #tasks}
     * @param dueNanos see {@link #dueNanos}
     * @param thread see {@link #thread}
     * @param remote see {@link #remote}
     */
    public WaitInfo {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(detail, "detail");
        tasks = List.copyOf(tasks);
        thread = List.copyOf(thread);
    }

    /**
     * Makes a wait that is for no other node.
     *
     * @param kind see {@link #kind}
     * @param id see {@link #id}
     * @param detail see {@link #detail}
     * @param owner see {@link #owner}
     * @param tasks see {@link #tasks}
     * @param dueNanos see {@link #dueNanos}
     * @param thread see {@link #thread}
     */
    public WaitInfo(
            String kind,
            @Nullable String id,
            String detail,
            @Nullable String owner,
            List<String> tasks,
            @Nullable Long dueNanos,
            List<FrameInfo> thread) {
        this(kind, id, detail, owner, tasks, dueNanos, thread, null);
    }

    /**
     * Returns the same wait for other tasks.
     *
     * @param awaited the ids of the tasks that have to act
     * @return the wait
     */
    public WaitInfo withTasks(List<String> awaited) {
        return new WaitInfo(kind, id, detail, owner, awaited, dueNanos, thread, remote);
    }

    /**
     * Returns the same wait with another stack of a thread that works for it.
     *
     * @param stack the stack, innermost first
     * @return the wait
     */
    public WaitInfo withThread(List<FrameInfo> stack) {
        return new WaitInfo(kind, id, detail, owner, tasks, dueNanos, stack, remote);
    }

    /**
     * Says whether the tasks that have to act run for the one that waits, as those that it awaits, the parts of a {@code gather} or the
     * children of a group do. Who holds a lock does not.
     *
     * @return whether a wait for tasks is a call of them
     */
    public boolean isCall() {
        return WaitKind.isCall(this);
    }
}
