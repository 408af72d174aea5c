// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** Where control may go after each instruction of a method, by index. */
public final class Flow {
    private final List<List<Integer>> successors = new ArrayList<>();
    private final List<List<Integer>> handlers = new ArrayList<>();
    private final List<List<Integer>> predecessors = new ArrayList<>();
    private final BitSet meetings = new BitSet();

    /**
     * Finds out where control goes.
     *
     * @param method a method without JSR and RET
     */
    public Flow(MethodNode method) {
        InsnList instructions = method.instructions;
        for (int i = 0; i < instructions.size(); i++) {
            successors.add(successors(instructions, i));
            handlers.add(new ArrayList<>());
            predecessors.add(new ArrayList<>());
        }
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            int handler = instructions.indexOf(block.handler);
            for (int i = instructions.indexOf(block.start); i < instructions.indexOf(block.end); i++) {
                handlers.get(i).add(handler);
            }
        }
        for (int i = 0; i < size(); i++) {
            for (int next : next(i)) {
                meetings.set(next, next == 0 || !previous(next).isEmpty());
                predecessors.get(next).add(i);
            }
            for (int handler : handlers(i)) {
                predecessors.get(handler).add(i);
            }
        }
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            meetings.set(instructions.indexOf(block.handler));
        }
    }

    private static List<Integer> successors(InsnList instructions, int index) {
        AbstractInsnNode insn = instructions.get(index);
        List<Integer> targets = new ArrayList<>();
        if (insn instanceof JumpInsnNode jump) {
            targets.add(instructions.indexOf(jump.label));
        } else if (insn instanceof TableSwitchInsnNode table) {
            addTargets(instructions, table.labels, table.dflt, targets);
        } else if (insn instanceof LookupSwitchInsnNode lookup) {
            addTargets(instructions, lookup.labels, lookup.dflt, targets);
        }
        if (!endsBlock(insn.getOpcode()) && index + 1 < instructions.size()) {
            targets.add(index + 1);
        }
        return targets;
    }

    private static void addTargets(
            InsnList instructions, List<LabelNode> labels, LabelNode otherwise, List<Integer> targets) {
        for (LabelNode label : labels) {
            targets.add(instructions.indexOf(label));
        }
        targets.add(instructions.indexOf(otherwise));
    }

    private static boolean endsBlock(int opcode) {
        return opcode == Opcodes.GOTO
                || opcode == Opcodes.ATHROW
                || opcode == Opcodes.TABLESWITCH
                || opcode == Opcodes.LOOKUPSWITCH
                || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
    }

    /**
     * Returns how long the method is.
     *
     * @return the number of instructions, labels and the like among them
     */
    public int size() {
        return successors.size();
    }

    /**
     * Returns where control goes without an exception.
     *
     * @param index an instruction
     * @return what may come next, twice if two jumps lead there
     */
    public List<Integer> next(int index) {
        return successors.get(index);
    }

    /**
     * Returns whether control comes to an instruction on several ways, or may: all handlers are among these.
     *
     * @param index an instruction
     * @return false if at most one instruction leads there
     */
    public boolean isMeeting(int index) {
        return meetings.get(index);
    }

    /** Where control may go, with an exception or without. */
    List<Integer> nextOrHandlers(int index) {
        if (handlers(index).isEmpty()) {
            return next(index);
        }
        List<Integer> targets = new ArrayList<>(next(index));
        targets.addAll(handlers(index));
        return targets;
    }

    /** From where control may come, with an exception or without. */
    List<Integer> previous(int index) {
        return predecessors.get(index);
    }

    /**
     * What lies between the ends of a jump backwards, by an exception too. No loop has an instruction that is not among them; some that
     * are in none may be.
     */
    BitSet loops() {
        BitSet loops = new BitSet();
        for (int i = 0; i < size(); i++) {
            addLoop(loops, i, next(i));
            addLoop(loops, i, handlers(i));
        }
        return loops;
    }

    private static void addLoop(BitSet loops, int from, List<Integer> targets) {
        for (int to : targets) {
            if (to <= from) {
                loops.set(to, from + 1);
            }
        }
    }

    /**
     * Returns where an exception may be caught.
     *
     * @param index an instruction
     * @return the first instruction of each handler
     */
    public List<Integer> handlers(int index) {
        return handlers.get(index);
    }
}
