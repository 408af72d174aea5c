// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.FrameLayout;
import dev.weft.weave.analysis.FrameLayout.Slot;
import dev.weft.weave.analysis.RuntimeSymbols;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes how a frame enters its body:
 *
 * <pre>
 * public Object resume(Coroutine co) {
 *     if (state &gt; 0) {                       // suspended at a point
 *         return C.foo(defaults…, co, this);
 *     }
 *     A a = (A) l0; …                        // not started: the fields hold the arguments
 *     clear();
 *     return C.foo(a…, co, this);
 * }
 * </pre>
 *
 * <p>While it is suspended the fields hold other values, and the body restores what it needs itself. The code for a frame that has not
 * started comes first, and it has no locals: the arguments lie on the operand stack while the fields are cleared. For an instance method
 * {@code C.foo} is the door, {@code C.foo$weft(self, …)}.
 */
final class ResumeMethod {
    private static final int THIS = 0;
    private static final int COROUTINE = 1;

    private final FrameClass type;
    private final MethodVisitor code;

    private ResumeMethod(FrameClass type) {
        this.type = type;
        this.code = type.override(Opcodes.ACC_PUBLIC, type.form().resume());
    }

    /** Writes {@code resume} of a frame class, or {@code proceed} of a generator's. */
    static void write(FrameClass type, List<Slot> arguments) {
        new ResumeMethod(type).write(arguments);
    }

    /** {@code if (state > 0) goto suspended; …start…; suspended: …resume…}. */
    private void write(List<Slot> arguments) {
        Label suspended = new Label();
        code.visitVarInsn(Opcodes.ALOAD, THIS);
        Code.get(RuntimeSymbols.STATE).accept(code);
        code.visitJumpInsn(Opcodes.IFGT, suspended);
        start(arguments);
        code.visitLabel(suspended);
        code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        resume(arguments);
        int self = type.method().isStatic() ? 0 : 1;
        FrameClass.end(code, self + FrameLayout.size(arguments) + 2, 2); // self, arguments…, co, this
    }

    /** {@code A a = (A) l0; …; clear(); return C.foo(a…, co, this);}. */
    private void start(List<Slot> arguments) {
        type.getSelf(code);
        for (Slot argument : arguments) {
            type.get(code, THIS, argument.field());
            if (argument.needsCast()) {
                Code.cast(argument).accept(code);
            }
        }
        code.visitVarInsn(Opcodes.ALOAD, THIS); // self, arguments…, this
        Code.callOf(type.name(), type.form().clear()).accept(code);
        callBody();
    }

    /** {@code return C.foo(null, 0…, co, this);}. */
    private void resume(List<Slot> arguments) {
        type.getSelf(code);
        for (Slot argument : arguments) {
            Code.zero(argument.kind()).accept(code);
        }
        callBody();
    }

    /** {@code return C.foo(…, co, this);}, with the object and the arguments on the stack. */
    private void callBody() {
        AsyncMethod method = type.method();
        String owner = method.owner().name;
        String original = method.method().name;
        String target = method.isStatic() ? original : AsyncMethod.doorName(original);
        String descriptor =
                method.isStatic() ? method.bodyDescriptor() : AsyncMethod.doorDescriptor(owner, method.method().desc);
        code.visitVarInsn(Opcodes.ALOAD, COROUTINE);
        code.visitVarInsn(Opcodes.ALOAD, THIS); // self, arguments…, co, this
        code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, target, descriptor, method.inInterface());
        code.visitInsn(Opcodes.ARETURN);
    }
}
