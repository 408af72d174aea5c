// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.AsyncMethods;
import dev.weft.weave.analysis.SuspensionPoint;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.StringJoiner;

/** The lines of a method: the constant from which the runtime reads locations, and a line for what the weaver adds. */
final class Sources {
    private Sources() {}

    /** The constant of a frame class: the method itself, then each point. */
    static String ofFrame(AsyncMethod method, List<SuspensionPoint> points) {
        List<Integer> lines = new ArrayList<>();
        lines.add(AsyncMethods.firstLine(method.method()));
        for (SuspensionPoint point : points) {
            lines.add(point.line());
        }
        return constant(method, lines);
    }

    /** {@code method;class;line,line,…;file}, as {@code SourceLocation} reads it. */
    static String constant(AsyncMethod method, List<Integer> lines) {
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
     * The nearest line above the method's first statement on which no method of the class has code: most often that of its
     * declaration. 0 if the class has no lines.
     */
    static int headerLine(AsyncMethod method, BitSet linesOfClass) {
        int first = AsyncMethods.firstLine(method.method());
        int line = first == 0 ? 0 : linesOfClass.previousClearBit(first - 1);
        return line > 0 ? line : first;
    }
}
