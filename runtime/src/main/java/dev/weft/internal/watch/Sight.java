// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a loop that stalls.
 *
 * @param thread the name of its thread
 * @param task the name of the task whose step is under way; null for an action
 * @param activity what the thread does
 * @param isForMonitor whether it waits for a monitor, as of a synchronized block
 * @param isInWeft whether it is Weft that has called the JDK there, and no code of the program or of a library
 * @param lines the async call stack, innermost first, the lines of the JDK among them
 */
record Sight(
        String thread,
        @Nullable String task,
        Activity activity,
        boolean isForMonitor,
        boolean isInWeft,
        List<StackTraceElement> lines) {
    private static final Pattern NUMBERED = Pattern.compile("(task|detached)-\\d+");

    /** Returns the innermost line of the program itself, or else of the JDK; empty if the thread had no stack. */
    String line() {
        return lines.stream()
                .filter(line -> !BlockingCalls.isOfJdk(line))
                .findFirst()
                .or(() -> lines.stream().findFirst())
                .map(Sight::plain)
                .orElse("");
    }

    /** Returns who runs: {@code task fetch}, {@code task-25} where the name says that it is one, or {@code an action}. */
    String who() {
        return task == null ? "an action" : NUMBERED.matcher(task).matches() ? task : "task " + task;
    }

    /** A line without its module and loader. */
    static String plain(StackTraceElement line) {
        return new StackTraceElement(
                        line.getClassName(), line.getMethodName(), line.getFileName(), line.getLineNumber())
                .toString();
    }
}
