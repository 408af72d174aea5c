// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Where control may go after each instruction of a method, by index. Most have one successor, the instruction behind them, and no handler;
 * nothing is kept for these.
 */
public final class Flow {
    private final InsnList instructions;

    /** Where control goes after each instruction, null where it is to the one behind alone. */
    private final @Nullable List<Integer>[] successors;

    /** The handlers around each instruction, null where there are none; instructions with the same handlers share a list. */
    private final @Nullable List<Integer>[] handlers;

    private final BitSet meetings = new BitSet();

    /** Made when it is first asked for. */
    private @Nullable List<List<Integer>> predecessors;

    /**
     * Finds out where control goes.
     *
     * @param method a method without JSR and RET
     */
    public Flow(MethodNode method) {
        this.instructions = method.instructions;
        this.successors = lists(instructions.size());
        this.handlers = lists(instructions.size());
        findSuccessors();
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            int handler = instructions.indexOf(block.handler);
            addHandler(handler, instructions.indexOf(block.start), instructions.indexOf(block.end));
            meetings.set(handler);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static @Nullable List<Integer>[] lists(int size) {
        return new List[size];
    }

    /** Notes on the way which instructions two others lead to. */
    private void findSuccessors() {
        BitSet reached = new BitSet();
        reached.set(0); // from outside
        for (int i = 0; i < size(); i++) {
            AbstractInsnNode insn = instructions.get(i);
            if (goesOn(insn) && i + 1 < size()) {
                reach(i + 1, reached);
                continue;
            }
            List<Integer> targets = targets(insn, i);
            successors[i] = targets;
            for (int target : targets) {
                reach(target, reached);
            }
        }
    }

    private void reach(int index, BitSet reached) {
        if (reached.get(index)) {
            meetings.set(index);
        } else {
            reached.set(index);
        }
    }

    /** Whether control goes to the next instruction only, as after most. */
    private static boolean goesOn(AbstractInsnNode insn) {
        int type = insn.getType();
        return type != AbstractInsnNode.JUMP_INSN && !endsBlock(insn.getOpcode());
    }

    private List<Integer> targets(AbstractInsnNode insn, int index) {
        List<Integer> targets = new ArrayList<>(2);
        if (insn instanceof JumpInsnNode jump) {
            targets.add(instructions.indexOf(jump.label));
        } else if (insn instanceof TableSwitchInsnNode table) {
            addTargets(table.labels, table.dflt, targets);
        } else if (insn instanceof LookupSwitchInsnNode lookup) {
            addTargets(lookup.labels, lookup.dflt, targets);
        }
        if (!endsBlock(insn.getOpcode()) && index + 1 < size()) {
            targets.add(index + 1);
        }
        return targets;
    }

    private void addTargets(List<LabelNode> labels, LabelNode otherwise, List<Integer> targets) {
        for (LabelNode label : labels) {
            targets.add(instructions.indexOf(label));
        }
        targets.add(instructions.indexOf(otherwise));
    }

    /** Adds a handler of some instructions, behind those that are there. */
    private void addHandler(int handler, int from, int to) {
        List<Integer> before = null;
        List<Integer> after = List.of(handler);
        for (int i = from; i < to; i++) {
            if (handlers[i] != before) {
                before = handlers[i];
                after = with(before, handler);
            }
            handlers[i] = after;
        }
    }

    private static List<Integer> with(@Nullable List<Integer> before, int handler) {
        if (before == null) {
            return List.of(handler);
        }
        List<Integer> all = new ArrayList<>(before);
        all.add(handler);
        return all;
    }

    /**
     * Returns whether control never comes from an instruction to the one behind it.
     *
     * @param opcode the instruction
     * @return true for a jump that is always taken, a switch, a return and a throw
     */
    public static boolean endsBlock(int opcode) {
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
        return successors.length;
    }

    /**
     * Returns whether control goes to the instruction behind and nowhere else, unless by an exception.
     *
     * @param index an instruction
     * @return true if {@link #next} has that one alone
     */
    public boolean goesStraightOn(int index) {
        return successors[index] == null;
    }

    /**
     * Returns where control goes without an exception.
     *
     * @param index an instruction
     * @return what may come next, twice if two jumps lead there
     */
    public List<Integer> next(int index) {
        List<Integer> targets = successors[index];
        return targets == null ? List.of(index + 1) : targets;
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
        if (predecessors == null) {
            predecessors = findPredecessors();
        }
        return predecessors.get(index);
    }

    private List<List<Integer>> findPredecessors() {
        List<List<Integer>> found = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            found.add(new ArrayList<>(1));
        }
        for (int i = 0; i < size(); i++) {
            for (int next : nextOrHandlers(i)) {
                found.get(next).add(i);
            }
        }
        return found;
    }

    /**
     * What lies between the ends of a jump backwards, by an exception too. No loop has an instruction that is not among them; some that
     * are in none may be.
     */
    BitSet loops() {
        BitSet loops = new BitSet();
        for (int i = 0; i < size(); i++) {
            addLoop(loops, i, successors[i]);
            addLoop(loops, i, handlers[i]);
        }
        return loops;
    }

    private static void addLoop(BitSet loops, int from, @Nullable List<Integer> targets) {
        if (targets != null) {
            for (int to : targets) {
                if (to <= from) {
                    loops.set(to, from + 1);
                }
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
        List<Integer> around = handlers[index];
        return around == null ? List.of() : around;
    }
}
