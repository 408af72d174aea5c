// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.FrameLayout.Kind;
import dev.weft.weave.analysis.FrameLayout.Slot;
import dev.weft.weave.analysis.RuntimeMember;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Single instructions, named; those that touch the runtime take its members as {@link RuntimeMember}. */
final class Code {
    private Code() {}

    /** Pushes a reference. */
    static AbstractInsnNode load(int local) {
        return new VarInsnNode(Opcodes.ALOAD, local);
    }

    /** An instruction without operands of its own. */
    static AbstractInsnNode op(int opcode) {
        return new InsnNode(opcode);
    }

    /** A call of a method or constructor of the runtime. */
    static AbstractInsnNode call(RuntimeMember method) {
        return callOf(method.owner(), method);
    }

    /** A call of a method that a class inherits from the runtime, by the name of that class. */
    static AbstractInsnNode callOf(String subclass, RuntimeMember method) {
        int instance = method.name().equals("<init>") ? Opcodes.INVOKESPECIAL : Opcodes.INVOKEVIRTUAL;
        int opcode = method.isStatic() ? Opcodes.INVOKESTATIC : instance;
        return new MethodInsnNode(opcode, subclass, method.name(), method.descriptor(), false);
    }

    /** Pushes a field of the runtime; of an object, that on the stack. */
    static AbstractInsnNode get(RuntimeMember field) {
        int opcode = field.isStatic() ? Opcodes.GETSTATIC : Opcodes.GETFIELD;
        return new FieldInsnNode(opcode, field.owner(), field.name(), field.descriptor());
    }

    /** The method of the runtime that links a call site. */
    static Handle bootstrap(RuntimeMember method) {
        return new Handle(Opcodes.H_INVOKESTATIC, method.owner(), method.name(), method.descriptor(), false);
    }

    /** Pushes an int that is not below -1. */
    static AbstractInsnNode number(int value) {
        if (value >= -1 && value <= 5) {
            return new InsnNode(Opcodes.ICONST_0 + value);
        }
        if (value <= Byte.MAX_VALUE) {
            return new IntInsnNode(Opcodes.BIPUSH, value);
        }
        return value <= Short.MAX_VALUE ? new IntInsnNode(Opcodes.SIPUSH, value) : new LdcInsnNode(value);
    }

    /** Pushes the default of a kind: 0 or null. */
    static AbstractInsnNode zero(Kind kind) {
        return switch (kind) {
            case INT -> new InsnNode(Opcodes.ICONST_0);
            case LONG -> new InsnNode(Opcodes.LCONST_0);
            case FLOAT -> new InsnNode(Opcodes.FCONST_0);
            case DOUBLE -> new InsnNode(Opcodes.DCONST_0);
            case REFERENCE -> new InsnNode(Opcodes.ACONST_NULL);
        };
    }

    /** Casts what comes from the field of a {@linkplain Slot#needsCast value that needs it}. */
    static AbstractInsnNode cast(Slot slot) {
        return new TypeInsnNode(Opcodes.CHECKCAST, (String) slot.type());
    }

    /** Says that what follows stands on a line of the source; nothing if the line is 0, which means unknown. */
    static void addLine(InsnList code, int line) {
        if (line > 0) {
            LabelNode begin = new LabelNode();
            code.add(begin);
            code.add(new LineNumberNode(line, begin));
        }
    }
}
