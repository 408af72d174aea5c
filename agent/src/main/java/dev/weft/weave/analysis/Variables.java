// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** The local variables that compilers name in a class file (JVMS 4.7.13), javac only with {@code -g}. */
public final class Variables {
    static final String THIS = "this";

    private static final Comparator<Variable> BY_SLOT = new Comparator<>() {
        @Override
        public int compare(Variable one, Variable other) {
            return Integer.compare(one.local, other.local);
        }
    };

    private Variables() {}

    /**
     * A variable of the source.
     *
     * @param name its name
     * @param descriptor its type
     * @param local its slot
     */
    public record Variable(String name, String descriptor, int local) {}

    /** The variables in scope at one instruction; {@link Scopes} finds those at many. */
    private static List<Variable> inScope(MethodNode method, AbstractInsnNode at) {
        if (method.localVariables == null) {
            return List.of();
        }
        int index = method.instructions.indexOf(at);
        List<Variable> found = new ArrayList<>();
        for (LocalVariableNode each : method.localVariables) {
            if (method.instructions.indexOf(each.start) <= index
                    && index < method.instructions.indexOf(each.end)
                    && !each.name.equals(THIS)) {
                found.add(new Variable(each.name, each.desc, each.index));
            }
        }
        found.sort(BY_SLOT);
        return List.copyOf(found);
    }

    /** The arguments, which are variables from the first instruction on. */
    static List<Variable> arguments(MethodNode method) {
        for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn.getOpcode() >= 0) {
                return inScope(method, insn);
            }
        }
        return List.of();
    }
}
