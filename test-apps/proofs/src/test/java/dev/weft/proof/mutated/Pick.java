// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.mutated;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/** Random choices. */
final class Pick {
    private Pick() {}

    /** One element of a list; null if there is none. */
    static <T> @Nullable T one(List<T> list, Random random) {
        return list == null || list.isEmpty() ? null : list.get(random.nextInt(list.size()));
    }

    /** An instruction, or a label, line or stack map, that the test admits; null if there is none. */
    static @Nullable AbstractInsnNode insn(MethodNode method, Random random, Predicate<AbstractInsnNode> test) {
        List<AbstractInsnNode> found = new ArrayList<>();
        for (AbstractInsnNode insn : method.instructions) {
            if (test.test(insn)) {
                found.add(insn);
            }
        }
        return one(found, random);
    }

    /** A real instruction. */
    static @Nullable AbstractInsnNode code(MethodNode method, Random random) {
        return insn(method, random, insn -> insn.getOpcode() >= 0);
    }

    /** A label, made in front of a random instruction or already there. */
    static LabelNode label(MethodNode method, Random random) {
        AbstractInsnNode old = insn(method, random, insn -> insn instanceof LabelNode);
        AbstractInsnNode before = code(method, random);
        if (old != null && (before == null || random.nextBoolean())) {
            return (LabelNode) old;
        }
        LabelNode label = new LabelNode();
        if (before == null) {
            method.instructions.add(label);
        } else {
            method.instructions.insertBefore(before, label);
        }
        return label;
    }
}
