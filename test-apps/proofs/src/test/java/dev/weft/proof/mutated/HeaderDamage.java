// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.ParameterNode;

/** Damage done to what stands around the code: flags, names, descriptors, versions, debug information. */
final class HeaderDamage {
    private static final String HIDDEN = "Ldev/weft/abi/Coroutine;Ldev/weft/abi/Frame;)Ljava/lang/Object;";
    private static final int JAVA_0 = 44;
    private static final int NEWEST = 31;

    private HeaderDamage() {}

    static boolean flags(MethodNode method, Random random) {
        method.access ^= 1 << random.nextInt(13);
        return true;
    }

    static boolean classFlags(ClassNode owner, Random random) {
        owner.access ^= 1 << random.nextInt(16);
        return true;
    }

    static boolean version(ClassNode owner, Random random) {
        owner.version = JAVA_0 + 1 + random.nextInt(NEWEST) + (random.nextInt(8) == 0 ? 0xFFFF0000 : 0);
        return true;
    }

    static boolean descriptor(MethodNode method, Random random) {
        List<String> others = List.of("I", "J", "Ljava/lang/Object;", "[[D", "Ldev/weft/Task;", "Z");
        String other = others.get(random.nextInt(others.size()));
        int end = method.desc.indexOf(')');
        method.desc = switch (random.nextInt(3)) {
            case 0 -> method.desc.substring(0, end) + other + method.desc.substring(end);
            case 1 -> "(" + other + method.desc.substring(1);
            default -> method.desc.substring(0, end + 1) + other;
        };
        return true;
    }

    /** As many parameters as a method can have, and one more. */
    static boolean manyParameters(MethodNode method, Random random) {
        int end = method.desc.indexOf(')');
        method.desc = method.desc.substring(0, end) + "I".repeat(248 + random.nextInt(8)) + method.desc.substring(end);
        return true;
    }

    static boolean duplicateMethod(ClassNode owner, MethodNode method, Random random) {
        MethodNode copy = copy(method, method.name, method.desc);
        switch (random.nextInt(4)) {
            case 0 -> copy.desc = method.desc.substring(0, method.desc.indexOf(')')) + ")Ldev/weft/Task;";
            case 1 ->
                copy.desc =
                        method.desc.substring(0, method.desc.indexOf(')')) + ")Ljava/util/concurrent/CompletionStage;";
            case 2 -> copy.name += "$2";
            default -> copy.desc = "(I" + method.desc.substring(1);
        }
        owner.methods.add(copy);
        return true;
    }

    /** A method that is called as a body or a door will be. */
    static boolean nameOfOurs(ClassNode owner, MethodNode method, Random random) {
        String parameters = method.desc.substring(1, method.desc.indexOf(')')) + HIDDEN;
        boolean door = random.nextBoolean();
        MethodNode other = new MethodNode(
                Opcodes.ASM9,
                Opcodes.ACC_STATIC | Opcodes.ACC_PUBLIC,
                door ? method.name + "$weft" : method.name,
                door && random.nextInt(4) > 0 ? "(L" + owner.name + ";" + parameters : "(" + parameters,
                null,
                null);
        other.instructions.add(new InsnNode(Opcodes.ACONST_NULL));
        other.instructions.add(new InsnNode(Opcodes.ARETURN));
        other.maxStack = 1;
        other.maxLocals = 256;
        owner.methods.add(other);
        return true;
    }

    static boolean rename(ClassNode owner, MethodNode method, Random random) {
        List<String> names = List.of(
                "lambda$",
                "lambda$x$0",
                "\u00e4\u2603",
                "$weft",
                "$",
                "await",
                "resume",
                "spill",
                "clear",
                "-",
                "n".repeat(65_500));
        if (method.name.startsWith("<") || random.nextInt(8) == 0) {
            owner.sourceFile = "f".repeat(random.nextInt(65_535));
        } else {
            method.name = names.get(random.nextInt(names.size()));
        }
        return true;
    }

    static boolean fields(ClassNode owner, Random random) {
        for (String name : List.of("l0", "self", "state", "$assertionsDisabled")) {
            owner.fields.add(new FieldNode(random.nextInt(4) << 2, name, "I", null, random.nextBoolean() ? 1 : null));
        }
        return true;
    }

    static boolean annotations(MethodNode method, Random random) {
        List<AnnotationNode> some = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            some.add(new AnnotationNode(random.nextBoolean() ? "Ldev/weft/Async;" : "Lno/such/Annotation;"));
        }
        method.visibleAnnotations = some;
        return true;
    }

    static boolean parameters(MethodNode method, Random random) {
        method.parameters = new ArrayList<>();
        for (int i = List.of(1, 2, 3, 253, 254, 255).get(random.nextInt(6)); i > 0; i--) {
            method.parameters.add(new ParameterNode(random.nextBoolean() ? "p" + i : null, Opcodes.ACC_FINAL));
        }
        return true;
    }

    static boolean variables(MethodNode method, Random random) {
        LocalVariableNode variable = Pick.one(method.localVariables, random);
        if (variable == null) {
            return false;
        }
        LocalVariableNode other = new LocalVariableNode(
                random.nextBoolean() ? variable.name : variable.name + "2",
                random.nextInt(4) > 0 ? variable.desc : "J",
                random.nextInt(3) > 0 ? variable.signature : "TT;",
                random.nextBoolean() ? variable.start : Pick.label(method, random),
                random.nextBoolean() ? variable.end : Pick.label(method, random),
                random.nextInt(4) > 0 ? variable.index : random.nextInt(method.maxLocals + 1));
        if (random.nextBoolean()) {
            method.localVariables.add(other);
        } else {
            method.localVariables.set(method.localVariables.indexOf(variable), other);
        }
        return true;
    }

    static boolean lines(MethodNode method, Random random) {
        for (int i = random.nextInt(4); i >= 0; i--) {
            int line = List.of(0, 1, 65_535, 7).get(random.nextInt(4));
            var label = Pick.label(method, random);
            method.instructions.insert(label, new LineNumberNode(line, label));
        }
        return true;
    }

    static boolean maxima(MethodNode method, Random random) {
        int other = List.of(0, 1, 2, 65_535, 65_534, 65_533, 1000).get(random.nextInt(7));
        if (random.nextBoolean()) {
            method.maxLocals = other;
        } else {
            method.maxStack = other;
        }
        return true;
    }

    private static MethodNode copy(MethodNode method, String name, String descriptor) {
        MethodNode copy = new MethodNode(
                Opcodes.ASM9, method.access, name, descriptor, null, method.exceptions.toArray(String[]::new));
        method.accept(copy);
        return copy;
    }
}
