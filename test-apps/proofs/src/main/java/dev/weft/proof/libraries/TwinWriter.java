// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Writes the twin of a method, and turns the method into a wrapper that runs it. In the twin of {@code return a(b(), new C(d()));}
 * the operands of each call are on the stack when it suspends, and so is the object whose constructor has not run:
 *
 * <pre>
 * await(next()); b(); …; NEW C; DUP; await(next()); d(); await(next()); C.&lt;init&gt;; await(next()); a(); await(next()); …
 * </pre>
 *
 * <p>A call of a method that has a twin itself, and that no override can answer, becomes a call of that twin, awaited. So it is
 * a call of a body by a body, and what suspends is a chain of frames.
 */
final class TwinWriter {
    private static final String POINTS = "dev/weft/proof/libraries/Points";
    private static final String ASYNC = "Ldev/weft/Async;";

    /** In the twin that is a generator, one point of so many emits, and the others await. */
    private static final int EMITS = 4;

    private final ClassNode owner;
    private final MethodNode method;
    private final Map<String, Twin> twins;
    private final Set<AbstractInsnNode> underMonitor;
    private boolean emits;
    private int points;

    TwinWriter(ClassNode owner, MethodNode method, Map<String, Twin> twins) {
        this.owner = owner;
        this.method = method;
        this.twins = twins;
        this.underMonitor = HeldMonitors.in(owner.name, method);
    }

    /** How many awaits and emits were written. */
    int points() {
        return points;
    }

    MethodNode write(Twin twin) {
        String[] exceptions = method.exceptions.toArray(String[]::new);
        MethodNode code = new MethodNode(Opcodes.ASM9, twin.access(), twin.name(), twin.descriptor(), null, exceptions);
        method.accept(code);
        dropWhatDescribesTheMethod(code);
        emits = twin.emits();
        code.visitAnnotation(ASYNC, false).visitEnd();
        AbstractInsnNode[] originals = method.instructions.toArray();
        AbstractInsnNode[] copies = code.instructions.toArray();
        for (int i = 0; i < copies.length; i++) {
            if (isReturn(copies[i])) {
                code.instructions.insertBefore(copies[i], twin.wrapResult());
                points += emits ? 1 : 0;
                code.instructions.set(copies[i], new InsnNode(Opcodes.ARETURN));
            } else if (isCall(copies[i]) && !underMonitor.contains(originals[i])) {
                maySuspend(code.instructions, copies[i]);
            }
        }
        return code;
    }

    private static void dropWhatDescribesTheMethod(MethodNode code) {
        code.access &= ~(Opcodes.ACC_VARARGS | Opcodes.ACC_BRIDGE);
        code.annotationDefault = null;
        code.visibleAnnotations = null;
        code.invisibleAnnotations = null;
        code.visibleTypeAnnotations = null;
        code.invisibleTypeAnnotations = null;
        code.visibleParameterAnnotations = null;
        code.invisibleParameterAnnotations = null;
    }

    private static boolean isReturn(AbstractInsnNode insn) {
        return insn.getOpcode() >= Opcodes.IRETURN && insn.getOpcode() <= Opcodes.RETURN;
    }

    static boolean isCall(@Nullable AbstractInsnNode insn) {
        return insn instanceof MethodInsnNode || insn instanceof InvokeDynamicInsnNode;
    }

    /** A point in front of the call, and one behind it unless the next call has its own right there. */
    private void maySuspend(InsnList code, AbstractInsnNode call) {
        boolean nextHasItsOwn = isCall(call.getNext());
        code.insertBefore(call, point());
        if (!nextHasItsOwn) {
            code.insert(call, point());
        }
        Twin callee = call instanceof MethodInsnNode insn ? calleeOf(insn) : null;
        if (callee != null) {
            code.insert(call, callee.awaitResult());
            code.set(call, callee.call());
            points++;
        }
    }

    /** The twin to call instead; null where there is none, or an override may answer. */
    private @Nullable Twin calleeOf(MethodInsnNode call) {
        Twin callee = twins.get(Twin.key(call.owner, call.name, call.desc));
        boolean own = call.owner.equals(owner.name);
        return callee != null && callee.isBound() && (own || !callee.isPrivate()) ? callee : null;
    }

    /** {@code Weft.await(Points.next());}, or of a generator now and then {@code Weft.emit(Points.element());}. */
    private InsnList point() {
        points++;
        InsnList code = new InsnList();
        if (emits && points % EMITS == 0) {
            code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, POINTS, "element", "()Ljava/lang/Object;", false));
            code.add(Twin.emit());
            return code;
        }
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, POINTS, "next", "()Ldev/weft/Awaitable;", false));
        code.add(Twin.await("dev/weft/Awaitable"));
        code.add(new InsnNode(Opcodes.POP));
        return code;
    }

    /** Turns the method into {@code return (R) Points.finish(m$async(…))}. */
    static void wrap(MethodNode method, Twin twin) {
        InsnList code = new InsnList();
        int local = 0;
        if (!twin.isStatic()) {
            code.add(new VarInsnNode(Opcodes.ALOAD, local++));
        }
        for (Type argument : Type.getArgumentTypes(method.desc)) {
            code.add(new VarInsnNode(argument.getOpcode(Opcodes.ILOAD), local));
            local += argument.getSize();
        }
        code.add(twin.call());
        String finish = "(L" + twin.returned() + ";)Ljava/lang/Object;";
        code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, POINTS, "finish", finish, false));
        Conversions.unbox(twin.result(), code);
        code.add(new InsnNode(twin.result().getOpcode(Opcodes.IRETURN)));
        method.instructions = code;
        method.tryCatchBlocks = new ArrayList<>();
        method.localVariables = null;
        method.visibleLocalVariableAnnotations = null;
        method.invisibleLocalVariableAnnotations = null;
    }
}
