// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.blindfold;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * An agent that takes out of the runtime what only dumps need: which tasks there are, whose child of which name and place each is, how
 * many steps it has made and since when it waits, and the time of each turn. The rest stays as it is, the size of a task too. What is then
 * measured against the whole is what introspection costs.
 */
public final class Blindfold implements ClassFileTransformer {
    private static final String INTERNAL = "dev/weft/internal/";
    private static final String ABI = "dev/weft/abi/";

    /** The methods that do nothing any more, by class. */
    private static final Map<String, Set<String>> METHODS = Map.of(
            INTERNAL + "LiveTasks", Set.of("add", "remove"),
            INTERNAL + "Births", Set.of("turnEnded"),
            INTERNAL + "Turns", Set.of("begins"),
            ABI + "Allowance", Set.of("rests"));

    /** The fields that are not written any more, by the class whose code writes them. */
    private static final Map<String, Set<String>> FIELDS = Map.of(
            INTERNAL + "IdentifiedTask", Set.of("number", "label", "spawner"),
            ABI + "Trampoline", Set.of("steps"));

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
        Set<String> expected = new HashSet<>(METHODS.getOrDefault(name, Set.of()));
        expected.addAll(FIELDS.getOrDefault(name, Set.of()));
        if (expected.isEmpty()) {
            return null;
        }
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, 0);
        Blinded blinded = new Blinded(writer, name);
        reader.accept(blinded, 0);
        if (!blinded.done.equals(expected)) { // it would be measured as if nothing cost anything
            System.err.println("Blindfold found in " + name + " only " + blinded.done + " of " + expected);
            Runtime.getRuntime().halt(1);
        }
        return writer.toByteArray();
    }

    private static final class Blinded extends ClassVisitor {
        private final Set<String> methods;
        private final Set<String> fields;
        private final Set<String> done = new HashSet<>();

        Blinded(ClassVisitor next, String name) {
            super(Opcodes.ASM9, next);
            this.methods = METHODS.getOrDefault(name, Set.of());
            this.fields = FIELDS.getOrDefault(name, Set.of());
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access, String method, String descriptor, @Nullable String signature, String @Nullable [] thrown) {
            MethodVisitor code = super.visitMethod(access, method, descriptor, signature, thrown);
            if (methods.contains(method)) {
                done.add(method);
                code.visitCode();
                code.visitInsn(Opcodes.RETURN);
                code.visitMaxs(0, Type.getArgumentsAndReturnSizes(descriptor) >> 2);
                code.visitEnd();
                return null;
            }
            return new MethodVisitor(Opcodes.ASM9, code) {
                @Override
                public void visitFieldInsn(int opcode, String owner, String field, String type) {
                    if (opcode == Opcodes.PUTFIELD && fields.contains(field)) {
                        done.add(field);
                        super.visitInsn(Opcodes.POP2);
                    } else {
                        super.visitFieldInsn(opcode, owner, field, type);
                    }
                }
            };
        }
    }
}
