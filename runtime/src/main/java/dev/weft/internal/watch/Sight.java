// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import java.util.List;
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
    /** Returns the innermost line of the program itself, or else of the JDK; for one that nobody knows the name of the thread. */
    String line() {
        return lines.stream()
                .filter(line -> !BlockingCalls.isOfJdk(line))
                .findFirst()
                .or(() -> lines.stream().findFirst())
                .map(Sight::plain)
                .orElse("thread \"" + thread + '"');
    }

    /** A line without its module and loader. */
    static String plain(StackTraceElement line) {
        return new StackTraceElement(
                        line.getClassName(), line.getMethodName(), line.getFileName(), line.getLineNumber())
                .toString();
    }
}
