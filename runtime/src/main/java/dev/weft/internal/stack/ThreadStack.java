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
     * Returns what the runtime has called on the thread. That may be in the middle of a call of the runtime itself, as of {@code block()}.
     *
     * @return the lines above the outermost call of the runtime; with internal frames all
     */
    public List<StackTraceElement> aboveRuntime() {
        if (internal) {
            return List.of(trace);
        }
        List<StackTraceElement> above = new ArrayList<>();
        int calls = outermostOfRuntime();
        for (StackTraceElement element : Arrays.asList(trace).subList(0, calls)) {
            if (!Machinery.isRuntime(element)) {
                addUnlessGlue(element, above);
            } else if (above.stream().allMatch(line -> Machinery.isOfJdk(line.getClassName()))) {
                above.clear(); // how the runtime waits is its own affair
            }
        }
        return above;
    }

    private static void addUnlessGlue(StackTraceElement element, List<StackTraceElement> to) {
        if (!Machinery.isJdkGlue(element)) {
            to.add(element);
        }
    }

    /** Where the runtime was called first; behind the end if it was not. */
    private int outermostOfRuntime() {
        int place = trace.length - 1;
        while (place >= 0 && !Machinery.isRuntime(trace[place])) {
            place--;
        }
        return place < 0 ? trace.length : place;
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
