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
    /** One twin of so many returns a task, which costs more to start from a plain thread; the others a stage. */
    private static final int TASKS = 8;

    static Twin of(ClassNode owner, MethodNode method) {
        boolean task = Math.floorMod((owner.name + method.name + method.desc).hashCode(), TASKS) == 0;
        String arguments = method.desc.substring(0, method.desc.indexOf(')') + 1);
        int fixed = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL;
        return new Twin(
                owner.name,
                (owner.access & Opcodes.ACC_INTERFACE) != 0,
                method.name + SUFFIX + overload(owner, method, arguments),
                arguments + "L" + (task ? TASK : STAGE) + ";",
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

    private boolean returnsTask() {
        return descriptor.endsWith(")L" + TASK + ";");
    }

    /** {@code Task} or {@code CompletableFuture}. */
    String returned() {
        return returnsTask() ? TASK : STAGE;
    }

    /** A call of the twin, with the operands of a call of the method on the stack. */
    MethodInsnNode call() {
        int opcode = isStatic() ? Opcodes.INVOKESTATIC : isPrivate() ? Opcodes.INVOKESPECIAL : Opcodes.INVOKEVIRTUAL;
        return new MethodInsnNode(opcode, owner, name, descriptor, inInterface);
    }

    /** {@code return Task.of(value)}, or the same for a stage, up to the return itself. */
    InsnList wrapResult() {
        InsnList code = new InsnList();
        Conversions.box(result, code);
        String made = "(Ljava/lang/Object;)L" + returned() + ";";
        code.add(
                returnsTask()
                        ? new MethodInsnNode(Opcodes.INVOKESTATIC, TASK, "of", made, true)
                        : new MethodInsnNode(Opcodes.INVOKESTATIC, STAGE, "completedFuture", made, false));
        return code;
    }

    /** {@code Weft.await(…)} of what the twin returned, as the value that the method returns. */
    InsnList awaitResult() {
        InsnList code = new InsnList();
        code.add(await(returnsTask() ? "dev/weft/Awaitable" : "java/util/concurrent/CompletionStage"));
        Conversions.unbox(result, code);
        return code;
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
