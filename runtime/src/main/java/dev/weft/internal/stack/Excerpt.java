// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import java.util.List;

/** Writes a call stack into a report: all of it, or of one that is long, as of a recursion, the lines at both ends. */
public final class Excerpt {
    private static final int INNERMOST = 70;
    private static final int OUTERMOST = 30;

    private Excerpt() {}

    /**
     * Writes lines as a stack trace has them.
     *
     * @param lines the lines, innermost first; any objects, of which each is written as its text
     * @return a text that begins with the end of a line; empty if there are no lines
     */
    public static String of(List<?> lines) {
        StringBuilder text = new StringBuilder();
        int leftOut = lines.size() - INNERMOST - OUTERMOST;
        if (leftOut <= 1) { // to say so takes a line, too
            add(lines, text);
            return text.toString();
        }
        add(lines.subList(0, INNERMOST), text);
        text.append("\n\t... ").append(leftOut).append(" lines are left out");
        add(lines.subList(INNERMOST + leftOut, lines.size()), text);
        return text.toString();
    }

    private static void add(List<?> lines, StringBuilder text) {
        lines.forEach(line -> text.append("\n\tat ").append(line));
    }
}
