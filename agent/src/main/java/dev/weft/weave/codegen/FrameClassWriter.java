// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.abi.Woven;
import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.FrameLayout;
import dev.weft.weave.analysis.FrameLayout.Field;
import dev.weft.weave.analysis.FrameLayout.Kind;
import dev.weft.weave.analysis.FrameLayout.Slot;
import dev.weft.weave.analysis.ReturnKind;
import dev.weft.weave.analysis.RuntimeMember;
import dev.weft.weave.analysis.RuntimeSymbols;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes the frame class of a method:
 *
 * <pre>
 * final class C$weft$foo extends Frame {
 *     static final String sources = "…";                   // the same as below, for whoever has data and no code: a heap dump
 *     Object l0, l1…; int i0…; long j0…; float f0…; double d0…;
 *     C self;                                              // of an instance method
 *     C$weft$foo(C self, A a…) { this.self = self; l0 = a; … }
 *     static Frame spill(Object, int…, C self, Frame frame) { … }  // one per combination of kinds: SpillMethods
 *     public Object resume(Coroutine co) { … C.foo(…, co, this) … }  // ResumeMethod
 *     protected void clear() { l0 = null; … }
 *     protected String sources() { return "…"; }
 *     protected String locals() { return "…"; }            // where javac -g has named variables: these two, and a constant
 *     protected Object[] values() { return new Object[] {l0…, i0…}; }
 *     protected MethodHandle body() { return C::foo$weft; }       // of an instance method that returns a task
 * }
 * </pre>
 *
 * <p>That of a generator extends {@code GeneratorFrame}: its {@code resume} is called {@code proceed}, and its {@code clear} {@code forget}.
 */
public final class FrameClassWriter {
    private static final String DEFAULT_CONSTRUCTOR = "()V";

    private final AsyncMethod method;
    private final FrameLayout layout;
    private final FrameClass type;

    private FrameClassWriter(AsyncMethod method, FrameLayout layout) {
        this.method = method;
        this.layout = layout;
        this.type = new FrameClass(method);
    }

    /**
     * Writes the frame class of a method.
     *
     * @param method the method
     * @param layout the fields of its frame
     * @param sources its lines, as the frame tells them to the runtime
     * @param locals which field holds which variable, as {@link dev.weft.weave.analysis.FrameLocals} says it; null without names
     * @return a class file
     */
    public static byte[] write(AsyncMethod method, FrameLayout layout, String sources, @Nullable String locals) {
        return new FrameClassWriter(method, layout).write(sources, locals);
    }

    private byte[] write(String sources, @Nullable String locals) {
        type.addConstant(Woven.SOURCES, sources);
        writeFields();
        writeConstructors();
        SpillMethods.write(type, layout);
        ResumeMethod.write(type, layout.arguments());
        writeClear();
        writeText(RuntimeSymbols.SOURCES, sources);
        if (locals != null) {
            type.addConstant(Woven.LOCALS, locals);
            writeText(RuntimeSymbols.LOCALS, locals);
            writeValues();
        }
        if (!method.isStatic() && method.returnKind() == ReturnKind.TASK) {
            writeBody();
        }
        return type.toClassFile();
    }

    /** {@code Object l0, l1…; int i0…; … C self;}, where the layout has them in this order. */
    private void writeFields() {
        for (Field field : layout.fields()) {
            type.addField(field);
        }
        if (!method.isStatic()) {
            type.addSelf();
        }
    }

    /** The descriptor of the constructor that takes {@code this} and the arguments. */
    static String constructor(AsyncMethod method) {
        String descriptor = method.method().desc;
        String arguments = descriptor.substring(1, descriptor.lastIndexOf(')'));
        return "(" + (method.isStatic() ? "" : "L" + method.owner().name + ";") + arguments + ")V";
    }

    /**
     * The frame of a call that has not started yet, and the frame that a spill fills:
     *
     * <pre>
     * C$weft$foo(C self, A a, long b…) { this.self = self; this.l0 = a; this.j0 = b; … }
     * C$weft$foo() {}
     * </pre>
     *
     * <p>They are one and the same for a static method without arguments.
     */
    private void writeConstructors() {
        MethodVisitor cold = beginConstructor(constructor(method));
        if (!method.isStatic()) {
            type.putSelf(cold, 0, 1);
        }
        for (Slot argument : layout.arguments()) {
            type.put(cold, 0, argument, argument.local() + 1); // slot 0 is the frame here
        }
        int slots = FrameLayout.size(layout.arguments()) + (method.isStatic() ? 1 : 2); // this, self, arguments…
        FrameClass.end(cold, Opcodes.RETURN, FrameClass.stackToPut(layout.arguments(), !method.isStatic()), slots);
        if (!constructor(method).equals(DEFAULT_CONSTRUCTOR)) {
            FrameClass.end(beginConstructor(DEFAULT_CONSTRUCTOR), Opcodes.RETURN, 1, 1);
        }
    }

    /** Begins {@code C$weft$foo(…)} with {@code super();}. */
    private MethodVisitor beginConstructor(String descriptor) {
        MethodVisitor code = type.begin(0, "<init>", descriptor);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        Code.call(type.form().constructor()).accept(code);
        return code;
    }

    /**
     * {@code protected void clear() { l0 = null; l1 = null; … }}. A task keeps its arguments alive no longer than until it starts, and
     * nothing once it has ended.
     */
    private void writeClear() {
        MethodVisitor code = type.override(Opcodes.ACC_PROTECTED, type.form().clear());
        int stack = 0;
        for (Field field : layout.fields()) {
            if (field.kind() == Kind.REFERENCE) {
                code.visitVarInsn(Opcodes.ALOAD, 0);
                code.visitInsn(Opcodes.ACONST_NULL); // this, null
                stack = 2;
                code.visitFieldInsn(Opcodes.PUTFIELD, type.name(), field.name(), field.descriptor());
            }
        }
        FrameClass.end(code, Opcodes.RETURN, stack, 1);
    }

    /** {@code protected String sources() { return "foo;C;12,14;C.java"; }}. */
    private void writeText(RuntimeMember overridden, String text) {
        MethodVisitor code = type.override(Opcodes.ACC_PROTECTED, overridden);
        code.visitLdcInsn(text);
        FrameClass.end(code, Opcodes.ARETURN, 1, 1);
    }

    /** {@code protected Object[] values() { return new Object[] {l0, l1, Integer.valueOf(i0)…}; }}, in the order of the fields. */
    private void writeValues() {
        MethodVisitor code = type.override(Opcodes.ACC_PROTECTED, RuntimeSymbols.VALUES);
        Code.number(layout.fields().size()).accept(code);
        code.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
        int stack = 1;
        for (int i = 0; i < layout.fields().size(); i++) {
            Field field = layout.fields().get(i);
            code.visitInsn(Opcodes.DUP);
            Code.number(i).accept(code); // values, values, i
            type.get(code, 0, field);
            if (field.kind() != Kind.REFERENCE) {
                String box = field.kind().box();
                String descriptor = "(" + field.descriptor() + ")L" + box + ";";
                code.visitMethodInsn(Opcodes.INVOKESTATIC, box, "valueOf", descriptor, false);
            }
            code.visitInsn(Opcodes.AASTORE);
            stack = Math.max(stack, 3 + field.kind().size());
        }
        FrameClass.end(code, Opcodes.ARETURN, stack, 1);
    }

    /** {@code protected MethodHandle body() { return C::foo$weft; }}, with the handle as a constant. */
    private void writeBody() {
        MethodVisitor code = type.override(Opcodes.ACC_PROTECTED, RuntimeSymbols.BODY);
        String owner = method.owner().name;
        code.visitLdcInsn(new Handle(
                Opcodes.H_INVOKESTATIC,
                owner,
                AsyncMethod.doorName(method.method().name),
                AsyncMethod.doorDescriptor(owner, method.method().desc),
                method.inInterface()));
        FrameClass.end(code, Opcodes.ARETURN, 1, 1);
    }
}
