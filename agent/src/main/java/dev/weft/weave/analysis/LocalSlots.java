// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The slots that a method's code uses, whatever its header says: that may claim all 65,535 for nothing. */
public final class LocalSlots {
    private LocalSlots() {}

    /**
     * Counts the slots that a method uses.
     *
     * @param method a method
     * @return the slots of its arguments and of the locals that its code stores or reads
     */
    public static int used(MethodNode method) {
        int used = arguments(method);
        for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn instanceof VarInsnNode variable) {
                used = Math.max(used, variable.var + (isWide(variable) ? 2 : 1));
            } else if (insn instanceof IincInsnNode increment) {
                used = Math.max(used, increment.var + 1);
            }
        }
        return used;
    }

    /**
     * Counts the slots of a method's arguments.
     *
     * @param method a method
     * @return the slots, that of {@code this} among them
     */
    public static int arguments(MethodNode method) {
        int withThis = Type.getArgumentsAndReturnSizes(method.desc) >> 2;
        return (method.access & Opcodes.ACC_STATIC) != 0 ? withThis - 1 : withThis;
    }

    /**
     * Returns whether an instruction reads or stores a long or double.
     *
     * @param insn a load or store
     * @return true if it takes two slots
     */
    public static boolean isWide(VarInsnNode insn) {
        return switch (insn.getOpcode()) {
            case Opcodes.LLOAD, Opcodes.DLOAD, Opcodes.LSTORE, Opcodes.DSTORE -> true;
            default -> false;
        };
    }
}
