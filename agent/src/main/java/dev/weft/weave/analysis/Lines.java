// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.BitSet;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodNode;

/** Reads the lines of the source from the tables that compilers put into a class (JVMS 4.7.12). */
public final class Lines {
    private Lines() {}

    /**
     * Returns the line of a method's first statement.
     *
     * @param method a method
     * @return the line, 0 if the method has no lines
     */
    public static int first(MethodNode method) {
        for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn instanceof LineNumberNode number) {
                return number.line;
            }
        }
        return 0;
    }

    /**
     * Returns the line on which an instruction stands.
     *
     * @param method the method that has it
     * @param insn the instruction
     * @return the line of the last entry in front of it, 0 if there is none
     */
    static int of(MethodNode method, AbstractInsnNode insn) {
        int line = 0;
        for (AbstractInsnNode each = method.instructions.getFirst(); each != null; each = each.getNext()) {
            if (each instanceof LineNumberNode number) {
                line = number.line;
            } else if (each == insn) {
                break;
            }
        }
        return line;
    }

    /**
     * Returns the line of a method's first await or emit, or reference to one of the two.
     *
     * @param method a method
     * @return the line; that of its first statement if it has neither
     */
    public static int ofFirstAwait(MethodNode method) {
        int line = 0;
        for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn instanceof LineNumberNode number) {
                line = number.line;
            } else if (isAwaitOrEmit(insn)) {
                return line;
            }
        }
        return first(method);
    }

    private static boolean isAwaitOrEmit(AbstractInsnNode insn) {
        return Awaits.isAwait(insn)
                || RuntimeSymbols.EMIT.isCalledBy(insn)
                || Awaits.isAwaitReference(insn)
                || Awaits.isEmitReference(insn);
    }

    /**
     * Returns the lines on which any method of a class has code.
     *
     * @param owner the class
     * @return the lines
     */
    public static BitSet of(ClassNode owner) {
        BitSet lines = new BitSet();
        for (MethodNode method : owner.methods) {
            for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
                if (insn instanceof LineNumberNode number) {
                    lines.set(number.line);
                }
            }
        }
        return lines;
    }
}
