// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import dev.weft.weave.analysis.Flow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Finds the variables that the source does not have, in which compilers keep a value that is on its way out. Reads only. */
final class ReturnTemporaries {
    private static final BitSet NONE = new BitSet();

    private final MethodNode method;
    private final Flow flow;
    private final ValueFlow values;

    /** The first handler of the tries that end at a label. */
    private final Map<LabelNode, Integer> handlersByEnd = new HashMap<>();

    /** The slots that a store fills behind which a try ends: in no other can there be one. */
    private final BitSet slots = new BitSet();

    private final Map<Integer, BitSet> loads = new HashMap<>();
    private final Map<AbstractInsnNode, Boolean> decided = new HashMap<>();

    ReturnTemporaries(MethodNode method, Flow flow, ValueFlow values) {
        this.method = method;
        this.flow = flow;
        this.values = values;
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            int handler = method.instructions.indexOf(block.handler);
            Integer known = handlersByEnd.get(block.end);
            handlersByEnd.put(block.end, known == null ? handler : Math.min(known, handler));
        }
        for (AbstractInsnNode insn : method.instructions) {
            if (insn.getOpcode() == Opcodes.ASTORE && handlerOfTryEndingBehind(insn) >= 0) {
                slots.set(((VarInsnNode) insn).var);
            } else if (insn.getOpcode() == Opcodes.ALOAD && !method.tryCatchBlocks.isEmpty()) {
                addLoad((VarInsnNode) insn);
            }
        }
    }

    /**
     * Whether a method may have such variables at all.
     *
     * @param method a method without monitors
     * @return false if no try in front of its handler ends behind a store; the handler of a finally block stands in a try of its own
     */
    static boolean mayBeIn(MethodNode method) {
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            AbstractInsnNode before = block.end.getPrevious();
            while (before != null && before.getOpcode() < 0) {
                before = before.getPrevious();
            }
            if (before != null
                    && before.getOpcode() == Opcodes.ASTORE
                    && method.instructions.indexOf(block.end) <= method.instructions.indexOf(block.handler)) {
                return true;
            }
        }
        return false;
    }

    private void addLoad(VarInsnNode load) {
        BitSet ofSlot = loads.get(load.var);
        if (ofSlot == null) {
            ofSlot = new BitSet();
            loads.put(load.var, ofSlot);
        }
        ofSlot.set(method.instructions.indexOf(load));
    }

    /** Whether a variable of this slot may be one. */
    boolean mayBeIn(int slot) {
        return slots.get(slot);
    }

    /**
     * Whether a store fills the variable in which compilers keep a value to be returned while the finally blocks run: the
     * source has no such variable, the range of a try ends right behind the store, or behind the release of a monitor there, and
     * in front of that try's handler the value is loaded and returned. A variable of the source is read elsewhere: behind the
     * handler, or in the try.
     */
    boolean isReturnTemporary(AbstractInsnNode store) {
        Boolean known = decided.get(store);
        if (known == null) {
            known = fillsReturnTemporary(store);
            decided.put(store, known);
        }
        return known;
    }

    private boolean fillsReturnTemporary(AbstractInsnNode store) {
        int first = method.instructions.indexOf(store) + 1;
        int handler = handlerOfTryEndingBehind(store);
        // Most stores are done with here, without a look at who uses what they store.
        int load = loads.getOrDefault(((VarInsnNode) store).var, NONE).nextSetBit(first);
        if (load < 0 || load >= handler) {
            return false;
        }
        Set<AbstractInsnNode> users = values.consumers(store);
        for (AbstractInsnNode user : users) {
            int at = method.instructions.indexOf(user);
            if (at < first || at >= handler || !isReturned(user)) {
                return false;
            }
        }
        return !users.isEmpty();
    }

    /**
     * Whether a store fills {@linkplain #isReturnTemporary such a variable} for nothing, because the finally block returns or throws
     * itself: the value is never loaded, and there is no way from the store to the code behind the try.
     */
    boolean isOverriddenReturn(AbstractInsnNode store) {
        int handler = handlerOfTryEndingBehind(store);
        return handler > 0
                && staysInside(method.instructions.indexOf(store), handler)
                && values.consumers(store).isEmpty();
    }

    /**
     * The first handler of a try whose range ends right behind a store into a variable without a name, or behind the monitors that
     * are released there; -1 if there is none.
     */
    private int handlerOfTryEndingBehind(AbstractInsnNode store) {
        int first = -1;
        for (LabelNode label : labelsBehind(store)) {
            Integer handler = handlersByEnd.get(label);
            first = handler != null && (first < 0 || handler < first) ? handler : first;
        }
        return first < 0 || isNamed(store) ? -1 : first;
    }

    private static List<LabelNode> labelsBehind(AbstractInsnNode store) {
        List<LabelNode> labels = new ArrayList<>();
        for (AbstractInsnNode next = store.getNext();
                next instanceof LabelNode || isRelease(next);
                next = next.getNext()) {
            if (next instanceof LabelNode label) {
                labels.add(label);
            }
        }
        return labels;
    }

    /** The two instructions that release a monitor. */
    private static boolean isRelease(@Nullable AbstractInsnNode insn) {
        return insn != null
                && (insn.getOpcode() == Opcodes.MONITOREXIT
                        || (insn.getOpcode() == Opcodes.ALOAD && insn.getNext().getOpcode() == Opcodes.MONITOREXIT));
    }

    /** Whether a value that was loaded goes nowhere but out; other agents put instructions of theirs in between. */
    private boolean isReturned(AbstractInsnNode load) {
        Set<AbstractInsnNode> users = values.consumers(load);
        for (AbstractInsnNode user : users) {
            if (user.getOpcode() != Opcodes.ARETURN) {
                return false;
            }
        }
        return !users.isEmpty();
    }

    /** Whether all that can run after an instruction, but for handlers, stands between it and another one. */
    private boolean staysInside(int from, int to) {
        BitSet seen = new BitSet();
        Deque<Integer> work = new ArrayDeque<>(List.of(from));
        for (Integer at = work.poll(); at != null; at = work.poll()) {
            if (at < from || at >= to) {
                return false;
            }
            if (!seen.get(at)) {
                seen.set(at);
                work.addAll(flow.next(at));
            }
        }
        return true;
    }

    /** Whether the source has a name for what a store fills, from a label behind it on. */
    private boolean isNamed(AbstractInsnNode store) {
        if (method.localVariables == null) {
            return false;
        }
        List<LabelNode> labels = labelsBehind(store);
        for (LocalVariableNode variable : method.localVariables) {
            if (variable.index == ((VarInsnNode) store).var && holdsAtOneOf(variable, labels)) {
                return true;
            }
        }
        return false;
    }

    private boolean holdsAtOneOf(LocalVariableNode variable, List<LabelNode> labels) {
        int start = method.instructions.indexOf(variable.start);
        int end = method.instructions.indexOf(variable.end);
        for (LabelNode label : labels) {
            int at = method.instructions.indexOf(label);
            if (start <= at && at < end) {
                return true;
            }
        }
        return false;
    }
}
