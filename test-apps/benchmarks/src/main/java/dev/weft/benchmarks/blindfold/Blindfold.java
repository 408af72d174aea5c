// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.blindfold;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * An agent that takes out of the runtime what only dumps need: which tasks there are, and whose child of which name and place each is.
 * The rest stays as it is, the size of a task too. What is then measured against the whole is what introspection costs.
 */
public final class Blindfold implements ClassFileTransformer {
    private static final String PACKAGE = "dev/weft/internal/";
    private static final String TASK = PACKAGE + "SpawnedTask";
    private static final String LIVE_TASKS = PACKAGE + "LiveTasks";
    private static final Set<String> WRITES = Set.of(TASK + ".number", TASK + ".label", TASK + ".parent");

    private Blindfold() {}

    /** Called by the JVM before the program. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new Blindfold());
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String name,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (!name.startsWith(PACKAGE)) {
            return null;
        }
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        Blinded blinded = new Blinded(writer, name);
        reader.accept(blinded, 0);
        if (blinded.expectsMore()) { // it would be measured as if nothing cost anything
            System.err.println("Blindfold found in " + name + " only " + blinded.done + " of what it takes out");
            Runtime.getRuntime().halt(1);
        }
        return writer.toByteArray();
    }

    private static final class Blinded extends ClassVisitor {
        private final String name;
        private int done;

        Blinded(ClassVisitor next, String name) {
            super(Opcodes.ASM9, next);
            this.name = name;
        }

        /** Two methods of the list, and the fields that each class is known to write. */
        boolean expectsMore() {
            return switch (name) {
                case LIVE_TASKS -> done != 2;
                case TASK -> done < 4;
                default -> false;
            };
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access, String method, String descriptor, @Nullable String signature, String @Nullable [] thrown) {
            MethodVisitor code = super.visitMethod(access, method, descriptor, signature, thrown);
            if (name.equals(LIVE_TASKS) && (method.equals("add") || method.equals("remove"))) {
                done++;
                code.visitCode();
                code.visitInsn(Opcodes.RETURN);
                code.visitMaxs(0, 2);
                code.visitEnd();
                return null;
            }
            return new MethodVisitor(Opcodes.ASM9, code) {
                @Override
                public void visitFieldInsn(int opcode, String owner, String field, String type) {
                    if (opcode == Opcodes.PUTFIELD && WRITES.contains(owner + "." + field)) {
                        done++;
                        super.visitInsn(Opcodes.POP2);
                    } else {
                        super.visitFieldInsn(opcode, owner, field, type);
                    }
                }
            };
        }
    }
}
