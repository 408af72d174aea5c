// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait for one another in a circle.
 *
 * @param edges the waits, in order: each is for the task of the next one, the last is for the task of the first
 * @param untilNanos in how many nanoseconds a deadline breaks the circle; null if none does, so that it is a deadlock
 * @param certain whether it is sure that all the waits were there at one moment. It is not where a loop was read in parts or from outside, or
 *     more than one was read, and a task of the circle has been waiting for less than a second
 * @param waiting how many tasks more wait for those of the circle, and cannot go on either
 */
public record Deadlock(List<Edge> edges, @Nullable Long untilNanos, boolean certain, int waiting) {
    /**
     * A wait of one task for another one.
     *
     * @param task the id of the task that waits
     * @param name its name
     * @param awaits what it waits for
     * @param at the line at which it does; null if nobody knows
     * @param next the id of the task that has to act
     */
    public record Edge(
            String task,
            String name,
            WaitInfo awaits,
            @Nullable FrameInfo at,
            String next) {
        /**
         * Refuses a missing task, name, wait or next task.
         *
         * @param task see {@link #task}
         * @param name see {@link #name}
         * @param awaits see {@link #awaits}
         * @param at see {@link #at}
         * @param next see {@link #next}
         */
        public Edge {
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(awaits, "awaits");
            Objects.requireNonNull(next, "next");
        }
    }

    /**
     * Copies the edges.
     *
     * @param edges see {@link #edges}
     * @param untilNanos see {@link #untilNanos}
     * @param certain see {@link #certain}
     * @param waiting see {@link #waiting}
     */
    public Deadlock {
        edges = List.copyOf(edges);
    }

    /**
     * Whether the tasks wait for ever, and that is sure.
     *
     * @return false if a deadline breaks the circle, or the waits were perhaps not there at one moment
     */
    public boolean isForEver() {
        return certain && untilNanos == null;
    }
}
