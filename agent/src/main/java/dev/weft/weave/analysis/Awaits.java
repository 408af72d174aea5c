// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import dev.weft.diagnostic.GeneratorDetails;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/** Recognises the calls that the weaver replaces. */
public final class Awaits {
    /** The final classes of which an ordinary method assigns most values. */
    private static final Set<String> NEVER_TASKS = Set.of(
            "java/lang/String", "java/lang/StringBuilder", "java/lang/Integer", "java/lang/Long", "java/lang/Boolean");

    private Awaits() {}

    /**
     * Whether an instruction is a call of {@code Weft.await}.
     *
     * @param insn an instruction
     * @return true for both overloads
     */
    public static boolean isAwait(AbstractInsnNode insn) {
        return insn instanceof MethodInsnNode
                && (RuntimeSymbols.AWAIT.isCalledBy(insn) || RuntimeSymbols.AWAIT_STAGE.isCalledBy(insn));
    }

    /**
     * Whether an async method may suspend at an instruction.
     *
     * @param insn an instruction
     * @return true for an await, an emit and the close of a generator
     */
    public static boolean suspends(AbstractInsnNode insn) {
        return insn instanceof MethodInsnNode // most are none
                && (isAwait(insn) || RuntimeSymbols.EMIT.isCalledBy(insn) || RuntimeSymbols.CLOSE.isCalledBy(insn));
    }

    /**
     * Says why an instruction suspends, where that is no await to be seen.
     *
     * @param insn an instruction that {@linkplain #suspends suspends}, or null
     * @return the detail of a finding; empty for an await
     */
    public static String howItSuspends(@Nullable AbstractInsnNode insn) {
        if (insn == null || isAwait(insn)) {
            return "";
        }
        return RuntimeSymbols.EMIT.isCalledBy(insn) ? GeneratorDetails.EMIT_SUSPENDS : GeneratorDetails.CLOSE_SUSPENDS;
    }

    /**
     * Whether an instruction is a call of {@code Weft.spawn}.
     *
     * @param insn an instruction
     * @return true for both overloads
     */
    public static boolean isSpawn(AbstractInsnNode insn) {
        return RuntimeSymbols.SPAWN.isCalledBy(insn) || RuntimeSymbols.SPAWN_NAMED.isCalledBy(insn);
    }

    /**
     * Whether an instruction drops the task that the call in front of it has made, as the statement {@code foo();} does.
     *
     * @param insn an instruction
     * @return true if nobody can await that task
     */
    public static boolean dropsTask(AbstractInsnNode insn) {
        return insn.getOpcode() == Opcodes.POP
                && insn.getPrevious() instanceof MethodInsnNode call
                && ReturnKind.of(call.desc) == ReturnKind.TASK;
    }

    /**
     * Whether a method awaits anywhere.
     *
     * @param method a method
     * @return true if a call of await is in it
     */
    public static boolean awaits(MethodNode method) {
        for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (isAwait(insn)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a method emits anywhere.
     *
     * @param method a method
     * @return true if a call of emit is in it
     */
    public static boolean emits(MethodNode method) {
        return has(method, RuntimeSymbols.EMIT);
    }

    /**
     * Whether a method closes a generator anywhere.
     *
     * @param method a method
     * @return true if a call of close on a generator is in it
     */
    public static boolean closes(MethodNode method) {
        return has(method, RuntimeSymbols.CLOSE);
    }

    private static boolean has(MethodNode method, RuntimeMember called) {
        for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (called.isCalledBy(insn)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether an instruction may make something that can be awaited, as far as the instruction says: not a number, text or
     * array.
     *
     * @param insn an instruction that makes a value
     * @return false if nobody can await the value
     */
    public static boolean mayMakeTask(AbstractInsnNode insn) {
        return switch (insn.getOpcode()) {
            case Opcodes.ACONST_NULL, Opcodes.AALOAD, Opcodes.NEW, Opcodes.ASTORE, Opcodes.ALOAD -> true;
            case Opcodes.CHECKCAST -> mayBeTask(((TypeInsnNode) insn).desc);
            case Opcodes.LDC -> ((LdcInsnNode) insn).cst instanceof ConstantDynamic;
            case Opcodes.GETFIELD, Opcodes.GETSTATIC -> mayBeTask(Type.getType(((FieldInsnNode) insn).desc));
            case Opcodes.INVOKEVIRTUAL, Opcodes.INVOKESPECIAL, Opcodes.INVOKESTATIC, Opcodes.INVOKEINTERFACE ->
                mayBeTask(Type.getReturnType(((MethodInsnNode) insn).desc));
            case Opcodes.INVOKEDYNAMIC -> mayBeTask(Type.getReturnType(((InvokeDynamicInsnNode) insn).desc));
            default -> false;
        };
    }

    private static boolean mayBeTask(Type type) {
        return type.getSort() == Type.OBJECT && mayBeTask(type.getInternalName());
    }

    private static boolean mayBeTask(String internalName) {
        return !NEVER_TASKS.contains(internalName) && !internalName.startsWith("[");
    }

    /** Whether an instruction makes a function object out of {@code Weft::await}. */
    static boolean isAwaitReference(AbstractInsnNode insn) {
        return isReference(insn, RuntimeSymbols.AWAIT);
    }

    /** Whether an instruction makes a function object out of {@code Weft::emit}. */
    static boolean isEmitReference(AbstractInsnNode insn) {
        return isReference(insn, RuntimeSymbols.EMIT);
    }

    private static boolean isReference(AbstractInsnNode insn, RuntimeMember method) {
        if (insn instanceof InvokeDynamicInsnNode indy) {
            for (Object argument : indy.bsmArgs) {
                if (argument instanceof Handle handle
                        && handle.getOwner().equals(RuntimeTypes.WEFT)
                        && handle.getName().equals(method.name())) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Returns the call whose result is awaited, if nothing else can reach the await.
     *
     * @param await a call of await
     * @return the instruction in front of it if that is a call of a method, else null
     */
    static @Nullable MethodInsnNode awaitedCall(AbstractInsnNode await) {
        AbstractInsnNode before = await.getPrevious();
        while (before instanceof LineNumberNode || before instanceof LabelNode) {
            before = before.getPrevious(); // a label that is jumped to has a frame, and that ends the search
        }
        boolean isCall = before instanceof MethodInsnNode && before.getOpcode() != Opcodes.INVOKESPECIAL;
        return isCall || isPrivateCall(before) ? (MethodInsnNode) before : null;
    }

    /** Whether an instruction makes what an await takes, with nothing between the two. */
    static boolean isInFrontOfAwait(AbstractInsnNode insn) {
        AbstractInsnNode next = insn.getNext();
        while (next instanceof LineNumberNode || next instanceof LabelNode) {
            next = next.getNext();
        }
        return next != null && isAwait(next);
    }

    /** Before nestmates (Java 11), javac calls private methods with invokespecial. */
    private static boolean isPrivateCall(@Nullable AbstractInsnNode insn) {
        return insn instanceof MethodInsnNode call
                && insn.getOpcode() == Opcodes.INVOKESPECIAL
                && !call.name.equals("<init>");
    }
}
