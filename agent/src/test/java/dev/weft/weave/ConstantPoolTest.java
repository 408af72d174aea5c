// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.abi.Woven;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Holds off (docs/weaving-limits.md): Class files newer than ASM; Classes that are nobody's business. */
class ConstantPoolTest {
    @Test
    void findsTheAnnotation() {
        assertTrue(mentionsWeft(annotated("com/example/Orders", Async.class)));
    }

    @Test
    void findsTheAnnotationOfATest() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "com/example/OrdersTest", null, "java/lang/Object", null);
        writer.visitAnnotation("Ldev/weft/junit/AsyncTest;", true);
        assertTrue(mentionsWeft(writer.toByteArray()));
    }

    @Test
    void findsTheCallToAwait() throws IOException {
        assertTrue(mentionsWeft(classFileOf(Awaits.class)));
    }

    @Test
    void passesOverAClassThatOnlyHoldsTasks() throws IOException {
        assertFalse(mentionsWeft(classFileOf(HoldsTasks.class)));
        assertFalse(mentionsWeft(classFileOf(String.class)));
    }

    @Test
    void passesOverWhatIsWovenAlready() {
        assertFalse(mentionsWeft(annotated("com/example/Orders", Async.class, Woven.class)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev/weft/X", "dev/weft/abi/X", "dev/weft/internal/X", "dev/weft/io/X$Y", "dev/weft/net/X"})
    void passesOverTheRuntime(String name) {
        assertFalse(mentionsWeft(annotated(name, Async.class)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X", "dev/X", "dev/weft/endtoend/X", "dev/weft/abi/more/X", "dev/weftX", "com/dev/weft/X"})
    void doesNotTakeOthersForTheRuntime(String name) {
        assertTrue(mentionsWeft(annotated(name, Async.class)));
    }

    @Test
    void walksOverEveryKindOfConstant() {
        assertTrue(mentionsWeft(withEveryKindOfConstant()));
    }

    @Test
    void walksOverModuleAndPackageConstants() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_MODULE, "module-info", null, null, null);
        var module = writer.visitModule("com.example", 0, null);
        module.visitRequire("java.base", 0, null);
        module.visitExport("com/example", 0);
        module.visitEnd();
        writer.visitAnnotation(Type.getDescriptor(Async.class), false).visitEnd();
        assertTrue(mentionsWeft(writer.toByteArray()));
    }

    @Test
    void leavesAloneWhatHasAnUnknownConstant() throws IOException {
        assertTrue(mentionsWeft(handMade(16)));
        assertFalse(mentionsWeft(handMade(21)));
        assertFalse(mentionsWeft(handMade(2)));
        assertFalse(mentionsWeft(handMade(-1)));
    }

    @Test
    void survivesTruncatedClassFiles() {
        byte[] whole = withEveryKindOfConstant();
        for (int length = 0; length < whole.length; length++) {
            byte[] truncated = Arrays.copyOf(whole, length);
            mentionsWeft(truncated);
        }
        assertFalse(mentionsWeft(new byte[0]));
        assertFalse(mentionsWeft(Arrays.copyOf(whole, 60)));
    }

    @Test
    void survivesDamagedClassFiles() {
        byte[] whole = withEveryKindOfConstant();
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            byte[] damaged = whole.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            mentionsWeft(damaged);
        }
        byte[] wrongMagic = whole.clone();
        wrongMagic[0] = 0;
        assertFalse(mentionsWeft(wrongMagic));
    }

    @Test
    void doesNotChangeWhatItReads() {
        byte[] classFile = withEveryKindOfConstant();
        byte[] before = classFile.clone();
        mentionsWeft(classFile);
        assertArrayEquals(before, classFile);
    }

    @Test
    void tellsTheVersion() {
        assertEquals(Opcodes.V17, ConstantPool.read(annotated("X", Async.class)).majorVersion());
    }

    @Test
    void tellsTheName() {
        assertEquals(
                "p/Größe", ConstantPool.read(annotated("p/Größe", Async.class)).className());
    }

    @Test
    void knowsTheNewestVersionThatAsmReads() {
        byte[] classFile = annotated("X", Async.class);
        classFile[7] = (byte) ConstantPool.NEWEST_VERSION;
        assertEquals(ConstantPool.NEWEST_VERSION, new ClassReader(classFile).readShort(6));
        classFile[7]++;
        assertThrows(IllegalArgumentException.class, () -> new ClassReader(classFile));
    }

    private static boolean mentionsWeft(byte[] classFile) {
        return ConstantPool.read(classFile).mentionsWeft();
    }

    private static byte[] annotated(String name, Class<?>... annotations) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
        for (Class<?> annotation : annotations) {
            writer.visitAnnotation(Type.getDescriptor(annotation), false).visitEnd();
        }
        return writer.toByteArray();
    }

    /** The names that are looked for come last, after long, double, method handle and the other odd ones. */
    private static byte[] withEveryKindOfConstant() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "com/example/Orders", null, "java/lang/Object", null);
        MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "m", "()V", null, null);
        Handle handle = new Handle(Opcodes.H_INVOKESTATIC, "a/B", "c", "()V", false);
        for (Object constant :
                new Object[] {1, 1L, 1f, 1d, 2L, "text", Type.getObjectType("a/B"), Type.getMethodType("()V"), handle
                }) {
            method.visitLdcInsn(constant);
        }
        method.visitFieldInsn(Opcodes.GETSTATIC, "a/B", "f", "I");
        method.visitMethodInsn(Opcodes.INVOKESTATIC, "a/B", "d", "()V", true);
        method.visitInvokeDynamicInsn("e", "()V", handle);
        method.visitLdcInsn(new org.objectweb.asm.ConstantDynamic("g", "I", handle));
        method.visitMethodInsn(Opcodes.INVOKESTATIC, Type.getInternalName(Weft.class), "await", "()V", false);
        method.visitMaxs(0, 0);
        method.visitEnd();
        return writer.toByteArray();
    }

    /** Utf8 {@code dev/weft/Weft}, then a constant of two bytes with that tag, then the class {@code X}. */
    private static byte[] handMade(int tag) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0xCAFEBABE);
        out.writeInt(Opcodes.V17);
        out.writeShort(5);
        out.writeByte(1);
        out.writeUTF(Type.getInternalName(Weft.class));
        out.writeByte(tag);
        out.writeShort(1);
        out.writeByte(1);
        out.writeUTF("X");
        out.writeByte(7);
        out.writeShort(3);
        out.writeShort(Opcodes.ACC_PUBLIC);
        out.writeShort(4);
        return bytes.toByteArray();
    }

    private static byte[] classFileOf(Class<?> type) throws IOException {
        String name = type.getName();
        try (InputStream in = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            return in.readAllBytes();
        }
    }

    static final class Awaits {
        private Awaits() {}

        static int total(Task<Integer> task) {
            return Weft.await(task);
        }
    }

    record HoldsTasks(Task<Integer> task) {}
}
