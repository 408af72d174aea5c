// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Which locals may be read after each await before they are written: the backward analysis of every compiler book, block by block, with an
 * edge from each instruction of a try range to its handlers. What is not read any more is not kept (decision 7).
 */
final class Liveness {
    private final MethodNode method;
    private final Flow flow;

    /** The instructions with which blocks begin: up to the next one, control goes straight on. */
    private final BitSet begins = new BitSet();

    /** What is live where a block begins; null elsewhere. */
    private final @Nullable BitSet[] liveBefore;

    /** From where control comes to each beginning: the beginnings of those blocks. */
    private final @Nullable List<Integer>[] previous;

    /** What is live behind each await; null elsewhere. */
    private final @Nullable BitSet[] liveAfter;

    Liveness(MethodNode method, Flow flow) {
        this.method = method;
        this.flow = flow;
        this.liveBefore = new BitSet[flow.size()];
        this.liveAfter = new BitSet[flow.size()];
        this.previous = lists(flow.size());
        findBlocks();
        // From the end, because that is where most of it flows from; each block again when one behind it has changed.
        BitSet open = (BitSet) begins.clone();
        for (int begin = open.length() - 1; begin >= 0; begin = open.length() - 1) {
            open.clear(begin);
            if (update(begin)) {
                for (int before : previous(begin)) {
                    open.set(before);
                }
            }
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static @Nullable List<Integer>[] lists(int size) {
        return new List[size];
    }

    private void findBlocks() {
        begins.set(0, Math.min(1, flow.size()));
        for (int i = 0; i < flow.size(); i++) {
            if (!flow.goesStraightOn(i)) {
                begins.set(i + 1, Math.min(i + 2, flow.size()));
                for (int next : flow.next(i)) {
                    begins.set(next);
                }
            }
        }
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            begins.set(method.instructions.indexOf(block.handler));
        }
        for (int begin = begins.nextSetBit(0); begin >= 0; begin = begins.nextSetBit(begin + 1)) {
            liveBefore[begin] = new BitSet();
            int end = end(begin);
            addBefore(flow.next(end), begin);
            List<Integer> known = List.of();
            for (int i = begin; i <= end; i++) {
                List<Integer> handlers = flow.handlers(i);
                if (!handlers.equals(known)) {
                    addBefore(handlers, begin);
                    known = handlers;
                }
            }
        }
    }

    private void addBefore(List<Integer> targets, int begin) {
        for (int target : targets) {
            List<Integer> known = previous[target];
            if (known == null) {
                known = new ArrayList<>(2);
                previous[target] = known;
            }
            known.add(begin);
        }
    }

    private List<Integer> previous(int begin) {
        List<Integer> known = previous[begin];
        return known == null ? List.of() : known;
    }

    /** The last instruction of a block. */
    private int end(int begin) {
        int next = begins.nextSetBit(begin + 1);
        return next < 0 ? flow.size() - 1 : next - 1;
    }

    /** Goes back through a block, and says whether more is live where it begins than was known. */
    private boolean update(int begin) {
        int end = end(begin);
        BitSet live = new BitSet();
        addLiveBefore(flow.next(end), live);
        for (int i = end; i >= begin; i--) {
            update(method.instructions.get(i), i, live);
        }
        boolean changed = !live.equals(liveBefore[begin]);
        liveBefore[begin] = live;
        return changed;
    }

    /** Makes of what is live behind an instruction what is live in front of it. */
    private void update(AbstractInsnNode insn, int index, BitSet live) {
        List<Integer> handlers = flow.handlers(index);
        if (insn instanceof VarInsnNode variable) {
            live.set(variable.var, isLoad(variable.getOpcode()));
        } else if (insn instanceof IincInsnNode increment) {
            live.set(increment.var);
        } else if (insn instanceof MethodInsnNode && Awaits.suspends(insn)) {
            BitSet after = (BitSet) live.clone();
            addLiveBefore(handlers, after);
            liveAfter[index] = after;
        }
        addLiveBefore(handlers, live);
    }

    private void addLiveBefore(List<Integer> indices, BitSet live) {
        for (int i = 0;
                i < indices.size();
                i++) { // most are empty, and an iterator of none costs as much as one of some
            int index = indices.get(i);
            live.or(Objects.requireNonNull(liveBefore[index]));
        }
    }

    private static boolean isLoad(int opcode) {
        return opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD;
    }

    /** The locals that are needed when an await has ended, with a result or with an exception. */
    BitSet after(int await) {
        return (BitSet) Objects.requireNonNull(liveAfter[await]).clone();
    }
}
