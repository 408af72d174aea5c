// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.Set;

/** What a kind of wait says of the tasks that have to act: whether they run for the waiter, and whether all of them have to. */
final class WaitKind {
    /** What is shared: who waits for it does not call upon the tasks that have it, and did not start them. */
    private static final Set<String> SHARED = Set.of(
            "mutex",
            "rwlock",
            "semaphore",
            "pool",
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
    private static final Set<String> ALL =
            Set.of("task", "gather", "allSettled", "waitFor", "timeout", "shield", "group", "mutex", "rwlock");

    /** The waits for something that comes from outside when it likes. */
    private static final Set<String> OUTSIDE = Set.of("read", "accept");

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

    /** Whether a peer may be idle for as long as it likes. */
    static boolean isIdleWhileNobodySends(WaitInfo wait) {
        return OUTSIDE.contains(wait.kind());
    }
}
