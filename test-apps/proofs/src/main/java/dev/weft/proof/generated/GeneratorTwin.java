// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.generated;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;
import org.objectweb.asm.Handle;
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
 * A generator of a blocking program. Its code becomes a static method, and what is called in its place is
 * {@code return BlockingGenerator.open(() -> steps(this, arguments…))}: nothing of it runs before the first element is asked for.
 */
final class GeneratorTwin {
    private static final String GENERATOR = "dev/weft/AsyncGenerator";
    private static final String RETURNS_GENERATOR = ")L" + GENERATOR + ";";
    private static final String OPENS = "()L" + GENERATOR + ";";
    private static final String SOURCE = "com/example/targets/Generating$Source";
    private static final String ASYNC = "Ldev/weft/Async;";
    private static final Handle METAFACTORY = new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/invoke/LambdaMetafactory",
            "metafactory",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodType;"
                    + "Ljava/lang/invoke/MethodHandle;Ljava/lang/invoke/MethodType;)Ljava/lang/invoke/CallSite;",
            false);

    private GeneratorTwin() {}

    /** A method that says so, or a lambda that awaits, emits, or closes a generator. */
    static boolean isGenerator(MethodNode method) {
        if (!method.desc.endsWith(RETURNS_GENERATOR)
                || (method.access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_BRIDGE)) != 0) {
            return false;
        }
        return isMarked(method)
                || (method.name.startsWith("lambda$")
                        && Stream.of(method.instructions.toArray()).anyMatch(GeneratorTwin::suspends));
    }

    private static boolean isMarked(MethodNode method) {
        return Stream.of(method.visibleAnnotations, method.invisibleAnnotations)
                .filter(Objects::nonNull)
                .flatMap(Collection::stream)
                .anyMatch(annotation -> annotation.desc.equals(ASYNC));
    }

    private static boolean suspends(AbstractInsnNode insn) {
        return insn instanceof MethodInsnNode call
                && (call.owner.equals(BlockingTwin.WEFT)
                        || (call.owner.equals(GENERATOR) && call.name.equals("close")));
    }

    /** Moves the code of a generator into a method of its own. */
    static MethodNode takeSteps(ClassNode owner, MethodNode method) {
        boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
        String parameters = method.desc.substring(1, method.desc.indexOf(')'));
        MethodNode steps = new MethodNode(
                Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
                method.name + "$steps" + owner.methods.indexOf(method),
                "(" + (isStatic ? "" : "L" + owner.name + ";") + parameters + RETURNS_GENERATOR,
                null,
                method.exceptions.toArray(String[]::new));
        steps.instructions = method.instructions;
        steps.tryCatchBlocks = method.tryCatchBlocks;
        steps.localVariables = method.localVariables;
        steps.maxStack = method.maxStack;
        steps.maxLocals = method.maxLocals;
        method.instructions = open(owner, steps);
        method.tryCatchBlocks = new ArrayList<>();
        method.localVariables = null;
        method.maxStack = Math.max(1, method.maxLocals);
        return steps;
    }

    private static InsnList open(ClassNode owner, MethodNode steps) {
        InsnList code = new InsnList();
        int local = 0;
        for (Type argument : Type.getArgumentTypes(steps.desc)) {
            code.add(new VarInsnNode(argument.getOpcode(Opcodes.ILOAD), local));
            local += argument.getSize();
        }
        boolean inInterface = (owner.access & Opcodes.ACC_INTERFACE) != 0;
        Type opens = Type.getMethodType(OPENS);
        code.add(new InvokeDynamicInsnNode(
                "open",
                steps.desc.substring(0, steps.desc.indexOf(')')) + ")L" + SOURCE + ";",
                METAFACTORY,
                opens,
                new Handle(Opcodes.H_INVOKESTATIC, owner.name, steps.name, steps.desc, inInterface),
                opens));
        String made = "(L" + SOURCE + ";)L" + GENERATOR + ";";
        code.add(
                new MethodInsnNode(Opcodes.INVOKESTATIC, "com/example/targets/BlockingGenerator", "open", made, false));
        code.add(new InsnNode(Opcodes.ARETURN));
        return code;
    }
}
