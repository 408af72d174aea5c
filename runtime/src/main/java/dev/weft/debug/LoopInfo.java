// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An event loop, as it was when the dump was taken.
 *
 * @param id its number in the process, from 1 on
 * @param thread the name of the thread that runs it; null if none does
 * @param state what it did
 * @param mode how its tasks were read
 * @param stateNanos for how long it has done that, in nanoseconds
 * @param lagNanos how long it took until the loop answered, in nanoseconds: what comes now has to wait as long; null if it did not answer
 * @param turns how many turns it has made
 * @param tasks how many tasks it has that have not ended
 * @param ready how many of them are in the run queue
 * @param timers how many timers are set
 * @param stack the Java stack of its thread, innermost first, where the loop did not answer; else empty
 * @param nodes the nodes of a cluster that it runs; in a dump of several nodes never empty: a loop that runs none has that of its process
 */
public record LoopInfo(
        int id,
        @Nullable String thread,
        State state,
        Mode mode,
        long stateNanos,
        @Nullable Long lagNanos,
        long turns,
        int tasks,
        int ready,
        int timers,
        List<FrameInfo> stack,
        List<String> nodes) {
    /** What a loop does. */
    public enum State {
        /** It waits for something to become ready. */
        WAITING,
        /** It runs tasks. */
        RUNNING,
        /** It has run one turn for longer than a loop should, and does not answer. */
        BLOCKED,
        /** No thread runs it. */
        IDLE
    }

    /** How the tasks of a loop were read. */
    public enum Mode {
        /** By the loop's thread, in one go: all entries are of one moment. */
        CONSISTENT,
        /** By the loop's thread, between its turns: each entry is exact, and they are of several moments. */
        SLICED,
        /** By another thread, since the loop did not answer, or no thread runs it. */
        OUTSIDE
    }

    /**
     * Copies the lists, and refuses a missing state or mode.
     *
     * @param id see {@link #id}
     * @param thread see {@link #thread}
     * @param state see {@link #state}
     * @param mode see {@link #mode}
     * @param stateNanos see {@link #stateNanos}
     * @param lagNanos see {@link #lagNanos}
     * @param turns see {@link #turns}
     * @param tasks see {@link #tasks}
     * @param ready see {@link #ready}
     * @param timers see {@link #timers}
     * @param stack see {@link #stack}
     * @param nodes see {@link #nodes}
     */
    public LoopInfo {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(mode, "mode");
        stack = List.copyOf(stack);
        nodes = List.copyOf(nodes);
    }

    /**
     * Makes a loop that runs no node of a cluster.
     *
     * @param id see {@link #id}
     * @param thread see {@link #thread}
     * @param state see {@link #state}
     * @param mode see {@link #mode}
     * @param stateNanos see {@link #stateNanos}
     * @param lagNanos see {@link #lagNanos}
     * @param turns see {@link #turns}
     * @param tasks see {@link #tasks}
     * @param ready see {@link #ready}
     * @param timers see {@link #timers}
     * @param stack see {@link #stack}
     */
    public LoopInfo(
            int id,
            @Nullable String thread,
            State state,
            Mode mode,
            long stateNanos,
            @Nullable Long lagNanos,
            long turns,
            int tasks,
            int ready,
            int timers,
            List<FrameInfo> stack) {
        this(id, thread, state, mode, stateNanos, lagNanos, turns, tasks, ready, timers, stack, List.of());
    }

    /** Whether a task of the dump is one of this loop's: in a dump of several nodes numbers alone do not say it. */
    boolean has(TaskInfo task) {
        String node = task.node();
        return task.loop() == id
                && (node == null || nodes.stream().map(Words::nodeId).anyMatch(node::equals));
    }

    /** The same loop with other nodes. */
    LoopInfo withNodes(List<String> running) {
        return new LoopInfo(id, thread, state, mode, stateNanos, lagNanos, turns, tasks, ready, timers, stack, running);
    }
}
