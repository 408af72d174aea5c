// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.Set;
import java.util.regex.Pattern;

/** What a kind of wait says of the tasks that have to act: whether they run for the waiter, and whether all of them have to. */
final class WaitKind {
    /** What is shared: who waits for it does not call upon the tasks that have it, and did not start them. */
    private static final Set<String> SHARED = Set.of(
            "mutex",
            "rwlock",
            "semaphore",
            "pool",
            "mailbox",
            "condition",
            "barrier",
            "latch",
            "event",
            "channel",
            "send",
            "receive",
            "queue",
            "put",
            "get",
            "broadcast",
            "watch",
            "select",
            "limiter");

    /** The waits that are over when all that are named have acted. Of any other kind one may be enough. */
    private static final Set<String> ALL = Set.of(
            "task",
            "gather",
            "allSettled",
            "waitFor",
            "timeout",
            "shield",
            "group",
            "mutex",
            "rwlock",
            "mailbox",
            "remote");

    /**
     * The waits for what comes from outside of the program when it likes; and those for the end of a server or a group of loops, which
     * somebody ends that is no task, and of which the tasks are in the dump by themselves.
     */
    private static final Set<String> OUTSIDE = Set.of(
            "read",
            "accept",
            "readable",
            "directory",
            "process",
            "signal",
            "shutdown",
            "end",
            "stop",
            "closed",
            "idle");

    private static final Pattern CLAUSES = Pattern.compile(" \\| ");

    private WaitKind() {}

    /** Whether the tasks that have to act run for the one that waits: a task that it awaits, a part, a child. */
    static boolean isCall(WaitInfo wait) {
        return !SHARED.contains(wait.kind());
    }

    /** Whether a deadline of the one that waits cancels the tasks that it waits for, and so ends their waits, too. */
    static boolean passesDeadline(WaitInfo wait) {
        return isCall(wait) && !wait.kind().equals("shield");
    }

    /** Whether all the tasks have to act before the wait ends, and not any of them. */
    static boolean needsAll(WaitInfo wait) {
        return ALL.contains(wait.kind());
    }

    /** Whether something else than a task that is named may end the wait, as another clause of a select. */
    static boolean mayEndOtherwise(WaitInfo wait) {
        return wait.kind().equals("select");
    }

    /**
     * Whether what ends the wait may come as late as it likes, and no task is at fault. A select that waits for tasks is as they are, and
     * for such a thing alone if none of its clauses waits for a task.
     */
    static boolean isFromOutside(WaitInfo wait) {
        return mayEndOtherwise(wait)
                ? wait.tasks().isEmpty() && CLAUSES.splitAsStream(wait.detail()).anyMatch(WaitKind::isClauseFromOutside)
                : OUTSIDE.contains(wait.kind()) || isOfDatagrams(wait) || isOfOtherNode(wait);
    }

    /** Whether it is for a node of which the dump does not have the task that serves the request. */
    private static boolean isOfOtherNode(WaitInfo wait) {
        return wait.remote() != null && wait.tasks().isEmpty();
    }

    private static boolean isClauseFromOutside(String clause) {
        int end = clause.indexOf(' ');
        return OUTSIDE.contains(end < 0 ? clause : clause.substring(0, end));
    }

    /** Whether it is for datagrams, of which each wait is one of its own: who receives from a channel shares that. */
    private static boolean isOfDatagrams(WaitInfo wait) {
        return wait.kind().equals("receive") && wait.id() == null;
    }
}
