// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import dev.weft.weave.analysis.Flow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/** What goes over the operand stack of a method: who makes each value, and who uses it. A load makes a value, a store uses one. */
final class OperandFlow extends SinglePass<OperandFlow.Operands> {
    private final MethodNode method;
    private final ValueMakers makers = new ValueMakers();

    /** What lies on top in front of each instruction, null where nothing does or nothing leads there. */
    private final @Nullable TracedValue[] tops;

    private final Set<AbstractInsnNode> reached = new HashSet<>();
    private final Map<FrameNode, Operands> atMaps = new HashMap<>();

    /** What a handler finds: the exception alone, which nobody awaits. */
    private final Operands exception = new Operands();

    OperandFlow(MethodNode method, Flow flow) {
        super(flow);
        this.method = method;
        this.tops = new TracedValue[flow.size()];
        exception.push(TracedValue.NARROW);
        runFromEntry(new Operands());
    }

    /** An operand stack. ASM knows what each instruction does to it; what is in locals is not looked at. */
    static final class Operands extends Frame<TracedValue> {
        Operands() {
            super(0, -1);
        }

        Operands(Operands other) {
            super(other);
        }

        @Override
        public TracedValue getLocal(int slot) {
            return TracedValue.NARROW;
        }

        @Override
        public void setLocal(int slot, TracedValue value) {}
    }

    @Override
    Operands after(int index, Operands before) {
        AbstractInsnNode insn = method.instructions.get(index);
        reached.add(insn);
        int height = before.getStackSize();
        tops[index] = height == 0 ? null : before.getStack(height - 1);
        if (insn instanceof FrameNode map) {
            atMaps.put(map, new Operands(before));
        } else if (insn.getOpcode() >= 0) {
            try {
                before.execute(insn, makers);
            } catch (AnalyzerException | RuntimeException e) {
                throw invalid("instruction " + index, e);
            }
        }
        return before;
    }

    private IllegalArgumentException invalid(String where, @Nullable Exception cause) {
        return new IllegalArgumentException("not a valid method: " + method.name + method.desc + ", " + where, cause);
    }

    @Override
    Operands caught(Operands before) {
        return exception;
    }

    @Override
    Operands meeting(Operands first) {
        Operands meeting = new Operands();
        for (int i = 0; i < first.getStackSize(); i++) {
            meeting.push(first.getStack(i).getSize() == 2 ? TracedValue.WIDE : TracedValue.meeting());
        }
        return meeting;
    }

    @Override
    void join(Operands meeting, Operands arriving) {
        if (meeting.getStackSize() != arriving.getStackSize()) {
            throw invalid("operand stacks of unequal size meet", null);
        }
        for (int i = 0; i < meeting.getStackSize(); i++) {
            meeting.getStack(i).add(arriving.getStack(i));
        }
    }

    @Override
    Operands copy(Operands state) {
        return new Operands(state);
    }

    boolean isReached(AbstractInsnNode insn) {
        return reached.contains(insn);
    }

    /** The value on top in front of an instruction; null if there is none. */
    @Nullable
    TracedValue top(AbstractInsnNode insn) {
        return tops[method.instructions.indexOf(insn)];
    }

    /** The values that an instruction pushes; some push two. */
    List<TracedValue> madeBy(AbstractInsnNode insn) {
        return makers.madeBy(insn);
    }

    /** What lies on the stack where a stack map stands, bottom first; null if nothing leads there. */
    @Nullable
    Frame<TracedValue> at(FrameNode map) {
        return atMaps.get(map);
    }
}
