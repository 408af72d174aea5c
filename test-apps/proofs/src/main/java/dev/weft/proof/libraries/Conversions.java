// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** A method's result as an object, and back. */
final class Conversions {
    private Conversions() {}

    /** Leaves the value on top of the stack as an object; nothing as null. */
    static void box(Type type, InsnList code) {
        if (type.getSort() == Type.VOID) {
            code.add(new InsnNode(Opcodes.ACONST_NULL));
        } else if (type.getSort() < Type.ARRAY) {
            String wrapper = wrapper(type);
            String descriptor = "(" + type.getDescriptor() + ")L" + wrapper + ";";
            code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, wrapper, "valueOf", descriptor, false));
        }
    }

    /** Makes a value of the type out of the object on top of the stack. */
    static void unbox(Type type, InsnList code) {
        if (type.getSort() == Type.VOID) {
            code.add(new InsnNode(Opcodes.POP));
        } else if (type.getSort() >= Type.ARRAY) {
            code.add(new TypeInsnNode(Opcodes.CHECKCAST, type.getInternalName()));
        } else {
            String wrapper = wrapper(type);
            code.add(new TypeInsnNode(Opcodes.CHECKCAST, wrapper));
            String value = type.getClassName() + "Value";
            code.add(new MethodInsnNode(Opcodes.INVOKEVIRTUAL, wrapper, value, "()" + type.getDescriptor(), false));
        }
    }

    private static String wrapper(Type type) {
        return switch (type.getSort()) {
            case Type.BOOLEAN -> "java/lang/Boolean";
            case Type.BYTE -> "java/lang/Byte";
            case Type.CHAR -> "java/lang/Character";
            case Type.SHORT -> "java/lang/Short";
            case Type.INT -> "java/lang/Integer";
            case Type.LONG -> "java/lang/Long";
            case Type.FLOAT -> "java/lang/Float";
            case Type.DOUBLE -> "java/lang/Double";
            default -> throw new IllegalArgumentException(type.toString());
        };
    }
}
