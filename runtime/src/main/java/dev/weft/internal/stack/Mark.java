// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a trace says of itself once it is completed, in a place that no printed trace shows: the version of a module that has no name. It
 * stands where what is certain ends. Behind it comes what stands in for the awaits to come: who spawned the task, who runs the loop.
 *
 * @param end how many elements are certain
 * @param last the coroutine with which they end: nobody awaited it at that time
 * @param awaited whether the exception was thrown by an await
 */
record Mark(int end, String last, boolean awaited) {
    private static final String SIGN = "weft ";
    private static final String AWAITED = " awaited";

    /** The sign on the last of the certain elements, where none follows that could have it. */
    private static final String AFTER = " after";

    /** Finds the mark of a trace. */
    static @Nullable Mark in(StackTraceElement[] trace) {
        for (int i = 0; i < trace.length; i++) {
            String sign = trace[i].getModuleVersion();
            if (sign != null && trace[i].getModuleName() == null && sign.startsWith(SIGN)) {
                return new Mark(sign.endsWith(AFTER) ? i + 1 : i, sign.split(" ", -1)[1], sign.contains(AWAITED));
            }
        }
        return null;
    }

    /** The name of a coroutine in a mark; of two at a time, it is hardly ever the same. */
    static String nameOf(TracedCoroutine coroutine) {
        return Integer.toHexString(System.identityHashCode(coroutine));
    }

    boolean isOf(@Nullable TracedCoroutine coroutine) {
        return coroutine != null && last.equals(nameOf(coroutine));
    }

    /** The certain elements of the trace that has the mark. */
    List<StackTraceElement> certain(StackTraceElement[] trace) {
        List<StackTraceElement> certain = new ArrayList<>(Arrays.asList(trace).subList(0, end));
        certain.replaceAll(element -> element.getModuleName() == null ? signed(element, null) : element);
        return certain;
    }

    /** Puts this mark into a trace that is not empty. */
    void putInto(List<StackTraceElement> trace) {
        boolean isLast = end == trace.size();
        int place = isLast ? end - 1 : end;
        trace.set(place, signed(trace.get(place), SIGN + last + (awaited ? AWAITED : "") + (isLast ? AFTER : "")));
    }

    private static StackTraceElement signed(StackTraceElement element, @Nullable String sign) {
        return new StackTraceElement(
                null,
                null,
                sign,
                element.getClassName(),
                element.getMethodName(),
                element.getFileName(),
                element.getLineNumber());
    }
}
