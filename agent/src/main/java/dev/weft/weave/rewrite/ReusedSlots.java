// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.LocalSlots;
import dev.weft.weave.analysis.SlotTypes;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Moves locals out of the way of a body, on a copy of the method. javac keeps an argument's slot for the argument; what shrinks or
 * optimises class files may put other locals there, and two of these cannot stay:
 *
 * <ul>
 *   <li>whatever is in the slot of {@code this}, because that is where the spill finds it;
 *   <li>a long or double of which one half is in the last argument's slot and the other is where the hidden parameters come.
 * </ul>
 */
public final class ReusedSlots {
    private final MethodNode body;
    private final int from;

    /** Behind all locals that there are. */
    private final int to;

    /** Whether only longs and doubles make way; else whatever is in the slot. */
    private final boolean onlyWide;

    private ReusedSlots(MethodNode body, int from, boolean onlyWide) {
        this.body = body;
        this.from = from;
        this.to = body.maxLocals;
        this.onlyWide = onlyWide;
    }

    /**
     * Moves what is in the way.
     *
     * @param method the method as it was compiled
     * @param body a copy of it, which is changed
     */
    public static void free(AsyncMethod method, MethodNode body) {
        String owner = method.owner().name;
        ReusedSlots self = new ReusedSlots(body, 0, false);
        if (!method.isStatic() && self.holdsOtherThan(owner)) {
            self.moveThis(owner);
        }
        int last = method.argumentSlots() - 1;
        ReusedSlots half = new ReusedSlots(body, last, true);
        if (last >= 0 && half.holdsOtherThan(owner)) {
            half.move();
        }
    }

    /** Whether the code stores, or the stack maps expect, something in the slot that must not be there. */
    private boolean holdsOtherThan(String owner) {
        for (AbstractInsnNode insn = body.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn instanceof FrameNode map && isUnwanted(SlotTypes.at(map, from), owner)) {
                return true;
            }
            if (insn instanceof VarInsnNode variable
                    && variable.var == from
                    && isStore(variable)
                    && isUnwanted(typeOf(variable), owner)) {
                return true;
            }
        }
        return false;
    }

    private boolean isUnwanted(Object type, String owner) {
        return onlyWide ? SlotTypes.isWide(type) : !type.equals(owner);
    }

    /** Whether a value of a type in the slot makes way. */
    private boolean isMoved(Object type) {
        return !onlyWide || SlotTypes.isWide(type);
    }

    private static boolean isStore(VarInsnNode insn) {
        return insn.getOpcode() >= Opcodes.ISTORE;
    }

    /** Wide or not is all that an instruction tells. */
    private static Object typeOf(VarInsnNode insn) {
        return LocalSlots.isWide(insn) ? Opcodes.LONG : Opcodes.INTEGER;
    }

    /** The code goes on with a copy of {@code this}; the slot itself always holds it. */
    private void moveThis(String owner) {
        move();
        for (AbstractInsnNode insn = body.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn instanceof FrameNode map) {
                put(map, 0, owner);
            }
        }
        InsnList copy = new InsnList();
        copy.add(new VarInsnNode(Opcodes.ALOAD, from));
        copy.add(new VarInsnNode(Opcodes.ASTORE, to));
        body.instructions.insert(copy);
    }

    /** Moves what is in the slot behind all other locals: in instructions, stack maps, and what debuggers read. */
    private void move() {
        body.maxLocals += 2;
        for (AbstractInsnNode insn = body.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn instanceof VarInsnNode variable && variable.var == from && isMoved(typeOf(variable))) {
                variable.var = to;
            } else if (insn instanceof IincInsnNode increment && increment.var == from && isMoved(Opcodes.INTEGER)) {
                increment.var = to;
            } else if (insn instanceof FrameNode map) {
                Object type = SlotTypes.at(map, from);
                if (isMoved(type)) {
                    put(map, from, Opcodes.TOP);
                    put(map, to, type);
                }
            }
        }
        if (body.localVariables != null) {
            for (LocalVariableNode variable : body.localVariables) {
                if (isMoved(variable)) {
                    variable.index = to;
                }
            }
        }
    }

    /** Says in a stack map that a slot holds something else. */
    private static void put(FrameNode map, int slot, Object type) {
        List<Object> slots = SlotTypes.of(map);
        while (slots.size() < slot + 2) {
            slots.add(Opcodes.TOP);
        }
        slots.set(slot, type);
        map.local = SlotTypes.locals(slots);
    }

    private boolean isMoved(LocalVariableNode variable) {
        boolean wide = Type.getType(variable.desc).getSize() == 2;
        return variable.index == from
                && !variable.name.equals("this")
                && isMoved(wide ? Opcodes.LONG : Opcodes.INTEGER);
    }
}
