// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.StringJoiner;

/** The lines of a method: the constant from which the runtime reads locations, and a line for what the weaver adds. */
public final class Sources {
    private Sources() {}

    /**
     * Returns the constant of a frame class: the line of the method itself, then of each point.
     *
     * @param method the method
     * @param points its suspension points, by state
     * @return a text as {@link #constant} makes it
     */
    public static String ofFrame(AsyncMethod method, List<SuspensionPoint> points) {
        List<Integer> lines = new ArrayList<>();
        lines.add(Lines.first(method.method()));
        for (SuspensionPoint point : points) {
            lines.add(point.line());
        }
        return constant(method, lines);
    }

    /**
     * Returns {@code method;class;line,line,…;file}, as the runtime's {@code SourceLocation} reads it.
     *
     * @param method the method
     * @param lines lines of its, 0 where unknown
     * @return the text
     */
    public static String constant(AsyncMethod method, List<Integer> lines) {
        String file = method.owner().sourceFile;
        StringJoiner numbers = new StringJoiner(",");
        for (int line : lines) {
            numbers.add(Integer.toString(line));
        }
        return method.method().name
                + ';'
                + method.owner().name.replace('/', '.')
                + ';'
                + numbers
                + ';'
                + (file == null ? "" : file);
    }

    /**
     * Returns the line for what the weaver adds: the nearest above the method's first statement on which no method of the class has
     * code, most often that of its declaration.
     *
     * @param method the method
     * @param linesOfClass the lines on which any method of the class has code
     * @return the line, 0 if the class has no lines
     */
    public static int headerLine(AsyncMethod method, BitSet linesOfClass) {
        int first = Lines.first(method.method());
        int line = first == 0 ? 0 : linesOfClass.previousClearBit(first - 1);
        return line > 0 ? line : first;
    }
}
