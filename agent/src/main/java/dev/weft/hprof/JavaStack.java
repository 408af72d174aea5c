// SPDX-License-Identifier: Apache-2.0
package dev.weft.hprof;

import dev.weft.abi.Packages;
import dev.weft.abi.Woven;
import dev.weft.debug.FrameInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The Java stack of a thread, cut where the steps of coroutines begin, as the runtime cuts that of a live one. */
final class JavaStack {
    private static final Set<String> RUNTIME = Set.of((Packages.RUNTIME + "," + Packages.CALLERS).split(","));
    static final String TRAMPOLINE = "dev.weft.abi.Trampoline";
    static final String STEP = "step";
    static final String READINESS = "dev.weft.internal.SelectorReadiness";
    static final String FRAME = "dev.weft.abi.Frame";
    static final Set<String> STARTS = Set.of("start", "runByTest");

    private JavaStack() {}

    /**
     * Cuts a stack.
     *
     * @param stack the stack, innermost first
     * @param internal whether the frames of Weft stay
     * @return what is above each step, the innermost first, and what is below the last
     */
    static List<List<FrameInfo>> parts(List<StackTraceElement> stack, boolean internal) {
        List<List<FrameInfo>> parts = new ArrayList<>();
        List<FrameInfo> part = new ArrayList<>();
        boolean isEntry = false; // of a stage, for which its body stands
        for (StackTraceElement element : stack) {
            boolean hidden = isEntry || isRuntime(element);
            isEntry = element.getClassName().equals(FRAME) && STARTS.contains(element.getMethodName());
            if (internal || !(hidden || isHiddenByJdk(element))) {
                part.add(FrameInfo.of(element, FrameInfo.Kind.RUNNING));
            }
            if (element.getClassName().equals(TRAMPOLINE)
                    && element.getMethodName().equals(STEP)) {
                parts.add(part);
                part = new ArrayList<>();
            }
        }
        parts.add(part);
        return parts;
    }

    /** The lines above the runtime: the code that it has called on a thread. */
    static List<FrameInfo> aboveRuntime(List<StackTraceElement> stack, boolean internal) {
        List<FrameInfo> above = new ArrayList<>();
        for (StackTraceElement element : stack) {
            if (!internal && isRuntime(element)) {
                return above;
            }
            if (internal || !isHiddenByJdk(element)) {
                above.add(FrameInfo.of(element, FrameInfo.Kind.RUNNING));
            }
        }
        return above;
    }

    private static boolean isRuntime(StackTraceElement element) {
        return RUNTIME.contains(packageOf(element))
                || element.getClassName().contains(Woven.MARK + "$")
                || element.getMethodName().endsWith(Woven.MARK);
    }

    /** Whether a live stack would not show it, which a heap dump does: what the JDK makes of lambdas, and switches virtual threads by. */
    private static boolean isHiddenByJdk(StackTraceElement element) {
        return packageOf(element).equals("jdk.internal.vm")
                || (element.getClassName().contains("$$Lambda") && element.getFileName() == null);
    }

    /** Whether the top of a stack waits for readiness: whether the loop whose thread it is has nothing to do. */
    static boolean isWaiting(List<StackTraceElement> stack) {
        for (StackTraceElement element : stack) {
            if (RUNTIME.contains(packageOf(element))) {
                return element.getClassName().equals(READINESS);
            }
        }
        return false;
    }

    private static String packageOf(StackTraceElement element) {
        String owner = element.getClassName();
        return owner.substring(0, Math.max(0, owner.lastIndexOf('.')));
    }
}
