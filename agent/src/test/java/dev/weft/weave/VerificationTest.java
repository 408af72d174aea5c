// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class VerificationTest {
    @Test
    void findsNothingInWhatJavacWrote() throws IOException {
        try (InputStream in = VerificationTest.class.getResourceAsStream("VerificationTest.class")) {
            assertEquals(List.of(), Verification.problems(in.readAllBytes()));
        }
    }

    @Test
    void findsAnOperandOfTheWrongKind() {
        List<String> problems = Verification.problems(classFile(method -> {
            method.visitInsn(Opcodes.ACONST_NULL);
            method.visitInsn(Opcodes.IRETURN);
        }));
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("com.example.Orders.total()I: "), problems::toString);
    }

    @Test
    void findsAnEmptyOperandStack() {
        assertEquals(
                1,
                Verification.problems(classFile(method -> method.visitInsn(Opcodes.IRETURN)))
                        .size());
    }

    @Test
    void findsCodeThatRunsOffItsEnd() {
        assertEquals(
                1,
                Verification.problems(classFile(method -> method.visitInsn(Opcodes.ICONST_0)))
                        .size());
    }

    @Test
    void loadsNoClass() {
        assertEquals(List.of(), Verification.problems(classFile(method -> {
            method.visitMethodInsn(Opcodes.INVOKESTATIC, "no/such/Type", "make", "()Lno/such/Other;", false);
            method.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "no/such/Sub", "total", "()I", false);
            method.visitInsn(Opcodes.IRETURN);
        })));
    }

    @Test
    void findsTruncation() {
        byte[] whole = classFile(method -> method.visitInsn(Opcodes.IRETURN));
        for (int length = 0; length < whole.length; length++) {
            assertEquals(1, Verification.problems(Arrays.copyOf(whole, length)).size());
        }
    }

    private static byte[] classFile(Consumer<MethodVisitor> code) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "com/example/Orders", null, "java/lang/Object", null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "total", "()I", null, null);
        method.visitCode();
        code.accept(method);
        method.visitMaxs(2, 2);
        method.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
