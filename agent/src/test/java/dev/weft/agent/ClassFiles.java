// SPDX-License-Identifier: Apache-2.0
package dev.weft.agent;

import dev.weft.Async;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Small class files. */
final class ClassFiles {
    private ClassFiles() {}

    static byte[] plain(String name, String superName) {
        return writer(name, superName).toByteArray();
    }

    /** A class that the constant pool scan takes for one to weave. */
    static byte[] async(String name) {
        ClassWriter writer = writer(name, "java/lang/Object");
        writer.visitAnnotation(Type.getDescriptor(Async.class), false).visitEnd();
        return writer.toByteArray();
    }

    /** A class with a method that returns an int from an empty operand stack. */
    static byte[] broken(String name) {
        ClassWriter writer = writer(name, "java/lang/Object");
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "broken", "()I", null, null);
        method.visitInsn(Opcodes.IRETURN);
        method.visitMaxs(1, 0);
        method.visitEnd();
        return writer.toByteArray();
    }

    private static ClassWriter writer(String name, String superName) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, name, null, superName, null);
        return writer;
    }
}
