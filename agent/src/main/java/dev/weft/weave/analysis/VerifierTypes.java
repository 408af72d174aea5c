// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.AnalyzerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;

/**
 * The verifier's types in front of calls, in one pass over the method: between two stack maps they follow from the
 * instructions (JVMS 4.10.1), so no class is ever loaded or looked up.
 */
public final class VerifierTypes {
    /**
     * The types in front of one call. As in a stack map, a type is an integer of {@link Opcodes}, the internal name of a
     * class or array, or a {@link Label} for an object whose constructor has not run.
     *
     * @param locals by slot; a long or double is followed by {@code TOP}
     * @param stack one element per value, bottom first
     */
    public record State(List<Object> locals, List<Object> stack) {
        /**
         * Copies the lists.
         *
         * @param locals by slot
         * @param stack bottom first
         */
        public State {
            locals = List.copyOf(locals);
            stack = List.copyOf(stack);
        }
    }

    private final Map<AbstractInsnNode, State> states = new HashMap<>();
    private final Map<Label, TypeInsnNode> news = new HashMap<>();

    /**
     * Computes the types in front of all calls of a method.
     *
     * @param owner the internal name of the class
     * @param method a method with expanded stack maps
     */
    public VerifierTypes(String owner, MethodNode method) {
        Tracker tracker = new Tracker(owner, method);
        List<Label> labels = new ArrayList<>();
        for (AbstractInsnNode insn : method.instructions) {
            if (tracker.locals != null && insn instanceof MethodInsnNode) {
                states.put(insn, new State(tracker.locals, SlotTypes.values(tracker.stack)));
            }
            insn.accept(tracker);
            if (insn instanceof LabelNode label) {
                labels.add(label.getLabel());
            } else if (insn.getOpcode() >= 0) {
                rememberNew(insn, labels, tracker.stack);
                labels.clear();
            }
        }
    }

    /** A stack map may name an object under construction by any label in front of its NEW. */
    private void rememberNew(AbstractInsnNode insn, List<Label> labels, @Nullable List<Object> stack) {
        if (insn.getOpcode() == Opcodes.NEW && stack != null) {
            for (Label label : labels) {
                news.put(label, (TypeInsnNode) insn);
            }
            if (stack.get(stack.size() - 1) instanceof Label made) {
                news.put(made, (TypeInsnNode) insn);
            }
        }
    }

    /**
     * Returns the types in front of a call.
     *
     * @param insn a call
     * @return the types; null if it cannot be reached
     */
    public @Nullable State before(AbstractInsnNode insn) {
        return states.get(insn);
    }

    /**
     * Returns the instruction that made an object under construction.
     *
     * @param type an element of a {@link State}
     * @return the NEW; null for any other type
     */
    public @Nullable TypeInsnNode newOf(Object type) {
        return type instanceof Label label ? news.get(label) : null;
    }

    private static final class Tracker extends AnalyzerAdapter {
        Tracker(String owner, MethodNode method) {
            super(Opcodes.ASM9, owner, method.access, method.name, method.desc, null);
        }
    }
}
