// SPDX-License-Identifier: Apache-2.0
package dev.weft.abi;

/**
 * The place in the source of a suspension point or a spawn.
 *
 * <p>Woven classes hold their locations as one string constant per method, {@code method;class;line,line,…;file}, which
 * costs nothing until somebody asks where a task is. JVMS 4.2.2 keeps {@code ;} out of method and class names.
 *
 * @param className the class, with dots
 * @param methodName the method
 * @param fileName the source file, empty if the class does not say
 * @param line the line, 0 if unknown
 */
public record SourceLocation(String className, String methodName, String fileName, int line) {
    /**
     * Reads one location out of a constant.
     *
     * @param table the constant: {@code method;class;line,line,…;file}
     * @param index which of its lines
     * @return the location
     */
    public static SourceLocation of(String table, int index) {
        String[] parts = table.split(";", 4);
        String[] lines = parts[2].split(",", -1);
        return new SourceLocation(parts[1], parts[0], parts[3], Integer.parseInt(lines[index]));
    }

    /**
     * Reads one location out of a constant, as an element of a trace. Remembers those that were read last.
     *
     * @param table the constant: {@code method;class;line,line,…;file}
     * @param index which of its lines
     * @return the element
     */
    public static StackTraceElement elementOf(String table, int index) {
        return TraceElements.of(table, index);
    }

    /**
     * Returns where a method on the Java stack stands.
     *
     * @param frame the method's frame
     * @return the location
     */
    public static SourceLocation of(StackWalker.StackFrame frame) {
        String file = frame.getFileName();
        return new SourceLocation(
                frame.getClassName(), frame.getMethodName(), file == null ? "" : file, frame.getLineNumber());
    }

    /**
     * Returns the location in the form of a Java stack trace.
     *
     * @return the element, printed as {@code class.method(File.java:line)}
     */
    public StackTraceElement toStackTraceElement() {
        return new StackTraceElement(className, methodName, fileName.isEmpty() ? null : fileName, line > 0 ? line : -1);
    }

    @Override
    public String toString() {
        return toStackTraceElement().toString();
    }
}
