// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.faults;

import dev.weft.weave.WeaveResult;
import dev.weft.weave.Weaver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Loads the runtime and a program anew, the program woven, with a {@link FaultPoint} in front of each allocation. */
final class FaultLoader extends ClassLoader {
    private static final String POINT = Type.getInternalName(FaultPoint.class);

    private final String program;
    private final Map<String, byte[]> frameClasses = new HashMap<>();

    /** Makes a loader for the runtime and the program with its nested classes. */
    FaultLoader(Class<?> program) {
        super(FaultLoader.class.getClassLoader());
        this.program = program.getName();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isOurs(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private boolean isOurs(String name) {
        return name.startsWith(program)
                || name.matches("dev\\.weft\\.((abi|internal|internal\\.\\w+|io|net|spi)\\.)?[A-Z].*");
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = frameClasses.get(name.replace('.', '/'));
        if (bytes == null) {
            bytes = name.startsWith(program) ? woven(read(name)) : read(name);
        }
        byte[] instrumented = withFaultPoints(bytes);
        return defineClass(name, instrumented, 0, instrumented.length);
    }

    private byte[] woven(byte[] classFile) {
        WeaveResult result = Weaver.weave(classFile);
        frameClasses.putAll(result.frameClasses());
        byte[] woven = result.classFile();
        return woven == null ? classFile : woven;
    }

    private byte[] read(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return file.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] withFaultPoints(byte[] classFile) {
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classFile).accept(new Points(writer), 0);
        return writer.toByteArray();
    }

    /** Adds the points to all methods but the initializer of the class: a class that could not be initialized can never be used. */
    private static final class Points extends ClassVisitor {
        Points(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return name.equals("<clinit>") ? next : new PointsOfMethod(next);
        }
    }

    /** Adds a point in front of each instruction that allocates, and of each call that leaves the runtime. */
    private static final class PointsOfMethod extends MethodVisitor {
        PointsOfMethod(MethodVisitor next) {
            super(Opcodes.ASM9, next);
        }

        private void point() {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, POINT, "pass", "()V", false);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            if (opcode == Opcodes.ANEWARRAY) {
                point();
            }
            super.visitTypeInsn(opcode, type);
            if (opcode == Opcodes.NEW) { // behind it, for stack maps know the object by the place of the instruction
                point();
            }
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            if (opcode == Opcodes.NEWARRAY) {
                point();
            }
            super.visitIntInsn(opcode, operand);
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            point();
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
        }

        /** Collections of the JDK allocate where they grow. */
        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (owner.startsWith("java/util/") && name.matches("add|push|offer|put|copyOf|of")) {
                point();
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        }
    }
}
