// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import dev.weft.weave.analysis.Awaits;
import dev.weft.weave.analysis.SlotTypes;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/** Which instructions make the values that an instruction uses, and which use the value that it makes. */
final class ValueFlow {
    private final MethodNode method;
    private final @Nullable Frame<SourceValue>[] frames;
    private final Map<AbstractInsnNode, Set<AbstractInsnNode>> consumers;
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
        Recorder recorder = new Recorder();
        Map<Integer, Set<Integer>> successors = new HashMap<>();
        Analyzer<SourceValue> analyzer = new Analyzer<>(recorder) {
            @Override
            protected void newControlFlowEdge(int from, int to) {
                add(successors, from, to);
            }
        };
        try {
            return new ValueFlow(method, analyzer.analyze(owner, method), recorder.consumers, successors);
        } catch (AnalyzerException e) {
            throw new IllegalArgumentException("not a valid method: " + method.name + method.desc, e);
        }
    }

    private static <K, V> void add(Map<K, Set<V>> sets, K key, V value) {
        Set<V> set = sets.get(key);
        if (set == null) {
            set = new HashSet<>();
            sets.put(key, set);
        }
        set.add(value);
    }

    boolean isReachable(AbstractInsnNode insn) {
        return frames[method.instructions.indexOf(insn)] != null;
    }

    /** What made the value on top of the stack, or for a load the value of its variable. */
    Set<AbstractInsnNode> sources(AbstractInsnNode insn) {
        Frame<SourceValue> frame = frames[method.instructions.indexOf(insn)];
        if (frame == null) {
            return Set.of();
        }
        return insn.getOpcode() == Opcodes.ALOAD
                ? frame.getLocal(((VarInsnNode) insn).var).insns
                : frame.getStack(frame.getStackSize() - 1).insns;
    }

    Set<AbstractInsnNode> consumers(AbstractInsnNode insn) {
        return consumers.getOrDefault(insn, Set.of());
    }

    /**
     * Whether a store fills the variable in which compilers keep a value to be returned while the finally blocks run: the
     * source has no such variable, the range of a try ends right behind the store, or behind the release of a monitor there, and
     * in front of that try's handler the value is loaded and returned. A variable of the source is read elsewhere: behind the handler, or in the try.
     */
    boolean isReturnTemporary(AbstractInsnNode store) {
        int handler = handlerOfTryEndingBehind(store);
        Set<AbstractInsnNode> loads = consumers(store);
        return handler > 0
                && !loads.isEmpty()
                && loads.stream().allMatch(load -> {
                    int at = method.instructions.indexOf(load);
                    return at > method.instructions.indexOf(store) && at < handler && isReturned(load);
                });
    }

    /**
     * Whether a store fills that variable for nothing, because the finally block returns or throws itself: the value is
     * never loaded, and there is no way from the store to the code behind the try.
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
        return !users.isEmpty() && users.stream().allMatch(user -> user.getOpcode() == Opcodes.ARETURN);
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

    private boolean isNamed(VarInsnNode store, LabelNode scopeBegins) {
        List<LocalVariableNode> variables = method.localVariables;
        if (variables == null) {
            return false;
        }
        int at = method.instructions.indexOf(scopeBegins);
        return variables.stream()
                .anyMatch(variable -> variable.index == store.var
                        && method.instructions.indexOf(variable.start) <= at
                        && at < method.instructions.indexOf(variable.end));
    }

    /** Says in a stack map that the values chosen by their sources are objects of no known class. */
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

    /**
     * Remembers, for each instruction that made a value, who used it. Values that nobody can await have no source: a method
     * may assign to a counter or to a text a thousand times, and where paths meet all those assignments would meet.
     */
    private static final class Recorder extends SourceInterpreter {
        private final Map<AbstractInsnNode, Set<AbstractInsnNode>> consumers = new HashMap<>();
        private final AbstractInsnNode argument = new InsnNode(Opcodes.NOP);

        Recorder() {
            super(Opcodes.ASM9);
        }

        /** An argument has a source of its own, which is no store: else a load of it would seem to have none. */
        @Override
        public SourceValue newParameterValue(boolean isInstanceMethod, int local, Type type) {
            return new SourceValue(type.getSize(), argument);
        }

        private void use(AbstractInsnNode user, SourceValue value) {
            for (AbstractInsnNode source : value.insns) {
                add(consumers, source, user);
            }
        }

        private static SourceValue made(AbstractInsnNode insn, SourceValue value) {
            return Awaits.mayMakeTask(insn) ? value : new SourceValue(value.size);
        }

        @Override
        public SourceValue newOperation(AbstractInsnNode insn) {
            return made(insn, super.newOperation(insn));
        }

        /** A copy of what has no source has none either. */
        @Override
        public SourceValue copyOperation(AbstractInsnNode insn, SourceValue value) {
            use(insn, value);
            return value.insns.isEmpty() ? value : super.copyOperation(insn, value);
        }

        @Override
        public SourceValue unaryOperation(AbstractInsnNode insn, SourceValue value) {
            use(insn, value);
            return made(insn, super.unaryOperation(insn, value));
        }

        @Override
        public SourceValue binaryOperation(AbstractInsnNode insn, SourceValue first, SourceValue second) {
            use(insn, first);
            use(insn, second);
            return made(insn, super.binaryOperation(insn, first, second));
        }

        @Override
        public SourceValue ternaryOperation(
                AbstractInsnNode insn, SourceValue first, SourceValue second, SourceValue third) {
            use(insn, first);
            use(insn, second);
            use(insn, third);
            return super.ternaryOperation(insn, first, second, third);
        }

        @Override
        public SourceValue naryOperation(AbstractInsnNode insn, List<? extends SourceValue> values) {
            for (SourceValue value : values) {
                use(insn, value);
            }
            return made(insn, super.naryOperation(insn, values));
        }
    }
}
