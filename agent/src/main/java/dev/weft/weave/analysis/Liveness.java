// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which locals may be read after each instruction before they are written: the backward analysis of every compiler book,
 * with an edge from each instruction of a try range to its handlers. What is not read any more is not kept (decision 7).
 */
final class Liveness {
    private final Flow flow;
    private final BitSet[] liveBefore;

    Liveness(MethodNode method, Flow flow) {
        this.flow = flow;
        this.liveBefore = new BitSet[flow.size()];
        for (int i = 0; i < liveBefore.length; i++) {
            liveBefore[i] = new BitSet();
        }
        // From the end, because that is where most of it flows from; each instruction again when one behind it has
        // changed.
        BitSet open = new BitSet();
        open.set(0, flow.size());
        for (int i = flow.size() - 1; i >= 0; i = open.previousSetBit(flow.size() - 1)) {
            open.clear(i);
            if (update(method.instructions.get(i), i)) {
                for (int previous : flow.previous(i)) {
                    open.set(previous);
                }
            }
        }
    }

    private boolean update(AbstractInsnNode insn, int index) {
        BitSet live = new BitSet();
        addLiveBefore(flow.next(index), live);
        if (insn instanceof VarInsnNode variable) {
            live.set(variable.var, isLoad(variable.getOpcode()));
        } else if (insn instanceof IincInsnNode increment) {
            live.set(increment.var);
        }
        addLiveBefore(flow.handlers(index), live);
        boolean changed = !live.equals(liveBefore[index]);
        liveBefore[index] = live;
        return changed;
    }

    private void addLiveBefore(List<Integer> indices, BitSet live) {
        for (int index : indices) {
            live.or(liveBefore[index]);
        }
    }

    private static boolean isLoad(int opcode) {
        return opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD;
    }

    /** The locals that are needed when the instruction has ended, with a result or with an exception. */
    BitSet after(int index) {
        BitSet live = new BitSet();
        addLiveBefore(flow.next(index), live);
        addLiveBefore(flow.handlers(index), live);
        return live;
    }
}
