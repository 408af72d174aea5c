// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.profile;

import dev.weft.internal.ObservedTask;
import org.jspecify.annotations.Nullable;

/** What a task has of its loop: for how long its code was on the thread, in the run queue, or waiting. */
final class TaskUse {
    /** Where a task is. */
    enum Place {
        WAITING,
        QUEUED,
        RUNNING,
        /** On the Java stack, below a step that has begun in the middle of its own. */
        COVERED
    }

    final int number;
    private final @Nullable Object label;
    private Place place;
    private long busy;
    private long delay;
    private long idle;
    private long since;
    private long steps;

    /** The line at which its last step ended, as a constant and an index. */
    private @Nullable String sources;

    private int line;

    /** The task in the middle of whose step this one runs. */
    @Nullable
    TaskUse outer;

    /** Begins with a task that is at a place since a time. */
    TaskUse(int number, @Nullable Object label, long since, Place place) {
        this.number = number;
        this.label = label;
        this.since = since;
        this.place = place;
    }

    /** Adds the time up to now to where it was. */
    void is(Place next, long now) {
        long nanos = now - since;
        switch (place) {
            case RUNNING -> busy += nanos;
            case QUEUED -> delay += nanos;
            case WAITING -> idle += nanos;
            case COVERED -> {} // the step in the middle counts
        }
        since = now;
        place = next;
    }

    void countStep() {
        steps++;
    }

    void standsAt(@Nullable String constant, int index) {
        sources = constant;
        line = index;
    }

    /** What it has had up to now. */
    Row row(long now) {
        is(place, now);
        StackTraceElement at = ObservedTask.line(sources, line);
        return new Row(
                Integer.toUnsignedString(number),
                ObservedTask.name(label, number),
                busy,
                delay,
                idle,
                steps,
                at == null ? "" : at.toString());
    }

    /** What several have had together up to now: which of them waited for what, nobody has noted. */
    Row rowOfSeveral(String name, long now) {
        is(place, now);
        return new Row("", name, busy, 0, 0, steps, "");
    }

    /**
     * What the table says of a task, or of several.
     *
     * @param id its number on its loop
     * @param busy for how many nanoseconds its code was on the thread
     * @param delay for how many it was ready and waited for the thread
     * @param idle for how many it waited for something else
     * @param at the line at which its last step has ended; empty if nobody knows
     */
    record Row(String id, String name, long busy, long delay, long idle, long steps, String at) {
        Row plus(Row other) {
            return new Row(
                    id, name, busy + other.busy, delay + other.delay, idle + other.idle, steps + other.steps, at);
        }

        /** The same as that of several, which have no number and no line in common. */
        Row of(String names) {
            return new Row("", names, busy, delay, idle, steps, "");
        }
    }
}
