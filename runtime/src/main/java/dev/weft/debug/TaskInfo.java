// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task that had not ended, as it was when the dump was taken. Beyond {@link DumpOptions#mergeAbove} tasks of a loop, one entry stands for
 * all that are alike: then {@link #count} is more than one, and the id, the name and the identities are those of one of them.
 *
 * @param id the loop's number and the task's number on it: {@code 1.9}; {@code 0.n} without a loop; in a dump of several nodes with the node
 *     before it: {@code b:1.9}
 * @param name the name it was given, or one made of the number
 * @param count how many tasks it stands for
 * @param state where it was in its life
 * @param age how long ago it was spawned; null if nobody knows
 * @param since for how long it has been in this state; null if nobody knows
 * @param steps how many steps it has made, from one suspension to the next; of several tasks those of all
 * @param parent the id of the task that it is a part of, or that spawned it; null if no task did
 * @param spawn the line that spawned it; null if nobody knows
 * @param stack its own lines, innermost first; empty before its first step. Its async callers are those of {@code awaitedBy}
 * @param awaits what it awaits; null if it is not suspended
 * @param awaitedBy the ids of the tasks that cannot go on before it has acted: each has it in {@link WaitInfo#tasks}; and what people are
 *     told of others who wait for its end, as {@code thread "main"}
 * @param moving whether it ran while it was looked at from another thread, so that the entry may mix two moments
 * @param lost whether the garbage collector has proved that nobody can have it go on
 * @param cancelling how often it was asked to cancel
 * @param serves the id of the request of another node that it serves, as {@code a/17}; null if it serves none
 * @param caller the id of the task that made this request on its node, as that node's dump has it; in a dump of several nodes as this one has
 *     it; null if nobody knows
 */
public record TaskInfo(
        String id,
        String name,
        int count,
        State state,
        @Nullable Span age,
        @Nullable Span since,
        long steps,
        @Nullable String parent,
        @Nullable FrameInfo spawn,
        List<FrameInfo> stack,
        @Nullable WaitInfo awaits,
        List<String> awaitedBy,
        boolean moving,
        boolean lost,
        int cancelling,
        @Nullable String serves,
        @Nullable String caller) {
    /** Where a task is in its life. */
    public enum State {
        /** In the run queue: not started, or woken and about to go on. */
        READY,
        /** Its code is on a thread. */
        RUNNING,
        /** Waiting at an await. */
        SUSPENDED
    }

    /**
     * Copies the lists, and refuses what is missing.
     *
     * @param id see {@link #id}
     * @param name see {@link #name}
     * @param count see {@link #count}
     * @param state see {@link #state}
     * @param age see {@link #age}
     * @param since see {@link #since}
     * @param steps see {@link #steps}
     * @param parent see {@link #parent}
     * @param spawn see {@link #spawn}
     * @param stack see {@link #stack}
     * @param awaits see {@link #awaits}
     * @param awaitedBy see {@link #awaitedBy}
     * @param moving see {@link #moving}
     * @param lost see {@link #lost}
     * @param cancelling see {@link #cancelling}
     * @param serves see {@link #serves}
     * @param caller see {@link #caller}
     */
    public TaskInfo {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        stack = List.copyOf(stack);
        awaitedBy = List.copyOf(awaitedBy);
    }

    /**
     * Makes a task that serves no request of another node.
     *
     * @param id see {@link #id}
     * @param name see {@link #name}
     * @param count see {@link #count}
     * @param state see {@link #state}
     * @param age see {@link #age}
     * @param since see {@link #since}
     * @param steps see {@link #steps}
     * @param parent see {@link #parent}
     * @param spawn see {@link #spawn}
     * @param stack see {@link #stack}
     * @param awaits see {@link #awaits}
     * @param awaitedBy see {@link #awaitedBy}
     * @param moving see {@link #moving}
     * @param lost see {@link #lost}
     * @param cancelling see {@link #cancelling}
     */
    public TaskInfo(
            String id,
            String name,
            int count,
            State state,
            @Nullable Span age,
            @Nullable Span since,
            long steps,
            @Nullable String parent,
            @Nullable FrameInfo spawn,
            List<FrameInfo> stack,
            @Nullable WaitInfo awaits,
            List<String> awaitedBy,
            boolean moving,
            boolean lost,
            int cancelling) {
        this(
                id,
                name,
                count,
                state,
                age,
                since,
                steps,
                parent,
                spawn,
                stack,
                awaits,
                awaitedBy,
                moving,
                lost,
                cancelling,
                null,
                null);
    }

    /**
     * Returns the loop's number.
     *
     * @return what is before the dot of the id, and behind the node; 0 without a loop
     */
    public int loop() {
        return Integer.parseInt(id, id.lastIndexOf(':') + 1, id.lastIndexOf('.'), 10);
    }

    /**
     * Returns the node of a cluster that has it.
     *
     * @return what is before the colon of the id; null in a dump of one process
     */
    public @Nullable String node() {
        int colon = id.lastIndexOf(':');
        return colon < 0 ? null : id.substring(0, colon);
    }

    /** Its loop among those of the dump: {@code 1}, or {@code b:1} in one of several nodes. */
    String loopId() {
        return id.substring(0, id.lastIndexOf('.'));
    }

    /**
     * Links tasks that were read one by one: each that another one awaits, as {@link WaitInfo#tasks} says, has that in {@link
     * #awaitedBy}, and ids of tasks that are not among them are left out. Who waits for the answer to a request awaits the task that serves
     * it.
     *
     * @param tasks the tasks, with those in {@link #awaitedBy} that are no tasks
     * @return the same tasks, in the same order
     */
    public static List<TaskInfo> linked(List<TaskInfo> tasks) {
        return TaskLinks.in(Objects.requireNonNull(tasks, "tasks"));
    }

    /**
     * Returns the same task with another wait.
     *
     * @param wait what it awaits, or null
     * @return the task
     */
    public TaskInfo withAwaits(@Nullable WaitInfo wait) {
        return new TaskInfo(
                id,
                name,
                count,
                state,
                age,
                since,
                steps,
                parent,
                spawn,
                stack,
                wait,
                awaitedBy,
                moving,
                lost,
                cancelling,
                serves,
                caller);
    }

    /**
     * Returns the same task with others who await it.
     *
     * @param waiting who awaits it
     * @return the task
     */
    public TaskInfo withAwaitedBy(List<String> waiting) {
        return new TaskInfo(
                id,
                name,
                count,
                state,
                age,
                since,
                steps,
                parent,
                spawn,
                stack,
                awaits,
                waiting,
                moving,
                lost,
                cancelling,
                serves,
                caller);
    }
}
