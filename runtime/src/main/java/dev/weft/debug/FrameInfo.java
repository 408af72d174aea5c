// SPDX-License-Identifier: Apache-2.0
package dev.weft.debug;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A line of the program in the stack of a task.
 *
 * @param className the class, with dots
 * @param methodName the method
 * @param fileName the source file; null if the class does not say
 * @param line the line; 0 if unknown
 * @param kind what the task does there
 * @param locals the values that the frame keeps for later; empty unless the dump was asked for them
 */
public record FrameInfo(
        String className, String methodName, @Nullable String fileName, int line, Kind kind, List<Local> locals) {
    /** What a task does at a line. */
    public enum Kind {
        /** It is suspended at an await. */
        AWAIT,
        /** It is on the Java stack of a thread. */
        RUNNING,
        /** It was spawned there. */
        SPAWN
    }

    /**
     * A value that a suspended frame keeps.
     *
     * @param name the variable
     * @param value the value as text, made without a call of the program's code
     */
    public record Local(String name, String value) {
        /**
         * Refuses a missing name or value.
         *
         * @param name see {@link #name}
         * @param value see {@link #value}
         */
        public Local {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
        }
    }

    /**
     * Copies the values, and refuses a missing class, method or kind.
     *
     * @param className see {@link #className}
     * @param methodName see {@link #methodName}
     * @param fileName see {@link #fileName}
     * @param line see {@link #line}
     * @param kind see {@link #kind}
     * @param locals see {@link #locals}
     */
    public FrameInfo {
        Objects.requireNonNull(className, "className");
        Objects.requireNonNull(methodName, "methodName");
        Objects.requireNonNull(kind, "kind");
        locals = List.copyOf(locals);
    }

    /**
     * Makes a frame of an element of a Java stack.
     *
     * @param element the element
     * @param kind what the task does there
     * @return the frame, without values
     */
    public static FrameInfo of(StackTraceElement element, Kind kind) {
        return new FrameInfo(
                element.getClassName(),
                element.getMethodName(),
                element.getFileName(),
                Math.max(0, element.getLineNumber()),
                kind,
                List.of());
    }

    /** The frame without its values. */
    FrameInfo withoutLocals() {
        return locals.isEmpty() ? this : new FrameInfo(className, methodName, fileName, line, kind, List.of());
    }

    /**
     * Returns the frame with values.
     *
     * @param values those that the frame keeps for later
     * @return a frame of the same line
     */
    public FrameInfo withLocals(List<Local> values) {
        return new FrameInfo(className, methodName, fileName, line, kind, values);
    }

    /** In the form of a Java stack trace: {@code class.method(File.java:line)}. */
    @Override
    public String toString() {
        return new StackTraceElement(className, methodName, fileName, line > 0 ? line : -1).toString();
    }
}
