// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.RuntimeSymbols;
import dev.weft.weave.analysis.RuntimeTypes;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Makes a method that cannot be woven say so when it is called, instead of running and failing half way. */
public final class RefusedMethod {
    private RefusedMethod() {}

    /**
     * Replaces the code by {@code throw new NotWovenException(message)}.
     *
     * @param method the method; nothing happens if it has no code
     * @param line the line to throw from, or 0
     * @param message the message
     */
    public static void replace(MethodNode method, int line, String message) {
        if (method.instructions.size() == 0) {
            return;
        }
        InsnList code = new InsnList();
        Code.addLine(code, line);
        code.add(new TypeInsnNode(Opcodes.NEW, RuntimeTypes.NOT_WOVEN_EXCEPTION));
        code.add(new InsnNode(Opcodes.DUP));
        code.add(new LdcInsnNode(message)); // exception, exception, message
        code.add(Code.call(RuntimeSymbols.NEW_NOT_WOVEN));
        code.add(new InsnNode(Opcodes.ATHROW));
        EntryWriter.replaceCode(method, code);
    }
}
