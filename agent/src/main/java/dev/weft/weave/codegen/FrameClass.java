// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.FrameForm;
import dev.weft.weave.analysis.FrameLayout.Field;
import dev.weft.weave.analysis.FrameLayout.Slot;
import dev.weft.weave.analysis.RuntimeMember;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A frame class while it is written: begins and ends its methods, and emits what they do with its fields. All that it has is synthetic, so
 * that debuggers and stack traces pass over it.
 */
final class FrameClass {
    private static final int SYNTHETIC = Opcodes.ACC_SYNTHETIC;

    /** The field for {@code this} of an instance method. */
    private static final String SELF = "self";

    private final AsyncMethod method;
    private final FrameForm form;
    private final ClassWriter writer = new ClassWriter(0);

    /** Begins {@code final class C$weft$foo extends Frame}. */
    FrameClass(AsyncMethod method) {
        this.method = method;
        this.form = method.returnKind().frame();
        int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | SYNTHETIC;
        writer.visit(method.owner().version, access, name(), null, form.superclass(), null);
        writer.visitSource(method.owner().sourceFile, null);
    }

    /** Ends the class. */
    byte[] toClassFile() {
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** What the class extends, and overrides. */
    FrameForm form() {
        return form;
    }

    /** The async method that the frames belong to. */
    AsyncMethod method() {
        return method;
    }

    /** The internal name of the frame class. */
    String name() {
        return method.frameClass();
    }

    private String selfDescriptor() {
        return "L" + method.owner().name + ";";
    }

    /** {@code static final String name = "…";}, which the JVM sets when it initialises the class, and no code does. */
    void addConstant(String name, String value) {
        int access = Opcodes.ACC_STATIC | Opcodes.ACC_FINAL | SYNTHETIC;
        writer.visitField(access, name, "Ljava/lang/String;", null, value);
    }

    /** {@code Object l0;}. */
    void addField(Field field) {
        writer.visitField(SYNTHETIC, field.name(), field.descriptor(), null, null);
    }

    /** {@code C self;}. */
    void addSelf() {
        writer.visitField(SYNTHETIC, SELF, selfDescriptor(), null, null);
    }

    /** Begins a method, which is synthetic as all of the class. */
    MethodVisitor begin(int access, String name, String descriptor) {
        MethodVisitor code = writer.visitMethod(access | SYNTHETIC, name, descriptor, null, null);
        code.visitCode();
        return code;
    }

    /** Begins a method that overrides or implements one of {@code Frame}. */
    MethodVisitor override(int access, RuntimeMember overridden) {
        return begin(access, overridden.name(), overridden.descriptor());
    }

    /** Ends a method with an instruction that leaves it. */
    static void end(MethodVisitor code, int exit, int stack, int locals) {
        code.visitInsn(exit);
        end(code, stack, locals);
    }

    /**
     * Ends a method of which the last instruction is there.
     *
     * @param code the method
     * @param stack how many slots the operand stack takes where it takes most: who writes the method knows, and for ASM it is work to find out
     * @param locals how many slots the locals take, the parameters among them
     */
    static void end(MethodVisitor code, int stack, int locals) {
        code.visitMaxs(stack, locals);
        code.visitEnd();
    }

    /** How much of the operand stack it takes to make a frame, and to put values and perhaps {@code this} into its fields, one at a time. */
    static int stackToPut(List<Slot> values, boolean withSelf) {
        int most = withSelf ? 2 : 1;
        for (Slot value : values) {
            most = Math.max(most, 1 + value.kind().size());
        }
        return most;
    }

    /** {@code target.l0 = local;}, where both are slots of the method that is written. */
    void put(MethodVisitor code, int target, Slot slot, int local) {
        put(
                code,
                target,
                slot.kind().load(),
                local,
                slot.field().name(),
                slot.field().descriptor());
    }

    /** {@code target.self = local;}. */
    void putSelf(MethodVisitor code, int target, int local) {
        put(code, target, Opcodes.ALOAD, local, SELF, selfDescriptor());
    }

    private void put(MethodVisitor code, int target, int load, int local, String field, String descriptor) {
        code.visitVarInsn(Opcodes.ALOAD, target);
        code.visitVarInsn(load, local); // target, value
        code.visitFieldInsn(Opcodes.PUTFIELD, name(), field, descriptor);
    }

    /** {@code target.l0}, pushed. */
    void get(MethodVisitor code, int target, Field field) {
        code.visitVarInsn(Opcodes.ALOAD, target);
        code.visitFieldInsn(Opcodes.GETFIELD, name(), field.name(), field.descriptor());
    }

    /** {@code this.self}, pushed; nothing for a static method. */
    void getSelf(MethodVisitor code) {
        if (!method.isStatic()) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(Opcodes.GETFIELD, name(), SELF, selfDescriptor());
        }
    }
}
