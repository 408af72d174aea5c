// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import dev.weft.abi.Frame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends the async callers to the stack trace of an exception, once in its life. The trace then reads as it would if
 * the calls had been plain ones: what was on the Java stack above the trampoline, the frames on the heap, and the user's
 * code below the loop.
 */
final class AsyncTrace {
    /** The length of the longest trace: as many elements as HotSpot keeps of a Java stack by default. */
    private static final int LIMIT = 1024;

    /**
     * The mark of an element that was appended, in a place that no printed trace shows: the version of a module that has no name.
     */
    private static final String MARK = "weft";

    private AsyncTrace() {}

    /** Appends the async callers to an exception that was thrown in the coroutine's step. */
    static void addCallers(Throwable thrown, @Nullable Frame<?> callers, TracedCoroutine coroutine) {
        try {
            complete(thrown, callers, coroutine);
        } catch (RuntimeException refused) {
            return; // by an exception of the user's that overrides how its trace is told; it goes on as it is
        }
    }

    /** Appends the async callers to an exception that was made elsewhere and is thrown on the Java stack of the coroutine. */
    static void addCallersHere(Throwable thrown, TracedCoroutine coroutine) {
        try {
            StackTraceElement[] trace = thrown.getStackTrace();
            if (trace.length > 0 && !isMarked(trace) && indexOfTrampoline(trace) == trace.length) {
                List<StackTraceElement> complete = new ArrayList<>();
                addUserCode(complete, trace, 0, trace.length, false);
                append(complete, CallStacks.running(coroutine));
                thrown.setStackTrace(complete.toArray(StackTraceElement[]::new));
            }
        } catch (RuntimeException refused) {
            return; // as above
        }
    }

    private static void complete(Throwable thrown, @Nullable Frame<?> callers, TracedCoroutine coroutine) {
        StackTraceElement[] trace = thrown.getStackTrace();
        if (trace.length == 0 || isMarked(trace)) {
            return; // not writable, or done before
        }
        List<StackTraceElement> complete = new ArrayList<>();
        int trampoline = indexOfTrampoline(trace);
        addUserCode(complete, trace, 0, trampoline, false);
        List<StackTraceElement> async = new ArrayList<>();
        CallStacks.addFrames(async, callers);
        if (!coroutine.outer().hasNext()) {
            CallStacks.addAwaiters(async, coroutine, LIMIT);
        }
        append(complete, async);
        addUserCode(complete, trace, trampoline, trace.length, true);
        thrown.setStackTrace(complete.toArray(StackTraceElement[]::new));
    }

    private static boolean isMarked(StackTraceElement[] trace) {
        for (StackTraceElement element : trace) {
            if (element.getModuleName() == null && MARK.equals(element.getModuleVersion())) {
                return true;
            }
        }
        return false;
    }

    private static int indexOfTrampoline(StackTraceElement[] trace) {
        for (int i = 0; i < trace.length; i++) {
            if (Machinery.isTrampoline(trace[i].getClassName(), trace[i].getMethodName())
                    || Machinery.isLoop(trace[i].getClassName())) {
                return i;
            }
        }
        return trace.length;
    }

    /**
     * Copies elements, without those of the runtime. The top of the trace keeps a call into the runtime, which says what was misused, unless
     * it is the await itself; below, such calls are the loop's own.
     */
    private static void addUserCode(
            List<StackTraceElement> to, StackTraceElement[] trace, int from, int end, boolean withoutRuntime) {
        for (int i = from; i < end; i++) {
            boolean hidden = (withoutRuntime || i > 0) ? Machinery.isRuntime(trace[i]) : Machinery.isAwait(trace[i]);
            boolean isEntry = i > 0 && Machinery.isStart(trace[i - 1].getClassName(), trace[i - 1].getMethodName());
            if (!hidden && !isEntry) {
                to.add(trace[i]);
            }
        }
    }

    /** Appends async callers up to the limit, and marks the first of them. */
    private static void append(List<StackTraceElement> trace, List<StackTraceElement> callers) {
        int first = trace.size();
        trace.addAll(callers.subList(0, Math.max(0, Math.min(callers.size(), LIMIT - first))));
        if (trace.size() > first) {
            StackTraceElement element = trace.get(first);
            trace.set(
                    first,
                    new StackTraceElement(
                            null,
                            null,
                            MARK,
                            element.getClassName(),
                            element.getMethodName(),
                            element.getFileName(),
                            element.getLineNumber()));
        }
    }
}
