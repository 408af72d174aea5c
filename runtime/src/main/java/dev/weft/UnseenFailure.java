// SPDX-License-Identifier: Apache-2.0
package dev.weft;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A failure that nobody has seen: no one awaited the task or asked for its result by the end of the turn in which it failed, or within a
 * second if another thread than the loop's has spawned it; or a structured call that ran it has no exception to tell of it by. For the
 * handler of {@link EventLoop#setExceptionHandler}.
 *
 * @param task the task, which has ended; awaiting it still gives how
 * @param failure what it ended with; or, if it was cancelled, what failed meanwhile and is suppressed in its cancellation. A {@link
 *     java.util.concurrent.CancellationException} is one that nobody has asked the task for: what it awaited was cancelled by others
 * @param spawnedAt the line that spawned the task; null if nobody knows it
 * @param asyncStack where it failed, with the async callers, the innermost line first: the trace of the failure; of one that has none, the
 *     line that spawned the task
 */
public record UnseenFailure(
        ScheduledTask<?> task,
        Throwable failure,
        @Nullable StackTraceElement spawnedAt,
        List<StackTraceElement> asyncStack) {
    /**
     * Copies the stack, and refuses a missing task, failure or stack.
     *
     * @param task see {@link #task}
     * @param failure see {@link #failure}
     * @param spawnedAt see {@link #spawnedAt}
     * @param asyncStack see {@link #asyncStack}
     */
    public UnseenFailure {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(failure, "failure");
        asyncStack = List.copyOf(Objects.requireNonNull(asyncStack, "asyncStack"));
    }

    /**
     * What the log says of it when there is no handler.
     *
     * @return sentences: which task, where it was spawned, and what has become of it
     */
    @Override
    public String toString() {
        return "Task " + task.name() + (spawnedAt == null ? "" : ", spawned at " + spawnedAt + ",") + end();
    }

    private String end() {
        if (!(failure instanceof CancellationException)) {
            return " failed, and nobody has awaited it to see why.";
        }
        return (task.cancelling() > 0
                        ? " was cancelled, and what it awaited as it ended was cancelled too, by others."
                        : " ended by a cancellation that nobody has asked it for: what it awaited was cancelled.")
                + " Nobody has awaited it to see that.";
    }
}
