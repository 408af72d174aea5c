// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import dev.weft.Awaitable;
import dev.weft.WaitDescription;
import dev.weft.internal.stack.Excerpt;
import dev.weft.internal.stack.HeldCancellation;
import dev.weft.spi.Fence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a report on tasks that were to end and have not: who cancelled each, what it does about that, and where it stands. Loop
 * thread only.
 */
final class UnendedReport {
    /** How many tasks are shown; the others are counted. */
    private static final int MOST_SHOWN = 10;

    private UnendedReport() {}

    /**
     * Makes the text. Those that wait for others to end come last.
     *
     * @param what what has gone wrong, as the beginning of a sentence
     */
    static String of(String what, List<SpawnedTask<?>> tasks, Cancellations cancellations, long now) {
        List<SpawnedTask<?>> inOrder = new ArrayList<>(tasks);
        inOrder.sort(Comparator.<SpawnedTask<?>>comparingInt(task -> task.isPassedOn() ? 1 : 0)
                .thenComparing(IdentifiedTask::byAge));
        StringBuilder text = new StringBuilder(what).append(':');
        for (SpawnedTask<?> task : inOrder.subList(0, Math.min(MOST_SHOWN, inOrder.size()))) {
            add(text, task, cancellations.of(task), now);
        }
        if (inOrder.size() > MOST_SHOWN) {
            text.append("\nand ").append(inOrder.size() - MOST_SHOWN).append(" more");
        }
        return text.toString();
    }

    private static void add(StringBuilder text, SpawnedTask<?> task, @Nullable Cancelled cancelled, long now) {
        addName(text, task);
        if (cancelled == null) {
            text.append(", was not cancelled, or has taken that back");
        } else {
            text.append(", ");
            addCancellation(text, task, cancelled, now);
        }
        text.append(Excerpt.of(task.callStack()));
    }

    /** Begins the lines on a task: its name, and where it was spawned. */
    static void addName(StringBuilder text, SpawnedTask<?> task) {
        StackTraceElement site = task.site();
        text.append("\nTask ").append(task.name());
        if (site != null) {
            text.append(", spawned at ").append(site);
        }
    }

    /** Adds who has cancelled a task, and what it does about that. */
    static void addCancellation(StringBuilder text, SpawnedTask<?> task, Cancelled cancelled, long now) {
        text.append(cancelled.first)
                .append(',')
                .append(after(now - cancelled.since))
                .append(' ')
                .append(whatItDoes(task));
    }

    private static String whatItDoes(SpawnedTask<?> task) {
        if (task.isPassedOn()) {
            return "waits for what it awaits to end: " + awaited(task.pending());
        }
        if (task.hasStandingRequest()) {
            return "has not come to an await since";
        }
        return switch (HeldCancellation.of(task)) {
            case HELD -> "is cleaning up: it still has its CancellationException";
            case DROPPED ->
                "goes on: it has caught its CancellationException and dropped it."
                        + " Throw that on, or call uncancel() if the task is to live on";
            case UNKNOWN -> "is cleaning up, or has caught its CancellationException and goes on";
        };
    }

    private static String awaited(@Nullable Awaitable<?> awaitable) {
        if (awaitable == null) {
            return "nothing";
        }
        try {
            WaitDescription wait = awaitable.describe();
            return wait.kind() + ' ' + wait.identity();
        } catch (Throwable thrown) { // of the user's
            return Fence.nameOf(awaitable);
        }
    }

    /** A duration for a sentence: {@code after 10 s}. */
    static String after(long nanos) {
        Duration time = Duration.ofNanos(nanos);
        return " after " + (time.toMillis() < 1000 ? time.toMillis() + " ms" : time.toSeconds() + " s");
    }
}
