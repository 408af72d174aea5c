// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import dev.weft.weave.analysis.SlotTypes;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * The flow of values through a method: which instructions make the value that an instruction uses, and which use the value that it makes.
 * Reads only, but for the stack maps that it is told to change.
 */
final class ValueFlow {
    private final MethodNode method;

    /** The values in front of each instruction, null where none leads to it. */
    private final @Nullable Frame<SourceValue>[] frames;

    private final Map<AbstractInsnNode, Set<AbstractInsnNode>> consumers;

    /** Where control goes from each instruction, by index and without an exception. */
    private final Map<Integer, Set<Integer>> successors;

    private ValueFlow(
            MethodNode method,
            @Nullable Frame<SourceValue>[] frames,
            Map<AbstractInsnNode, Set<AbstractInsnNode>> consumers,
            Map<Integer, Set<Integer>> successors) {
        this.method = method;
        this.frames = frames;
        this.consumers = consumers;
        this.successors = successors;
    }

    static ValueFlow of(String owner, MethodNode method) {
        ValueUsers users = new ValueUsers();
        Map<Integer, Set<Integer>> successors = new HashMap<>();
        Analyzer<SourceValue> analyzer = new Analyzer<>(users) {
            @Override
            protected void newControlFlowEdge(int from, int to) {
                ValueUsers.add(successors, from, to);
            }
        };
        try {
            return new ValueFlow(method, analyzer.analyze(owner, method), users.byMaker(), successors);
        } catch (AnalyzerException e) {
            throw new IllegalArgumentException("not a valid method: " + method.name + method.desc, e);
        }
    }

    /** Whether any way through the method leads to an instruction. */
    boolean isReachable(AbstractInsnNode insn) {
        return frames[method.instructions.indexOf(insn)] != null;
    }

    /** The instructions that made the value on top of the stack in front of an instruction, or for a load the value of its variable. */
    Set<AbstractInsnNode> sources(AbstractInsnNode insn) {
        Frame<SourceValue> frame = frames[method.instructions.indexOf(insn)];
        if (frame == null) {
            return Set.of();
        }
        return insn.getOpcode() == Opcodes.ALOAD
                ? frame.getLocal(((VarInsnNode) insn).var).insns
                : frame.getStack(frame.getStackSize() - 1).insns;
    }

    /** The instructions that use the value that an instruction makes. */
    Set<AbstractInsnNode> consumers(AbstractInsnNode insn) {
        return consumers.getOrDefault(insn, Set.of());
    }

    /**
     * Whether a store fills the variable in which compilers keep a value to be returned while the finally blocks run: the
     * source has no such variable, the range of a try ends right behind the store, or behind the release of a monitor there, and
     * in front of that try's handler the value is loaded and returned. A variable of the source is read elsewhere: behind the
     * handler, or in the try.
     */
    boolean isReturnTemporary(AbstractInsnNode store) {
        int handler = handlerOfTryEndingBehind(store);
        Set<AbstractInsnNode> loads = consumers(store);
        if (handler <= 0 || loads.isEmpty()) {
            return false;
        }
        int first = method.instructions.indexOf(store) + 1;
        for (AbstractInsnNode load : loads) {
            int at = method.instructions.indexOf(load);
            if (at < first || at >= handler || !isReturned(load)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a store fills {@linkplain #isReturnTemporary such a variable} for nothing, because the finally block returns or throws
     * itself: the value is never loaded, and there is no way from the store to the code behind the try.
     */
    boolean isOverriddenReturn(AbstractInsnNode store) {
        int handler = handlerOfTryEndingBehind(store);
        return handler > 0 && consumers(store).isEmpty() && staysInside(method.instructions.indexOf(store), handler);
    }

    /**
     * The first handler of a try whose range ends right behind a store into a variable without a name, or behind the monitors that
     * are released there; -1 if there is none.
     */
    private int handlerOfTryEndingBehind(AbstractInsnNode store) {
        int first = -1;
        for (AbstractInsnNode next = store.getNext();
                next instanceof LabelNode || isRelease(next);
                next = next.getNext()) {
            if (next instanceof LabelNode label) {
                if (isNamed((VarInsnNode) store, label)) {
                    return -1;
                }
                int handler = firstHandler(label);
                first = first < 0 || (handler >= 0 && handler < first) ? handler : first;
            }
        }
        return first;
    }

    /** The first handler of a try whose range ends at a label; -1 if there is none. */
    private int firstHandler(LabelNode end) {
        int first = -1;
        for (TryCatchBlockNode block : method.tryCatchBlocks) {
            int handler = method.instructions.indexOf(block.handler);
            first = block.end == end && (first < 0 || handler < first) ? handler : first;
        }
        return first;
    }

    /** The two instructions that release a monitor. */
    private static boolean isRelease(@Nullable AbstractInsnNode insn) {
        return insn != null
                && (insn.getOpcode() == Opcodes.MONITOREXIT
                        || (insn.getOpcode() == Opcodes.ALOAD && insn.getNext().getOpcode() == Opcodes.MONITOREXIT));
    }

    /** Whether a value that was loaded goes nowhere but out; other agents put instructions of theirs in between. */
    private boolean isReturned(AbstractInsnNode load) {
        Set<AbstractInsnNode> users = consumers(load);
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
                work.addAll(successors.getOrDefault(at, Set.of()));
            }
        }
        return true;
    }

    /** Whether the source has a name for what a store fills, from a label behind it on. */
    private boolean isNamed(VarInsnNode store, LabelNode scopeBegins) {
        if (method.localVariables == null) {
            return false;
        }
        int at = method.instructions.indexOf(scopeBegins);
        for (LocalVariableNode variable : method.localVariables) {
            if (variable.index == store.var
                    && method.instructions.indexOf(variable.start) <= at
                    && at < method.instructions.indexOf(variable.end)) {
                return true;
            }
        }
        return false;
    }

    /** Says in a stack map that the values chosen by the instructions that made them are objects of no known class. */
    void retype(FrameNode map, Predicate<Set<AbstractInsnNode>> chosen) {
        Frame<SourceValue> frame = frames[method.instructions.indexOf(map)];
        if (frame == null) {
            return;
        }
        int slot = 0;
        for (int i = 0; i < map.local.size(); i++) {
            Object type = map.local.get(i);
            if (type instanceof String && chosen.test(frame.getLocal(slot).insns)) {
                map.local.set(i, "java/lang/Object");
            }
            slot += SlotTypes.isWide(type) ? 2 : 1;
        }
        for (int i = 0; i < map.stack.size(); i++) {
            if (map.stack.get(i) instanceof String && chosen.test(frame.getStack(i).insns)) {
                map.stack.set(i, "java/lang/Object");
            }
        }
    }
}
