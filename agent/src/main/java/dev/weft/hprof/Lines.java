// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import java.util.List;
import java.util.stream.Stream;

/**
 * The lines of an async method, out of the constant that woven code has of them: {@code method;class;line,line,…;file}.
 *
 * @param className the class, with dots
 * @param methodName the method
 * @param fileName the source file, empty if the class does not say
 * @param lines that of the method, then that of each suspension point
 */
record Lines(String className, String methodName, String fileName, List<Integer> lines) {
    static Lines parse(String constant) {
        String[] parts = constant.split(";", 4);
        String[] numbers = parts[2].split(",", -1);
        List<Integer> lines = Stream.of(numbers).map(Integer::valueOf).toList();
        return new Lines(parts[1], parts[0], parts[3], lines);
    }

    /** The line of a point, as an element of a trace; that of the method for 0. */
    StackTraceElement element(int point) {
        return element(className, methodName, fileName, lines.get(Math.min(Math.max(point, 0), lines.size() - 1)));
    }

    static StackTraceElement element(String className, String methodName, String fileName, int line) {
        return new StackTraceElement(className, methodName, fileName.isEmpty() ? null : fileName, line > 0 ? line : -1);
    }
}
