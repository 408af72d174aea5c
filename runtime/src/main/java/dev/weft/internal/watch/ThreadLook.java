// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import dev.weft.internal.stack.ThreadStack;
import java.util.List;
import java.util.Set;

/** What the thread of a loop does, as its state and its Java stack say. */
final class ThreadLook {
    /** Where a loop waits for readiness, whatever that is made of. */
    private static final String WAIT_OF_LOOP = "dev.weft.internal.Inbox.await";

    private static final Set<String> LOADING = Set.of(
            "java.lang.ClassLoader.loadClass",
            "java.lang.ClassLoader.defineClass",
            "java.lang.Class.forName0",
            "java.lang.invoke.MethodHandleNatives.linkCallSite",
            "java.lang.invoke.MethodHandleNatives.linkDynamicConstant",
            "sun.instrument.InstrumentationImpl.transform");

    private ThreadLook() {}

    /** Says what a thread does that is in the middle of a turn, or about to wait for the next one. */
    static Activity activity(Thread.State state, StackTraceElement[] trace) {
        if (trace.length == 0) {
            return Activity.RUNS;
        }
        List<StackTraceElement> step = new ThreadStack(trace, true).parts().get(0);
        if (has(step, Set.of(WAIT_OF_LOOP))) {
            return Activity.IDLE;
        }
        if (has(step, LOADING)) {
            return Activity.LOADS_CLASSES;
        }
        return switch (state) {
            case BLOCKED, WAITING, TIMED_WAITING -> Activity.WAITS;
            default -> trace[0].isNativeMethod() ? Activity.IN_NATIVE_CODE : Activity.RUNS;
        };
    }

    private static boolean has(List<StackTraceElement> lines, Set<String> methods) {
        return lines.stream().anyMatch(line -> methods.contains(line.getClassName() + '.' + line.getMethodName()));
    }
}
