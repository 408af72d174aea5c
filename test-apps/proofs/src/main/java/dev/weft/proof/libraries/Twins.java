// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Which methods of a class get a twin. */
final class Twins {
    private static final int JAVA_7 = Opcodes.V1_7;

    private Twins() {}

    /** The twins of all methods of a class that can have one, by the key of the method; some are generators if that is wanted. */
    static Map<String, Twin> of(byte[] classFile, boolean emits) {
        ClassNode owner = new ClassNode();
        new ClassReader(classFile).accept(owner, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        Map<String, Twin> twins = new HashMap<>();
        for (MethodNode method : owner.methods) {
            if (whyNone(owner, method) == null) {
                twins.put(Twin.key(owner.name, method.name, method.desc), Twin.of(owner, method, emits));
            }
        }
        return twins;
    }

    /** Why a method can have no twin; null if it can. */
    static @Nullable Reason whyNone(ClassNode owner, MethodNode method) {
        if ((method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
            return Reason.NO_CODE;
        }
        if (method.name.startsWith("<")) {
            return Reason.INITIALIZER;
        }
        if ((owner.version & 0xFFFF) < JAVA_7) {
            return Reason.CLASS_FILE_TOO_OLD;
        }
        if ((method.access & Opcodes.ACC_SYNCHRONIZED) != 0) {
            return Reason.SYNCHRONIZED;
        }
        return whyNoCallCanSuspend(owner, method);
    }

    private static @Nullable Reason whyNoCallCanSuspend(ClassNode owner, MethodNode method) {
        Reason why = Reason.NO_CALLS;
        Set<AbstractInsnNode> underMonitor = HeldMonitors.in(owner.name, method);
        for (AbstractInsnNode insn : method.instructions) {
            if (TwinWriter.isCall(insn)) {
                if (!underMonitor.contains(insn)) {
                    return null;
                }
                why = Reason.UNDER_MONITOR;
            }
        }
        return why;
    }
}
