// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import dev.weft.weave.analysis.Awaits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.analysis.Interpreter;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * Makes the values of the operand stack, and remembers which instruction made which. Values that nobody can await are not traced, and
 * nor are copies of them.
 */
final class ValueMakers extends Interpreter<TracedValue> {
    private final Map<AbstractInsnNode, List<TracedValue>> made = new HashMap<>();

    /** Knows how many slots the result of each instruction takes. */
    private final SourceInterpreter sizes = new SourceInterpreter();

    private final SourceValue any = new SourceValue(1);

    ValueMakers() {
        super(Opcodes.ASM9);
    }

    List<TracedValue> madeBy(AbstractInsnNode insn) {
        return made.getOrDefault(insn, List.of());
    }

    private TracedValue make(AbstractInsnNode maker) {
        TracedValue value = TracedValue.madeBy(maker);
        List<TracedValue> values = made.get(maker);
        if (values == null) {
            values = new ArrayList<>(1);
            made.put(maker, values);
        }
        values.add(value);
        return value;
    }

    private TracedValue result(AbstractInsnNode insn, @Nullable SourceValue sized) {
        if (sized != null && sized.size == 2) {
            return TracedValue.WIDE;
        }
        return Awaits.mayMakeTask(insn) ? make(insn) : TracedValue.NARROW;
    }

    @Override
    public TracedValue newValue(@Nullable Type type) {
        return TracedValue.NARROW;
    }

    @Override
    public TracedValue newOperation(AbstractInsnNode insn) {
        return result(insn, sizes.newOperation(insn));
    }

    /** Of a load or store, the value that is on the stack behind or in front of it; of the others, a copy. */
    @Override
    public TracedValue copyOperation(AbstractInsnNode insn, TracedValue value) {
        value.use(insn);
        return switch (insn.getOpcode()) {
            case Opcodes.LLOAD, Opcodes.DLOAD -> TracedValue.WIDE;
            case Opcodes.ALOAD -> make(insn);
            case Opcodes.ISTORE, Opcodes.LSTORE, Opcodes.FSTORE, Opcodes.DSTORE, Opcodes.ASTORE -> value;
            default -> value.isTraced() ? make(insn) : value;
        };
    }

    @Override
    public TracedValue unaryOperation(AbstractInsnNode insn, TracedValue value) {
        value.use(insn);
        return result(insn, sizes.unaryOperation(insn, any));
    }

    @Override
    public TracedValue binaryOperation(AbstractInsnNode insn, TracedValue first, TracedValue second) {
        first.use(insn);
        second.use(insn);
        return result(insn, sizes.binaryOperation(insn, any, any));
    }

    @Override
    public TracedValue ternaryOperation(
            AbstractInsnNode insn, TracedValue first, TracedValue second, TracedValue third) {
        first.use(insn);
        second.use(insn);
        third.use(insn);
        return TracedValue.NARROW;
    }

    @Override
    public TracedValue naryOperation(AbstractInsnNode insn, List<? extends TracedValue> values) {
        for (TracedValue value : values) {
            value.use(insn);
        }
        return result(insn, sizes.naryOperation(insn, List.of()));
    }

    /** The return has used it already. */
    @Override
    public void returnOperation(AbstractInsnNode insn, TracedValue value, TracedValue expected) {}

    @Override
    public TracedValue merge(TracedValue first, TracedValue second) {
        throw new IllegalStateException("values are not merged where ways meet");
    }
}
