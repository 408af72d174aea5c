// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

import java.util.List;
import java.util.Random;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * Makes async methods of methods that are none, in ways that the verifier accepts: to it an interface is as good as any
 * object, so anything can be awaited and anything can be returned as a task (JVMS 4.10.1.2).
 */
final class Awaiting {
    private static final String ASYNC = "Ldev/weft/Async;";
    private static final String AWAITABLE = "(Ldev/weft/Awaitable;)Ljava/lang/Object;";
    private static final String STAGE = "(Ljava/util/concurrent/CompletionStage;)Ljava/lang/Object;";
    private static final String GENERATOR = "Ldev/weft/AsyncGenerator;";
    private static final List<String> RETURNS =
            List.of("Ldev/weft/Task;", "Ldev/weft/Task;", "Ljava/util/concurrent/CompletionStage;", GENERATOR);

    private Awaiting() {}

    /** Puts {@code @Async} on a method, whatever it is. */
    static boolean mark(MethodNode method, Random random) {
        AnnotationNode mark = new AnnotationNode(ASYNC);
        if (random.nextBoolean()) {
            method.invisibleAnnotations = List.of(mark);
        } else {
            method.visibleAnnotations = List.of(mark);
        }
        return true;
    }

    /** Has a method return a task, a stage or a generator, whatever it returned. */
    static boolean returnTask(MethodNode method, Random random) {
        if (method.name.startsWith("<")) {
            return false;
        }
        String result = RETURNS.get(random.nextInt(RETURNS.size()));
        method.desc = method.desc.substring(0, method.desc.indexOf(')') + 1) + result;
        method.signature = null;
        for (AbstractInsnNode insn : method.instructions.toArray()) {
            int opcode = insn.getOpcode();
            if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN && opcode != Opcodes.ARETURN) {
                InsnList code = new InsnList();
                if (opcode != Opcodes.RETURN) {
                    boolean wide = opcode == Opcodes.LRETURN || opcode == Opcodes.DRETURN;
                    code.add(new InsnNode(wide ? Opcodes.POP2 : Opcodes.POP));
                }
                code.add(new InsnNode(Opcodes.ACONST_NULL));
                code.add(new InsnNode(Opcodes.ARETURN));
                method.instructions.insert(insn, code);
                method.instructions.remove(insn);
            }
        }
        method.maxStack++;
        return true;
    }

    /** The statement {@code await(null);}, anywhere. */
    static boolean awaitNull(MethodNode method, Random random) {
        AbstractInsnNode before = Pick.code(method, random);
        if (before == null) {
            return false;
        }
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.ACONST_NULL));
        code.add(call(random));
        code.add(new InsnNode(Opcodes.POP));
        method.instructions.insertBefore(before, code);
        method.maxStack++;
        return true;
    }

    static boolean isGenerator(MethodNode method) {
        return method.desc.endsWith(GENERATOR);
    }

    /** The statement {@code emit(null);}, or the close of a generator that is null, anywhere. */
    static boolean emitNull(MethodNode method, Random random) {
        AbstractInsnNode before = Pick.code(method, random);
        if (before == null) {
            return false;
        }
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.ACONST_NULL));
        code.add(
                random.nextInt(4) > 0
                        ? emit()
                        : new MethodInsnNode(Opcodes.INVOKEINTERFACE, "dev/weft/AsyncGenerator", "close", "()V", true));
        method.instructions.insertBefore(before, code);
        method.maxStack++;
        return true;
    }

    /** Behind what leaves an object on the stack, {@code emit} of that. */
    static boolean emitValue(MethodNode method, Random random) {
        AbstractInsnNode value = Pick.insn(method, random, insn -> typeOf(insn).getSort() >= Type.ARRAY);
        if (value == null) {
            return false;
        }
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.DUP));
        code.add(emit());
        method.instructions.insert(value, code);
        method.maxStack++;
        return true;
    }

    private static MethodInsnNode emit() {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, "dev/weft/Weft", "emit", "(Ljava/lang/Object;)V", false);
    }

    /** {@code foo()} becomes {@code (Foo) await(foo())}. */
    static boolean awaitValue(MethodNode method, Random random) {
        AbstractInsnNode value = Pick.insn(method, random, insn -> typeOf(insn).getSort() >= Type.ARRAY);
        if (value == null) {
            return false;
        }
        Type type = typeOf(value);
        InsnList code = new InsnList();
        if (type.getSort() == Type.ARRAY) {
            code.add(new TypeInsnNode(Opcodes.CHECKCAST, "dev/weft/Awaitable"));
        }
        code.add(call(random));
        code.add(new TypeInsnNode(Opcodes.CHECKCAST, type.getInternalName()));
        method.instructions.insert(value, code);
        return true;
    }

    private static Type typeOf(AbstractInsnNode insn) {
        if (insn instanceof MethodInsnNode call) {
            return Type.getReturnType(call.desc);
        }
        boolean reads = insn.getOpcode() == Opcodes.GETFIELD || insn.getOpcode() == Opcodes.GETSTATIC;
        return reads ? Type.getType(((FieldInsnNode) insn).desc) : Type.VOID_TYPE;
    }

    private static MethodInsnNode call(Random random) {
        return new MethodInsnNode(
                Opcodes.INVOKESTATIC, "dev/weft/Weft", "await", random.nextInt(4) > 0 ? AWAITABLE : STAGE, false);
    }
}
