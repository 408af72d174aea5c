// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import dev.weft.weave.analysis.LocalSlots;
import java.util.Iterator;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** Copies a method, for the other steps of this package to change; the original becomes the entry later. */
public final class MethodCopy {
    private MethodCopy() {}

    /**
     * Copies a method.
     *
     * @param method a method
     * @return a copy that shares no instruction with it, and whose header claims no more locals than the code uses
     */
    public static MethodNode of(MethodNode method) {
        MethodNode copy = new MethodNode(
                Opcodes.ASM9,
                method.access,
                method.name,
                method.desc,
                method.signature,
                method.exceptions.toArray(new String[0]));
        method.accept(copy);
        copy.maxLocals = LocalSlots.used(copy);
        if (copy.localVariables != null) {
            dropUnused(copy);
        }
        return copy;
    }

    private static void dropUnused(MethodNode copy) {
        for (Iterator<LocalVariableNode> all = copy.localVariables.iterator(); all.hasNext(); ) {
            if (all.next().index >= copy.maxLocals) {
                all.remove();
            }
        }
    }
}
