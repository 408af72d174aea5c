// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Locks whose holder has ended: others wait, and most likely nobody is left who lets go. It is not certain, for any code may unlock what a
 * task took that has ended (decision 52).
 */
final class LeftLocked {
    private static final Set<String> LOCKS = Set.of("mutex", "rwlock");

    /** How many locks are told of. */
    private static final int MOST_SHOWN = 10;

    private LeftLocked() {}

    /**
     * Writes a line for each such lock.
     *
     * @return whether there are any
     */
    static boolean write(TaskDump dump, Lines lines) throws IOException {
        Map<List<String>, List<TaskInfo>> waiting = new LinkedHashMap<>();
        for (TaskInfo task : dump.tasks()) {
            WaitInfo wait = task.awaits();
            if (wait != null && isLeft(wait)) {
                waiting.computeIfAbsent(List.of(wait.kind(), wait.detail(), holder(wait)), lock -> new ArrayList<>())
                        .add(task);
            }
        }
        for (List<TaskInfo> tasks : waiting.values().stream().limit(MOST_SHOWN).toList()) {
            lines.line(line(tasks));
        }
        if (waiting.size() > MOST_SHOWN) {
            lines.line("… " + Words.count(waiting.size() - MOST_SHOWN, "lock") + " more that were left locked");
        }
        return !waiting.isEmpty();
    }

    /** A holder that has not ended is one of the tasks. */
    private static boolean isLeft(WaitInfo wait) {
        return LOCKS.contains(wait.kind())
                && wait.tasks().isEmpty()
                && !holder(wait).isEmpty();
    }

    private static String holder(WaitInfo wait) {
        return wait.owner() == null ? "" : wait.owner();
    }

    /** {@code LEFT LOCKED  mutex "book", 1 waiting, held by #1.2 a, which has ended: #1.3 b awaits it, at demo.Bank.move(Bank.java:7)}. */
    private static String line(List<TaskInfo> tasks) {
        TaskInfo first = tasks.get(0);
        WaitInfo wait = first.awaits();
        if (wait == null) {
            throw new AssertionError("a task that wants a lock and awaits nothing: " + first);
        }
        FrameInfo at = first.stack().isEmpty() ? null : first.stack().get(0);
        return "LEFT LOCKED  " + wait.kind() + ' ' + Phrases.detail(wait) + ", held by " + Words.plain(holder(wait))
                + ": "
                + Words.idAndName(first) + " awaits it, at " + Words.frame(at)
                + (tasks.size() == 1 ? "" : ", and " + (tasks.size() - 1) + " more");
    }
}
