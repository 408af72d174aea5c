// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

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

    private ValueFlow(
            MethodNode method,
            @Nullable Frame<SourceValue>[] frames,
            Map<AbstractInsnNode, Set<AbstractInsnNode>> consumers) {
        this.method = method;
        this.frames = frames;
        this.consumers = consumers;
    }

    static ValueFlow of(String owner, MethodNode method) {
        Recorder recorder = new Recorder();
        try {
            return new ValueFlow(method, new Analyzer<>(recorder).analyze(owner, method), recorder.consumers);
        } catch (AnalyzerException e) {
            throw new IllegalArgumentException("not a valid method: " + method.name + method.desc, e);
        }
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
     * Whether a store fills the variable in which javac keeps a value to be returned while the finally blocks run: the
     * source has no such variable, and the range of a try ends right behind the store.
     */
    boolean isReturnTemporary(AbstractInsnNode store) {
        AbstractInsnNode next = store.getNext();
        boolean endsTry = false;
        while (next instanceof LabelNode label) {
            if (isNamed((VarInsnNode) store, label)) {
                return false;
            }
            endsTry |= method.tryCatchBlocks.stream().anyMatch(block -> block.end == label);
            next = next.getNext();
        }
        return endsTry;
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
            slot += StackMaps.isWide(type) ? 2 : 1;
        }
        for (int i = 0; i < map.stack.size(); i++) {
            if (map.stack.get(i) instanceof String && chosen.test(frame.getStack(i).insns)) {
                map.stack.set(i, "java/lang/Object");
            }
        }
    }

    /** Remembers, for each instruction that made a value, who used it. */
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
            value.insns.forEach(source ->
                    consumers.computeIfAbsent(source, s -> new HashSet<>()).add(user));
        }

        @Override
        public SourceValue copyOperation(AbstractInsnNode insn, SourceValue value) {
            use(insn, value);
            return super.copyOperation(insn, value);
        }

        @Override
        public SourceValue unaryOperation(AbstractInsnNode insn, SourceValue value) {
            use(insn, value);
            return super.unaryOperation(insn, value);
        }

        @Override
        public SourceValue binaryOperation(AbstractInsnNode insn, SourceValue first, SourceValue second) {
            use(insn, first);
            use(insn, second);
            return super.binaryOperation(insn, first, second);
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
            values.forEach(value -> use(insn, value));
            return super.naryOperation(insn, values);
        }
    }
}
