// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The async method that stands for a method of a library: the same code, in which each call may suspend.
 *
 * @param owner the internal name of the class
 * @param inInterface whether that is an interface
 * @param name its name
 * @param descriptor its descriptor
 * @param access its access flags
 * @param isBound whether a call of the method that it stands for always ends in that method
 * @param result what that method returns
 */
record Twin(
        String owner, boolean inInterface, String name, String descriptor, int access, boolean isBound, Type result) {
    private static final String SUFFIX = "$async";
    private static final String TASK = "dev/weft/Task";
    private static final String STAGE = "java/util/concurrent/CompletableFuture";
    private static final String GENERATOR = "dev/weft/AsyncGenerator";
    private static final String AWAITABLE = "dev/weft/Awaitable";
    private static final String POINTS = "dev/weft/proof/libraries/Points";
    /**
     * One twin of so many returns a task, and one a generator, which emits the result; to start these from a plain thread costs more. The
     * others return a stage.
     */
    private static final int TASKS = 8;

    static Twin of(ClassNode owner, MethodNode method, boolean emits) {
        int kind = Math.floorMod((owner.name + method.name + method.desc).hashCode(), TASKS);
        String arguments = method.desc.substring(0, method.desc.indexOf(')') + 1);
        int fixed = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
        return new Twin(
                owner.name,
                (owner.access & Opcodes.ACC_INTERFACE) != 0,
                method.name + SUFFIX + overload(owner, method, arguments),
                arguments + "L" + (kind == 0 ? TASK : kind == 1 && emits ? GENERATOR : STAGE) + ";",
                access(method),
                (method.access & fixed) != 0 || (owner.access & Opcodes.ACC_FINAL) != 0,
                Type.getReturnType(method.desc));
    }

    /** A bridge differs from what it bridges to in nothing but its result, and bodies all return an object. */
    private static String overload(ClassNode owner, MethodNode method, String arguments) {
        long before = owner.methods.subList(0, owner.methods.indexOf(method)).stream()
                .filter(other -> other.name.equals(method.name) && other.desc.startsWith(arguments))
                .count();
        return before == 0 ? "" : "$" + before;
    }

    /** Others see the twin where they see the method, if it is static. Else only its class calls it, and no override replaces it. */
    private static int access(MethodNode method) {
        int seen = Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_PRIVATE;
        int kept = seen | Opcodes.ACC_STATIC | Opcodes.ACC_STRICT;
        boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
        int access = isStatic ? method.access & kept : Opcodes.ACC_PRIVATE | (method.access & Opcodes.ACC_STRICT);
        return access | Opcodes.ACC_SYNTHETIC;
    }

    boolean isStatic() {
        return (access & Opcodes.ACC_STATIC) != 0;
    }

    boolean isPrivate() {
        return (access & Opcodes.ACC_PRIVATE) != 0;
    }

    /** {@code Task}, {@code AsyncGenerator} or {@code CompletableFuture}. */
    String returned() {
        return Type.getReturnType(descriptor).getInternalName();
    }

    boolean emits() {
        return returned().equals(GENERATOR);
    }

    /** A call of the twin, with the operands of a call of the method on the stack. */
    MethodInsnNode call() {
        int opcode = isStatic() ? Opcodes.INVOKESTATIC : isPrivate() ? Opcodes.INVOKESPECIAL : Opcodes.INVOKEVIRTUAL;
        return new MethodInsnNode(opcode, owner, name, descriptor, inInterface);
    }

    /** {@code return Task.of(value)}, the same for a stage, or {@code emit(result(value))} and the end of a generator, up to the return. */
    InsnList wrapResult() {
        InsnList code = new InsnList();
        Conversions.box(result, code);
        String made = "(Ljava/lang/Object;)L" + returned() + ";";
        switch (returned()) {
            case TASK -> code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, TASK, "of", made, true));
            case STAGE -> code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, STAGE, "completedFuture", made, false));
            default -> {
                String wrapped = "(Ljava/lang/Object;)Ljava/lang/Object;";
                code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, POINTS, "result", wrapped, false));
                code.add(emit());
                code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, GENERATOR, "done", "()L" + GENERATOR + ";", true));
            }
        }
        return code;
    }

    /** {@code Weft.await(…)} of what the twin returned, as the value that the method returns; of a generator the last element. */
    InsnList awaitResult() {
        InsnList code = new InsnList();
        if (emits()) {
            String all = "(L" + GENERATOR + ";)L" + AWAITABLE + ";";
            code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, POINTS, "results", all, false));
        }
        code.add(await(returned().equals(STAGE) ? "java/util/concurrent/CompletionStage" : AWAITABLE));
        if (emits()) {
            String one = "(Ljava/lang/Object;)Ljava/lang/Object;";
            code.add(new MethodInsnNode(Opcodes.INVOKESTATIC, POINTS, "only", one, false));
        }
        Conversions.unbox(result, code);
        return code;
    }

    /** {@code Weft.emit(…)}. */
    static MethodInsnNode emit() {
        return new MethodInsnNode(Opcodes.INVOKESTATIC, "dev/weft/Weft", "emit", "(Ljava/lang/Object;)V", false);
    }

    /** {@code Weft.await(…)}. */
    static MethodInsnNode await(String type) {
        return new MethodInsnNode(
                Opcodes.INVOKESTATIC, "dev/weft/Weft", "await", "(L" + type + ";)Ljava/lang/Object;", false);
    }

    /** Where the twin of a method stands in an index. */
    static String key(String owner, String name, String descriptor) {
        return owner + "." + name + descriptor;
    }
}
