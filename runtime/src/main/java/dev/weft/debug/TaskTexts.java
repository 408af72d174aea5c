// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.List;
import java.util.regex.Pattern;

/** The texts in an entry, as a filter sees them. */
final class TaskTexts {
    private TaskTexts() {}

    /** Whether an id with its {@code #}, a name, a line, or what it awaits contains a match. */
    static boolean matches(Pattern filter, TaskInfo task) {
        WaitInfo wait = task.awaits();
        return Search.finds(filter, Words.id(task.id()))
                || Search.finds(filter, task.name())
                || Search.finds(filter, task.state().name())
                || (task.serves() != null && Search.finds(filter, "serves " + task.serves()))
                || (task.spawn() != null && Search.finds(filter, task.spawn().toString()))
                || matches(filter, task.stack())
                || (wait != null && matches(filter, wait));
    }

    private static boolean matches(Pattern filter, WaitInfo wait) {
        return Search.finds(filter, (wait.kind() + ' ' + wait.detail()).strip())
                || (wait.id() != null && Search.finds(filter, wait.id()))
                || (wait.owner() != null && Search.finds(filter, wait.owner()))
                || (wait.remote() != null && Search.finds(filter, wait.remote().toString()))
                || matches(filter, wait.thread());
    }

    private static boolean matches(Pattern filter, List<FrameInfo> stack) {
        return stack.stream().anyMatch(frame -> Search.finds(filter, frame.toString()));
    }
}
