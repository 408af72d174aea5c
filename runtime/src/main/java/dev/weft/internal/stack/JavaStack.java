// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.List;

/** The Java stack of this thread, walked once from its top down; only code of users comes out. */
final class JavaStack {
    private final Iterator<StackFrame> frames;

    /** Whether the frame that is next is the entry of a stage, for which its body stands. */
    private boolean isEntry;

    JavaStack(Iterator<StackFrame> frames) {
        this.frames = frames;
    }

    /** Adds what is above the next step of a coroutine, or all that is left; returns whether there was a step. */
    boolean addToStep(List<StackTraceElement> to) {
        while (frames.hasNext()) {
            StackFrame frame = frames.next();
            if (Machinery.isStep(frame.getClassName(), frame.getMethodName())) {
                return true;
            }
            boolean hidden = isEntry
                    || Machinery.isRuntime(frame.getDeclaringClass())
                    || Machinery.isDoor(frame.getMethodName());
            isEntry = Machinery.isStart(frame.getClassName(), frame.getMethodName());
            if (!hidden) {
                to.add(plain(frame));
            }
        }
        return false;
    }

    /** Adds what is below the loop, if there is one. */
    void addBelowLoop(List<StackTraceElement> to) {
        while (frames.hasNext()) {
            StackFrame frame = frames.next();
            if (Machinery.isLoop(frame.getClassName(), frame.getMethodName())) {
                addToStep(to);
                return;
            }
        }
    }

    /** Prints as {@code class.method(File.java:line)}, without the loader or module that the JDK would put before it. */
    private static StackTraceElement plain(StackFrame frame) {
        return new StackTraceElement(
                frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber());
    }
}
