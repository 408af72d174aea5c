// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Async methods as large as a class file allows, each of a form that some algorithm may take too long for. The JVM accepts
 * every one.
 */
final class HugeCode {
    private static final int MOST_BYTES = 65_000;
    private static final int HANDLER_SPACING = 20;
    private static final int MOST_CONSTANTS = 65_505;
    private static final Object[] NOTHING = new Object[0];

    private HugeCode() {}

    /** Puts a huge method in place of a method. */
    static boolean huge(ClassNode owner, MethodNode replaced, Random random) {
        if ((owner.access & Opcodes.ACC_INTERFACE) != 0 || owner.version < Opcodes.V1_7) {
            return false;
        }
        MethodNode method = new MethodNode(
                Opcodes.ASM9, Opcodes.ACC_STATIC, "huge", "(ILjava/lang/Object;)Ldev/weft/Task;", null, null);
        Awaiting.mark(method, random);
        method.visitMaxs(600, 2);
        int bytes = MOST_BYTES / (random.nextInt(3) > 0 ? 20 : 1 + random.nextInt(3));
        switch (random.nextInt(8)) {
            case 0 -> awaits(method, bytes);
            case 1 -> backwards(method, bytes);
            case 2 -> manyCases(method, bytes);
            case 3 -> manyVariables(method, bytes);
            case 4 -> manyConstants(method, bytes);
            case 5 -> manyHandlers(method, bytes);
            case 6 -> deepStack(method, bytes);
            default -> manyConstants(owner, random.nextInt(60));
        }
        await(method);
        method.visitInsn(Opcodes.ACONST_NULL);
        method.visitInsn(Opcodes.ARETURN);
        owner.methods.set(owner.methods.indexOf(replaced), method);
        return true;
    }

    private static void await(MethodVisitor code) {
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC, "dev/weft/Weft", "await", "(Ldev/weft/Awaitable;)Ljava/lang/Object;", false);
        code.visitInsn(Opcodes.POP);
    }

    private static void awaits(MethodVisitor code, int bytes) {
        for (int i = 0; i < bytes / 6; i++) {
            Label label = new Label();
            code.visitLabel(label);
            code.visitLineNumber(10_000 + i, label);
            await(code);
        }
    }

    /** Each block jumps to the one in front of it, so whatever is found out in one pass goes one block far. */
    private static void backwards(MethodVisitor code, int bytes) {
        List<Label> blocks = new ArrayList<>();
        Label end = new Label();
        for (int i = 0; i < bytes / 20; i++) {
            blocks.add(new Label());
        }
        Object[] locals = {Opcodes.INTEGER, "java/lang/Object"};
        code.visitJumpInsn(Opcodes.GOTO, blocks.get(blocks.size() - 1));
        for (int i = 0; i < blocks.size(); i++) {
            code.visitLabel(blocks.get(i));
            code.visitFrame(Opcodes.F_NEW, 2, locals, 0, NOTHING);
            code.visitVarInsn(Opcodes.ILOAD, 0);
            code.visitJumpInsn(Opcodes.IFEQ, end);
            code.visitJumpInsn(Opcodes.GOTO, i == 0 ? end : blocks.get(i - 1));
        }
        code.visitLabel(end);
        code.visitFrame(Opcodes.F_NEW, 2, locals, 0, NOTHING);
    }

    /** All cases store to the same variable, and what follows reads it often. */
    private static void manyCases(MethodNode code, int bytes) {
        int cases = bytes / 20;
        Label[] labels = new Label[cases];
        for (int i = 0; i < cases; i++) {
            labels[i] = new Label();
        }
        Label join = new Label();
        code.visitVarInsn(Opcodes.ILOAD, 0);
        code.visitTableSwitchInsn(0, cases - 1, join, labels);
        Object[] locals = {Opcodes.INTEGER, "java/lang/Object"};
        for (Label label : labels) {
            code.visitLabel(label);
            code.visitFrame(Opcodes.F_NEW, 2, locals, 0, NOTHING);
            code.visitInsn(Opcodes.ACONST_NULL);
            code.visitVarInsn(Opcodes.ASTORE, 1);
            code.visitJumpInsn(Opcodes.GOTO, join);
        }
        code.visitLabel(join);
        code.visitFrame(Opcodes.F_NEW, 2, locals, 0, NOTHING);
        for (int i = 0; i < bytes / 8; i++) {
            code.visitVarInsn(Opcodes.ALOAD, 1);
            code.visitVarInsn(Opcodes.ASTORE, 1);
        }
    }

    private static void manyVariables(MethodNode code, int bytes) {
        int variables = bytes / 20;
        for (int i = 0; i < variables; i++) {
            code.visitInsn(Opcodes.ACONST_NULL);
            code.visitVarInsn(Opcodes.ASTORE, 2 + i);
        }
        for (int i = 0; i < bytes / 8; i++) {
            code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Thread", "yield", "()V", false);
        }
        await(code);
        for (int i = 0; i < variables; i++) {
            code.visitVarInsn(Opcodes.ALOAD, 2 + i);
            code.visitInsn(Opcodes.POP);
        }
        code.visitMaxs(600, 2 + variables);
    }

    private static void manyConstants(MethodVisitor code, int bytes) {
        for (int i = 0; i < bytes / 3; i++) {
            code.visitLdcInsn("constant" + i % 250);
            code.visitInsn(Opcodes.POP);
        }
    }

    private static void manyHandlers(MethodVisitor code, int bytes) {
        Label handler = new Label();
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < bytes / HANDLER_SPACING; i++) {
            Label label = new Label();
            code.visitLabel(label);
            labels.add(label);
            await(code);
        }
        Label end = new Label();
        code.visitLabel(end);
        code.visitInsn(Opcodes.ACONST_NULL);
        code.visitLabel(handler);
        Object[] locals = {Opcodes.INTEGER, "java/lang/Object"};
        code.visitFrame(Opcodes.F_NEW, 2, locals, 1, new Object[] {"java/lang/Throwable"});
        code.visitInsn(Opcodes.POP);
        labels.forEach(label -> code.visitTryCatchBlock(label, end, handler, null));
    }

    private static void deepStack(MethodVisitor code, int bytes) {
        int depth = Math.min(500, bytes / 50);
        for (int i = 0; i < depth; i++) {
            code.visitVarInsn(Opcodes.ALOAD, 1);
        }
        for (int i = 0; i < bytes / 300; i++) {
            await(code);
        }
        for (int i = 0; i < depth; i++) {
            code.visitInsn(Opcodes.POP);
        }
    }

    /** A constant pool with room for a few more, and no method that is large. */
    private static void manyConstants(ClassNode owner, int room) {
        for (int i = MOST_CONSTANTS - room; i > 0; i--) {
            owner.fields.add(new FieldNode(0, "f" + i, "I", null, null));
        }
    }
}
