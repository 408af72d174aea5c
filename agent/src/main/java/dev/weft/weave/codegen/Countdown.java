// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.CallCounting;
import dev.weft.weave.analysis.RuntimeSymbols;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.VarInsnNode;

/** How a body counts the calls that it makes in loops, or their turns: down from a block, in a local. */
final class Countdown {
    /** The calls of a block, as {@code CallCount} of the runtime knows it. */
    private static final int BLOCK = 1023;

    private Countdown() {}

    /** {@code left = 1023;}. */
    static void start(InsnList code, StackMaps maps) {
        code.add(Code.number(BLOCK));
        code.add(new VarInsnNode(Opcodes.ISTORE, maps.left()));
    }

    /** {@code co.leave(left);}, or {@code co.leave();} where the body counts no calls of others. */
    static void leave(InsnList code, StackMaps maps, CallCounting counting) {
        code.add(Code.load(maps.coroutine()));
        if (counting.isEmpty()) {
            code.add(Code.call(RuntimeSymbols.LEAVE));
        } else {
            code.add(new VarInsnNode(Opcodes.ILOAD, maps.left()));
            code.add(Code.call(RuntimeSymbols.LEAVE_COUNTING));
        }
    }

    /** {@code if (--left < 0) goto blockOver;}, or as long as something is left. */
    static InsnList count(StackMaps maps, int condition, LabelNode target) {
        InsnList code = new InsnList();
        code.add(new IincInsnNode(maps.left(), -1));
        code.add(new VarInsnNode(Opcodes.ILOAD, maps.left()));
        code.add(new JumpInsnNode(condition, target));
        return code;
    }
}
