// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.FrameLayout;
import dev.weft.weave.analysis.FrameLayout.Field;
import dev.weft.weave.analysis.FrameLayout.Kind;
import dev.weft.weave.analysis.FrameLayout.PointLayout;
import dev.weft.weave.analysis.FrameLayout.Slot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the methods of a frame class that take the values of a suspension point, one for each combination of types that a point passes:
 *
 * <pre>
 * static Frame spill(Object l, int i…, C self, Frame frame) {
 *     FrameClass f;
 *     if (frame == null) { f = new FrameClass(); f.self = self; } else { f = (FrameClass) frame; }
 *     f.i0 = i; if (f.l0 != l) { f.l0 = l; } …          // what is passed
 *     if (f.l1 != null) { f.l1 = null; } …              // what an earlier point kept
 *     return f;
 * }
 * </pre>
 *
 * <p>To a garbage collector each reference that is written is work, and most are there already: a loop keeps the same.
 */
final class SpillMethods {
    /** In place of a local: null. */
    private static final int NOTHING = -1;

    private final FrameClass type;
    private final FrameLayout layout;

    private SpillMethods(FrameClass type, FrameLayout layout) {
        this.type = type;
        this.layout = layout;
    }

    /** Writes the spill methods that the points of a method call. */
    static void write(FrameClass type, FrameLayout layout) {
        SpillMethods methods = new SpillMethods(type, layout);
        for (Map.Entry<String, List<Slot>> method : methods.called().entrySet()) {
            methods.write(method.getKey(), method.getValue());
        }
    }

    /** The methods that the points call, each once: what is passed, by descriptor. */
    private Map<String, List<Slot>> called() {
        Map<String, List<Slot>> methods = new LinkedHashMap<>();
        for (PointLayout point : layout.points()) {
            List<Slot> passed = SpillCall.passed(point);
            methods.putIfAbsent(SpillCall.descriptor(type.method(), passed), passed);
        }
        return methods;
    }

    /** {@code static Frame spill(…) { … }}: the values come first, then {@code this} if there is one, then the frame, and one more local. */
    private void write(String descriptor, List<Slot> passed) {
        MethodVisitor code = type.begin(Opcodes.ACC_STATIC, SpillCall.NAME, descriptor);
        int self = FrameLayout.size(passed);
        int frame = type.method().isStatic() ? self : self + 1;
        int typed = frame + 1;
        chooseFrame(code, self, frame, typed);
        store(code, typed, passed);
        clearOthers(code, typed, passed);
        code.visitVarInsn(Opcodes.ALOAD, typed);
        FrameClass.end(code, Opcodes.ARETURN, FrameClass.stackToPut(passed, true), typed + 1);
    }

    /**
     * {@code if (frame == null) { f = new FrameClass(); f.self = self; } else { f = (FrameClass) frame; }}, where {@code f} is the local
     * {@code typed}.
     */
    private void chooseFrame(MethodVisitor code, int self, int frame, int typed) {
        Label reuse = new Label();
        Label chosen = new Label();
        code.visitVarInsn(Opcodes.ALOAD, frame);
        code.visitJumpInsn(Opcodes.IFNONNULL, reuse);
        code.visitTypeInsn(Opcodes.NEW, type.name());
        code.visitInsn(Opcodes.DUP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, type.name(), "<init>", "()V", false);
        code.visitVarInsn(Opcodes.ASTORE, typed);
        if (!type.method().isStatic()) {
            type.putSelf(code, typed, self);
        }
        code.visitJumpInsn(Opcodes.GOTO, chosen);
        code.visitLabel(reuse);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        code.visitVarInsn(Opcodes.ALOAD, frame);
        code.visitTypeInsn(Opcodes.CHECKCAST, type.name());
        code.visitVarInsn(Opcodes.ASTORE, typed);
        code.visitLabel(chosen);
        code.visitFrame(Opcodes.F_APPEND, 1, new Object[] {type.name()}, 0, null);
    }

    /** {@code f.i0 = i; if (f.l0 != l) { f.l0 = l; } …}: the parameters are in the order of the values. */
    private void store(MethodVisitor code, int typed, List<Slot> passed) {
        int parameter = 0;
        for (Slot slot : passed) {
            if (slot.kind() == Kind.REFERENCE) {
                putIfOther(code, typed, slot.field(), parameter);
            } else {
                type.put(code, typed, slot, parameter);
            }
            parameter += slot.kind().size();
        }
    }

    /** {@code if (f.l1 != null) { f.l1 = null; } …}: no value outlives its last use because another point has spilled it. */
    private void clearOthers(MethodVisitor code, int typed, List<Slot> passed) {
        Set<Field> stored = new TreeSet<>();
        for (Slot slot : passed) {
            stored.add(slot.field());
        }
        for (Field field : layout.fields()) {
            if (field.kind() == Kind.REFERENCE && !stored.contains(field)) {
                putIfOther(code, typed, field, NOTHING);
            }
        }
    }

    /** {@code if (f.l0 != value) { f.l0 = value; }}. */
    private void putIfOther(MethodVisitor code, int typed, Field field, int local) {
        Label same = new Label();
        type.get(code, typed, field);
        load(code, local); // old, value
        code.visitJumpInsn(Opcodes.IF_ACMPEQ, same);
        code.visitVarInsn(Opcodes.ALOAD, typed);
        load(code, local); // f, value
        code.visitFieldInsn(Opcodes.PUTFIELD, type.name(), field.name(), field.descriptor());
        code.visitLabel(same);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }

    /** Pushes a local, or {@code null} in place of one. */
    private static void load(MethodVisitor code, int reference) {
        if (reference == NOTHING) {
            code.visitInsn(Opcodes.ACONST_NULL);
        } else {
            code.visitVarInsn(Opcodes.ALOAD, reference);
        }
    }
}
