// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.SuspensionPoint;
import dev.weft.weave.analysis.SuspensionPoint.Binding;
import dev.weft.weave.analysis.SuspensionPoint.DirectCall;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.MethodNode;

/**
 * Which bodies need not count how deep they stand on the Java stack: those that call no other, or only bodies of their own class
 * of which that is known. Recursion, and whatever other classes call, is counted.
 */
final class StackDepth {
    /**
     * How many bodies may stand on one another uncounted. The last of them may await a task that is started on the same stack, which
     * is counted once for all of them.
     */
    private static final int MOST_UNCOUNTED = 10;

    private StackDepth() {}

    static Set<MethodNode> shallow(List<AnalysedMethod> methods) {
        Set<MethodNode> shallow = new HashSet<>();
        Set<String> callable = new HashSet<>();
        for (int depth = 0; depth < MOST_UNCOUNTED; depth++) {
            Set<String> deeper = new HashSet<>();
            for (AnalysedMethod method : methods) {
                if (callsOnly(method, callable) && shallow.add(method.original())) {
                    deeper.add(method.original().name + method.original().desc);
                }
            }
            if (!callable.addAll(deeper)) {
                break;
            }
        }
        return shallow;
    }

    private static boolean callsOnly(AnalysedMethod method, Set<String> callable) {
        for (SuspensionPoint point : method.points()) {
            if (!callsOnly(point.call(), callable)) {
                return false;
            }
        }
        return true;
    }

    private static boolean callsOnly(@Nullable DirectCall call, Set<String> callable) {
        return call == null
                || (call.binding() == Binding.PROVEN && callable.contains(call.insn().name + call.insn().desc));
    }
}
