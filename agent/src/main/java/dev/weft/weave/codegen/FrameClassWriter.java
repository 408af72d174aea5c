// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.FrameLayout;
import dev.weft.weave.analysis.FrameLayout.Field;
import dev.weft.weave.analysis.FrameLayout.Kind;
import dev.weft.weave.analysis.FrameLayout.PointLayout;
import dev.weft.weave.analysis.FrameLayout.Slot;
import dev.weft.weave.analysis.ReturnKind;
import dev.weft.weave.analysis.RuntimeMember;
import dev.weft.weave.analysis.RuntimeSymbols;
import dev.weft.weave.analysis.RuntimeTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.InsnList;

/**
 * Writes the frame class of a method:
 *
 * <pre>
 * final class C$weft$foo extends Frame {
 *     Object l0, l1…; int i0…; long j0…; float f0…; double d0…;
 *     C self;                                              // of an instance method
 *     C$weft$foo(C self, A a…) { this.self = self; l0 = a; … }
 *     static Frame spill(Object, int…, C self, Frame frame) { … }  // one per combination of kinds
 *     public Object resume(Coroutine co) { … C.foo(…, co, this) … }
 *     protected void clear() { l0 = null; … }
 *     protected String sources() { return "…"; }
 *     protected MethodHandle body() { return C::foo$weft; }       // of an instance method that returns a task
 * }
 * </pre>
 */
public final class FrameClassWriter {
    private static final int SYNTHETIC = Opcodes.ACC_SYNTHETIC;
    private static final String SELF = "self";

    /** In place of a local: null. */
    private static final int NOTHING = -1;

    private final AsyncMethod method;
    private final FrameLayout layout;
    private final String owner;
    private final String name;
    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);

    private FrameClassWriter(AsyncMethod method, FrameLayout layout) {
        this.method = method;
        this.layout = layout;
        this.owner = method.owner().name;
        this.name = method.frameClass();
    }

    /**
     * Writes.
     *
     * @param method the method
     * @param layout the fields of its frame
     * @param sources its lines, as the frame tells them to the runtime
     * @return a class file
     */
    public static byte[] write(AsyncMethod method, FrameLayout layout, String sources) {
        return new FrameClassWriter(method, layout).write(sources);
    }

    private byte[] write(String sources) {
        int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | SYNTHETIC;
        writer.visit(method.owner().version, access, name, null, RuntimeTypes.FRAME, null);
        writer.visitSource(method.owner().sourceFile, null);
        writeFields();
        writeConstructors();
        for (Map.Entry<String, List<Slot>> spill : spillMethods().entrySet()) {
            writeSpill(spill.getKey(), spill.getValue());
        }
        writeResume();
        writeClear();
        writeSources(sources);
        if (!method.isStatic() && method.returnKind() == ReturnKind.TASK) {
            writeBody();
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private void writeFields() {
        for (Field field : layout.fields()) {
            writer.visitField(SYNTHETIC, field.name(), field.descriptor(), null, null);
        }
        if (!method.isStatic()) {
            writer.visitField(SYNTHETIC, SELF, "L" + owner + ";", null, null);
        }
    }

    /** The descriptor of the constructor that takes {@code this} and the arguments. */
    static String constructor(AsyncMethod method) {
        String arguments =
                method.method().desc.substring(1, method.method().desc.lastIndexOf(')'));
        return "(" + (method.isStatic() ? "" : "L" + method.owner().name + ";") + arguments + ")V";
    }

    private void writeConstructors() {
        MethodVisitor cold = begin(SYNTHETIC, "<init>", constructor(method));
        callSuper(cold);
        if (!method.isStatic()) {
            put(cold, 0, Opcodes.ALOAD, 1, SELF, "L" + owner + ";");
        }
        for (Slot argument : layout.arguments()) {
            putSlot(cold, 0, argument, argument.local() + 1);
        }
        end(cold, Opcodes.RETURN);
        if (!constructor(method).equals("()V")) {
            MethodVisitor empty = begin(SYNTHETIC, "<init>", "()V");
            callSuper(empty);
            end(empty, Opcodes.RETURN);
        }
    }

    private static void callSuper(MethodVisitor code) {
        code.visitVarInsn(Opcodes.ALOAD, 0);
        Code.call(RuntimeSymbols.NEW_FRAME).accept(code);
    }

    /** The spill methods that the points call, each once. */
    private Map<String, List<Slot>> spillMethods() {
        Map<String, List<Slot>> methods = new LinkedHashMap<>();
        for (PointLayout point : layout.points()) {
            List<Slot> passed = PointWriter.passed(point);
            methods.putIfAbsent(PointWriter.spillDescriptor(method, passed), passed);
        }
        return methods;
    }

    /**
     * <pre>
     * FrameClass f;
     * if (frame == null) { f = new FrameClass(); f.self = self; } else { f = (FrameClass) frame; }
     * f.i0 = i; if (f.l0 != l) { f.l0 = l; } …          // what is passed
     * if (f.l1 != null) { f.l1 = null; } …              // what an earlier point kept
     * return f;
     * </pre>
     *
     * To a garbage collector each reference that is written is work, and most are there already: a loop keeps the same.
     */
    private void writeSpill(String descriptor, List<Slot> passed) {
        MethodVisitor code = begin(Opcodes.ACC_STATIC | SYNTHETIC, "spill", descriptor);
        int self = FrameLayout.size(passed);
        int frame = method.isStatic() ? self : self + 1;
        int typed = frame + 1;
        writeFrame(code, self, frame, typed);
        int parameter = 0;
        for (Slot slot : passed) {
            if (slot.kind() == Kind.REFERENCE) {
                putIfOther(code, typed, slot.field(), parameter);
            } else {
                putSlot(code, typed, slot, parameter);
            }
            parameter += slot.kind().size();
        }
        Set<Field> kept = new TreeSet<>();
        for (Slot slot : passed) {
            kept.add(slot.field());
        }
        for (Field field : layout.fields()) {
            if (field.kind() == Kind.REFERENCE && !kept.contains(field)) {
                putIfOther(code, typed, field, NOTHING);
            }
        }
        code.visitVarInsn(Opcodes.ALOAD, typed);
        end(code, Opcodes.ARETURN);
    }

    /** Stores the frame that is there, or a new one, in the local {@code typed}. */
    private void writeFrame(MethodVisitor code, int self, int frame, int typed) {
        Label reuse = new Label();
        Label fill = new Label();
        code.visitVarInsn(Opcodes.ALOAD, frame);
        code.visitJumpInsn(Opcodes.IFNONNULL, reuse);
        code.visitTypeInsn(Opcodes.NEW, name);
        code.visitInsn(Opcodes.DUP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, name, "<init>", "()V", false);
        code.visitVarInsn(Opcodes.ASTORE, typed);
        if (!method.isStatic()) {
            put(code, typed, Opcodes.ALOAD, self, SELF, "L" + owner + ";");
        }
        code.visitJumpInsn(Opcodes.GOTO, fill);
        code.visitLabel(reuse);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        code.visitVarInsn(Opcodes.ALOAD, frame);
        code.visitTypeInsn(Opcodes.CHECKCAST, name);
        code.visitVarInsn(Opcodes.ASTORE, typed);
        code.visitLabel(fill);
        code.visitFrame(Opcodes.F_APPEND, 1, new Object[] {name}, 0, null);
    }

    /** {@code if (f.l0 != value) { f.l0 = value; }}. */
    private void putIfOther(MethodVisitor code, int target, Field field, int local) {
        Label same = new Label();
        code.visitVarInsn(Opcodes.ALOAD, target);
        code.visitFieldInsn(Opcodes.GETFIELD, name, field.name(), field.descriptor());
        load(code, local);
        code.visitJumpInsn(Opcodes.IF_ACMPEQ, same);
        code.visitVarInsn(Opcodes.ALOAD, target);
        load(code, local);
        code.visitFieldInsn(Opcodes.PUTFIELD, name, field.name(), field.descriptor());
        code.visitLabel(same);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }

    private static void load(MethodVisitor code, int reference) {
        if (reference == NOTHING) {
            code.visitInsn(Opcodes.ACONST_NULL);
        } else {
            code.visitVarInsn(Opcodes.ALOAD, reference);
        }
    }

    private void putSlot(MethodVisitor code, int target, Slot slot, int local) {
        put(
                code,
                target,
                slot.kind().load(),
                local,
                slot.field().name(),
                slot.field().descriptor());
    }

    private void put(MethodVisitor code, int target, int load, int local, String field, String descriptor) {
        code.visitVarInsn(Opcodes.ALOAD, target);
        code.visitVarInsn(load, local);
        code.visitFieldInsn(Opcodes.PUTFIELD, name, field, descriptor);
    }

    /**
     * {@code if (state > 0) return C.foo(defaults…, co, this); else { take the arguments; clear(); return C.foo(arguments…, co,
     * this); }}. Suspended, the fields hold other values, and the body restores what it needs itself.
     */
    private void writeResume() {
        MethodVisitor code = override(Opcodes.ACC_PUBLIC, RuntimeSymbols.RESUME);
        Label suspended = new Label();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        Code.get(RuntimeSymbols.STATE).accept(code);
        code.visitJumpInsn(Opcodes.IFGT, suspended);
        loadSelf(code);
        for (Slot argument : layout.arguments()) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(
                    Opcodes.GETFIELD,
                    name,
                    argument.field().name(),
                    argument.field().descriptor());
            cast(code, argument);
        }
        code.visitVarInsn(Opcodes.ALOAD, 0);
        Code.callOf(name, RuntimeSymbols.CLEAR).accept(code);
        callBody(code);
        code.visitLabel(suspended);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        loadSelf(code);
        for (Slot argument : layout.arguments()) {
            Code.zero(argument.kind()).accept(code);
        }
        callBody(code);
        end(code);
    }

    private static void cast(MethodVisitor code, Slot argument) {
        InsnList cast = new InsnList();
        PointWriter.cast(cast, argument);
        cast.accept(code);
    }

    private void loadSelf(MethodVisitor code) {
        if (!method.isStatic()) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitFieldInsn(Opcodes.GETFIELD, name, SELF, "L" + owner + ";");
        }
    }

    private void callBody(MethodVisitor code) {
        String original = method.method().name;
        String target = method.isStatic() ? original : AsyncMethod.doorName(original);
        String descriptor =
                method.isStatic() ? method.bodyDescriptor() : AsyncMethod.doorDescriptor(owner, method.method().desc);
        code.visitVarInsn(Opcodes.ALOAD, 1);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, target, descriptor, method.inInterface());
        code.visitInsn(Opcodes.ARETURN);
    }

    /** A task keeps its arguments alive no longer than until it starts, and nothing once it has ended. */
    private void writeClear() {
        MethodVisitor code = override(Opcodes.ACC_PROTECTED, RuntimeSymbols.CLEAR);
        for (Field field : layout.fields()) {
            if (field.kind() == Kind.REFERENCE) {
                code.visitVarInsn(Opcodes.ALOAD, 0);
                code.visitInsn(Opcodes.ACONST_NULL);
                code.visitFieldInsn(Opcodes.PUTFIELD, name, field.name(), field.descriptor());
            }
        }
        end(code, Opcodes.RETURN);
    }

    private void writeSources(String sources) {
        MethodVisitor code = override(Opcodes.ACC_PROTECTED, RuntimeSymbols.SOURCES);
        code.visitLdcInsn(sources);
        end(code, Opcodes.ARETURN);
    }

    private void writeBody() {
        MethodVisitor code = override(Opcodes.ACC_PROTECTED, RuntimeSymbols.BODY);
        code.visitLdcInsn(new Handle(
                Opcodes.H_INVOKESTATIC,
                owner,
                AsyncMethod.doorName(method.method().name),
                AsyncMethod.doorDescriptor(owner, method.method().desc),
                method.inInterface()));
        end(code, Opcodes.ARETURN);
    }

    private MethodVisitor override(int access, RuntimeMember overridden) {
        return begin(access | SYNTHETIC, overridden.name(), overridden.descriptor());
    }

    private MethodVisitor begin(int access, String method, String descriptor) {
        MethodVisitor code = writer.visitMethod(access, method, descriptor, null, null);
        code.visitCode();
        return code;
    }

    private static void end(MethodVisitor code, int exit) {
        code.visitInsn(exit);
        end(code);
    }

    private static void end(MethodVisitor code) {
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
