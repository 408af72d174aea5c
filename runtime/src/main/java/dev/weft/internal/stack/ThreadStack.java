// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The Java stack of any thread, cut where the steps of coroutines begin: each may have begun in the middle of the one below. */
public final class ThreadStack {
    private final StackTraceElement[] trace;
    private final boolean internal;

    /**
     * Takes a stack.
     *
     * @param trace the stack, innermost first
     * @param internal whether the frames of the runtime and of the JDK between them are wanted
     */
    public ThreadStack(StackTraceElement[] trace, boolean internal) {
        this.trace = trace;
        this.internal = internal;
    }

    /**
     * Returns what the runtime has called on the thread.
     *
     * @return the lines above the innermost call of the runtime that is no await; with internal frames all
     */
    public List<StackTraceElement> aboveRuntime() {
        List<StackTraceElement> above = new ArrayList<>();
        for (StackTraceElement element : trace) {
            if (!internal && Machinery.isRuntime(element)) {
                return above;
            }
            if (internal || !Machinery.isJdkGlue(element)) {
                above.add(element);
            }
        }
        return above;
    }

    /**
     * Returns the code of a coroutine that waits on the Java stack of its own thread.
     *
     * @param own the thread
     * @return the lines above its step, from that of the await on
     */
    public static List<StackTraceElement> ofStaying(Thread own) {
        StackTraceElement[] trace = own.getStackTrace();
        int awaiting = 0;
        for (int i = 0; i < trace.length; i++) {
            if (Machinery.isStaying(trace[i].getClassName(), trace[i].getMethodName())) {
                awaiting = i + 1;
            }
        }
        List<StackTraceElement> lines = new ArrayList<>();
        for (StackTraceElement each : new ThreadStack(Arrays.copyOfRange(trace, awaiting, trace.length), false)
                .parts()
                .get(0)) {
            lines.add(new StackTraceElement(
                    each.getClassName(), each.getMethodName(), each.getFileName(), each.getLineNumber()));
        }
        return lines;
    }

    /**
     * Returns the code of each step.
     *
     * @return the lines above the innermost step, then those between that and the next; and last those below all steps
     */
    public List<List<StackTraceElement>> parts() {
        List<List<StackTraceElement>> parts = new ArrayList<>();
        List<StackTraceElement> part = new ArrayList<>();
        boolean isEntry = false;
        for (StackTraceElement element : trace) {
            boolean hidden = isEntry
                    || Machinery.isRuntime(element)
                    || Machinery.isDoor(element.getMethodName())
                    || Machinery.isJdkGlue(element);
            isEntry = Machinery.isStart(element.getClassName(), element.getMethodName());
            if (internal || !hidden) {
                part.add(element);
            }
            if (Machinery.isStep(element.getClassName(), element.getMethodName())) {
                parts.add(part);
                part = new ArrayList<>();
            }
        }
        parts.add(part);
        return parts;
    }
}
