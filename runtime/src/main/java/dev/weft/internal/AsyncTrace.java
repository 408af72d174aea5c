// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

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
    /** As many as HotSpot keeps of a Java stack by default. */
    private static final int LIMIT = 1024;

    /**
     * Marks an element that we appended, in a place that no printed trace shows: the version of a module that has no name.
     */
    private static final String MARK = "weft";

    private AsyncTrace() {}

    static void addCallers(Throwable thrown, @Nullable Frame<?> callers, RunningCoroutine coroutine) {
        try {
            complete(thrown, callers, coroutine);
        } catch (RuntimeException refused) {
            return; // by an exception of the user's that overrides how its trace is told; it goes on as it is
        }
    }

    private static void complete(Throwable thrown, @Nullable Frame<?> callers, RunningCoroutine coroutine) {
        StackTraceElement[] trace = thrown.getStackTrace();
        if (trace.length == 0 || isMarked(trace)) {
            return; // not writable, or done before
        }
        List<StackTraceElement> complete = new ArrayList<>();
        int trampoline = indexOfTrampoline(trace);
        addUserCode(complete, trace, 0, trampoline, false);
        int above = complete.size();
        CallStacks.addFrames(complete, callers);
        if (coroutine.outer == null) {
            CallStacks.addAwaiters(complete, coroutine, LIMIT);
        }
        if (complete.size() > LIMIT) {
            complete.subList(LIMIT, complete.size()).clear();
        }
        mark(complete, above);
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
                    || trace[i].getClassName().equals(LoopEngine.class.getName())) {
                return i;
            }
        }
        return trace.length;
    }

    /**
     * The top of the trace keeps a call into the runtime, which says what was misused, unless it is the await itself; below,
     * such calls are the loop's own.
     */
    private static void addUserCode(
            List<StackTraceElement> to, StackTraceElement[] trace, int from, int end, boolean withoutRuntime) {
        for (int i = from; i < end; i++) {
            boolean hidden = (withoutRuntime || i > 0) ? Machinery.isRuntime(trace[i]) : Machinery.isAwait(trace[i]);
            if (!hidden) {
                to.add(trace[i]);
            }
        }
    }

    /** Marks the first appended element, or, if nothing was appended, the last one there is. */
    private static void mark(List<StackTraceElement> trace, int appended) {
        int index = Math.min(appended, trace.size() - 1);
        if (index >= 0) {
            StackTraceElement element = trace.get(index);
            trace.set(
                    index,
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
