// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import dev.weft.weave.analysis.Awaits;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Remembers, for each instruction that made a value, which instructions used it, while ASM runs a method symbolically. Values that nobody
 * can await have no source: a method may assign to a counter or to a text a thousand times, and where paths meet all those assignments
 * would meet.
 */
final class ValueUsers extends SourceInterpreter {
    private final Map<AbstractInsnNode, Set<AbstractInsnNode>> consumers = new HashMap<>();
    private final AbstractInsnNode argument = new InsnNode(Opcodes.NOP);

    ValueUsers() {
        super(Opcodes.ASM9);
    }

    /** An argument has a source of its own, which is no store: else a load of it would seem to have none. */
    @Override
    public SourceValue newParameterValue(boolean isInstanceMethod, int local, Type type) {
        return new SourceValue(type.getSize(), argument);
    }

    /** The users of each instruction that made a value. */
    Map<AbstractInsnNode, Set<AbstractInsnNode>> byMaker() {
        return consumers;
    }

    private void use(AbstractInsnNode user, SourceValue value) {
        for (AbstractInsnNode source : value.insns) {
            add(consumers, source, user);
        }
    }

    /** What an instruction makes, without its source if nobody can await that. */
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

    /** Adds to one of several sets. */
    static <K, V> void add(Map<K, Set<V>> sets, K key, V value) {
        Set<V> set = sets.get(key);
        if (set == null) {
            set = new HashSet<>();
            sets.put(key, set);
        }
        set.add(value);
    }
}
