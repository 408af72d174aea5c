// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes of a program what javac makes of it when {@code await} and {@code emit} are imported from {@code Blocking}: the owner of those calls is
 * all that differs, and to compile everything twice would take the time of as many programs again.
 */
final class BlockingTwin {
    private static final String WEFT = "dev/weft/Weft";
    private static final String BLOCKING = "com/example/targets/Blocking";
    private static final String GENERATING = "com/example/targets/Generating";
    private static final String BLOCKING_GENERATOR = "com/example/targets/BlockingGenerator";

    private BlockingTwin() {}

    static Map<String, byte[]> of(Map<String, byte[]> classes) {
        Map<String, byte[]> twins = new TreeMap<>();
        classes.forEach((name, classFile) -> twins.put(name, of(classFile)));
        return twins;
    }

    private static byte[] of(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        ClassVisitor calls = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(
                    int access,
                    String name,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                return new Calls(super.visitMethod(access, name, descriptor, signature, exceptions));
            }
        };
        new ClassReader(classFile).accept(calls, 0);
        return writer.toByteArray();
    }

    private static final class Calls extends MethodVisitor {
        Calls(MethodVisitor method) {
            super(Opcodes.ASM9, method);
        }

        private static String twin(String owner) {
            return switch (owner) {
                case WEFT -> BLOCKING;
                case GENERATING -> BLOCKING_GENERATOR;
                default -> owner;
            };
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            super.visitMethodInsn(opcode, twin(owner), name, descriptor, isInterface);
        }
    }
}
