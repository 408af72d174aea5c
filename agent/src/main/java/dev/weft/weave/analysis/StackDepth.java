// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import dev.weft.weave.analysis.SuspensionPoint.Binding;
import dev.weft.weave.analysis.SuspensionPoint.DirectCall;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which bodies need not count the calls of themselves, by which a coroutine knows how deep the Java stack is and when to give way: those
 * that call no other, or only bodies of their own class of which that is known, and no body in a loop. They add little to the stack and end
 * soon. Recursion, loops, and whatever other classes call, is counted.
 */
public final class StackDepth {
    /**
     * How many bodies may stand on one another uncounted. The last of them may await a task that is started on the same stack, which
     * is counted once for all of them.
     */
    private static final int MOST_UNCOUNTED = 10;

    private StackDepth() {}

    /**
     * Finds the methods whose bodies need not count. Each round knows those that stand one deeper.
     *
     * @param methods the async methods of one class
     * @return name and descriptor of those methods
     */
    public static Set<String> shallow(List<AnalysedMethod> methods) {
        Set<String> shallow = new HashSet<>();
        for (int depth = 0; depth < MOST_UNCOUNTED; depth++) {
            Set<String> deeper = new HashSet<>();
            for (AnalysedMethod method : methods) {
                if (callsOnly(method, shallow)) {
                    deeper.add(method.signature());
                }
            }
            if (!shallow.addAll(deeper)) {
                break;
            }
        }
        return shallow;
    }

    /**
     * Returns whether the caller counts a call, because it is in a loop and the body that it goes to may not count by itself.
     *
     * @param point a suspension point
     * @param shallow what {@link #shallow} gave
     * @return true if the body that has the point counts
     */
    public static boolean isCountedByCaller(SuspensionPoint point, Set<String> shallow) {
        DirectCall call = point.call();
        return call != null && point.inLoop() && (call.binding() != Binding.PROVEN || isShallow(call, shallow));
    }

    private static boolean callsOnly(AnalysedMethod method, Set<String> shallow) {
        for (SuspensionPoint point : method.points()) {
            DirectCall call = point.call();
            if (call != null && (point.inLoop() || !isShallow(call, shallow))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isShallow(DirectCall call, Set<String> shallow) {
        return call.binding() == Binding.PROVEN && shallow.contains(call.insn().name + call.insn().desc);
    }
}
