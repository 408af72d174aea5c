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
import org.objectweb.asm.tree.FrameNode;
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
    private final boolean onlyAtAwaits;

    /**
     * Computes the types in front of all calls of a method.
     *
     * @param owner the internal name of the class
     * @param method a method with expanded stack maps
     */
    public VerifierTypes(String owner, MethodNode method) {
        this(owner, method, false);
    }

    private VerifierTypes(String owner, MethodNode method, boolean onlyAtAwaits) {
        this.onlyAtAwaits = onlyAtAwaits;
        Tracker tracker = new Tracker(owner, method);
        List<Label> labels = new ArrayList<>();
        int awaits = onlyAtAwaits ? awaitsInFrontOfMap(method.instructions.getFirst()) : 0;
        for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (onlyAtAwaits) {
                awaits = insn instanceof FrameNode ? awaitsInFrontOfMap(insn.getNext()) : awaits;
                if (awaits == 0) {
                    tracker.pass(insn);
                    continue;
                }
                awaits -= Awaits.suspends(insn) ? 1 : 0;
            }
            if (tracker.locals != null && insn instanceof MethodInsnNode && isOfInterest(insn)) {
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

    /**
     * Computes the types in front of the awaits of a method alone, and of the calls whose results these take.
     *
     * @param owner the internal name of the class
     * @param method a method with expanded stack maps
     * @return types that know no other call
     */
    static VerifierTypes atAwaits(String owner, MethodNode method) {
        return new VerifierTypes(owner, method, true);
    }

    /** How many awaits stand between an instruction and the next stack map, which says all types anew. */
    private static int awaitsInFrontOfMap(@Nullable AbstractInsnNode first) {
        int awaits = 0;
        for (AbstractInsnNode insn = first; insn != null && !(insn instanceof FrameNode); insn = insn.getNext()) {
            awaits += Awaits.suspends(insn) ? 1 : 0;
        }
        return awaits;
    }

    private boolean isOfInterest(AbstractInsnNode call) {
        return !onlyAtAwaits || Awaits.suspends(call) || Awaits.isInFrontOfAwait(call);
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

        /** Passes over an instruction without its types: a later stack map may still name the object that a NEW makes. */
        void pass(AbstractInsnNode insn) {
            locals = null;
            stack = null;
            if (insn instanceof LabelNode || insn.getOpcode() == Opcodes.NEW) {
                insn.accept(this);
            }
        }
    }
}
