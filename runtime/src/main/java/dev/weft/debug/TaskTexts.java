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
        return finds(filter, Words.id(task.id()))
                || finds(filter, task.name())
                || finds(filter, task.state().name())
                || (task.spawn() != null && finds(filter, task.spawn().toString()))
                || matches(filter, task.stack())
                || (wait != null && matches(filter, wait));
    }

    private static boolean matches(Pattern filter, WaitInfo wait) {
        return finds(filter, (wait.kind() + ' ' + wait.detail()).strip())
                || (wait.id() != null && finds(filter, wait.id()))
                || (wait.owner() != null && finds(filter, wait.owner()))
                || matches(filter, wait.thread());
    }

    private static boolean matches(Pattern filter, List<FrameInfo> stack) {
        return stack.stream().anyMatch(frame -> finds(filter, frame.toString()));
    }

    private static boolean finds(Pattern filter, String text) {
        return filter.matcher(text).find();
    }
}
