// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.stack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a trace says of itself once it is completed, in a place that no printed trace shows: the version of a module that has no name. An
 * {@link AsyncCancellation} has it in a field. The sign stands where what is certain ends. Behind it comes what stands in for the awaits to
 * come: who spawned the task, who runs the loop.
 *
 * @param end how many elements are certain
 * @param last the number of the coroutine with which they end: nobody awaited it at that time
 * @param awaited whether the exception was thrown by an await
 */
record Mark(int end, int last, boolean awaited) {
    private static final String SIGN = "weft ";
    private static final String AWAITED = " awaited";

    /** The sign on the last of the certain elements, where none follows that could have it. */
    private static final String AFTER = " after";

    /** Finds the mark of an exception with a trace. */
    static @Nullable Mark of(Throwable thrown, StackTraceElement[] trace) {
        Mark known = thrown instanceof AsyncCancellation cancellation ? cancellation.mark() : null;
        return known == null ? in(trace) : known;
    }

    static @Nullable Mark in(StackTraceElement[] trace) {
        for (int i = 0; i < trace.length; i++) {
            String sign = trace[i].getModuleVersion();
            if (sign != null && isSigned(trace[i])) {
                return new Mark(
                        sign.endsWith(AFTER) ? i + 1 : i,
                        Integer.parseUnsignedInt(sign.split(" ", -1)[1], 16),
                        sign.contains(AWAITED));
            }
        }
        return null;
    }

    private static boolean isSigned(StackTraceElement element) {
        String sign = element.getModuleVersion();
        return sign != null && element.getModuleName() == null && sign.startsWith(SIGN);
    }

    /** The number of a coroutine in a mark; of two at a time, it is hardly ever the same. */
    static int numberOf(TracedCoroutine coroutine) {
        return System.identityHashCode(coroutine);
    }

    boolean isOf(@Nullable TracedCoroutine coroutine) {
        return coroutine != null && last == numberOf(coroutine);
    }

    /** The certain elements of the trace that has the mark. */
    List<StackTraceElement> certain(StackTraceElement[] trace) {
        List<StackTraceElement> certain = new ArrayList<>(Arrays.asList(trace).subList(0, end));
        certain.replaceAll(element -> isSigned(element) ? signed(element, null) : element);
        return certain;
    }

    /** Puts this mark into a trace that is not empty. */
    void putInto(List<StackTraceElement> trace) {
        boolean isLast = end == trace.size();
        int place = isLast ? end - 1 : end;
        trace.set(
                place,
                signed(
                        trace.get(place),
                        SIGN + Integer.toHexString(last) + (awaited ? AWAITED : "") + (isLast ? AFTER : "")));
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
