// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import dev.weft.weave.analysis.Flow;
import dev.weft.weave.analysis.LocalSlots;
import dev.weft.weave.analysis.SlotTypes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * What goes through one local: which stores fill it with something to await, and which loads read that. It is followed from the stores
 * until another store, or a stack map that knows nothing of it, so that a variable of one statement costs as much as that statement.
 */
final class VariableFlow extends SinglePass<TracedValue> {
    private final MethodNode method;
    private final int slot;

    /** What each load reads, and what each store makes; nothing where it cannot be awaited. */
    private final Map<AbstractInsnNode, TracedValue> values = new HashMap<>();

    private final Map<FrameNode, TracedValue> atMaps = new HashMap<>();

    /**
     * Follows what some instructions store.
     *
     * @param method the method
     * @param flow where control goes in it
     * @param slot the local
     * @param stores the instructions that store what may be awaited there
     */
    VariableFlow(MethodNode method, Flow flow, int slot, List<AbstractInsnNode> stores) {
        super(flow);
        this.method = method;
        this.slot = slot;
        if (slot < LocalSlots.arguments(method)) {
            // An argument has a maker of its own, which is no store: else a load of it would seem to have none.
            runFromEntry(TracedValue.madeBy(new InsnNode(Opcodes.NOP)));
        }
        for (AbstractInsnNode store : stores) {
            TracedValue stored = TracedValue.madeBy(store);
            values.put(store, stored);
            runBehind(method.instructions.indexOf(store), stored);
        }
    }

    @Override
    @Nullable
    TracedValue after(int index, TracedValue before) {
        AbstractInsnNode insn = method.instructions.get(index);
        if (insn instanceof FrameNode map) {
            atMaps.put(map, before);
            Object type = SlotTypes.at(map, slot);
            return type instanceof String || type.equals(Opcodes.NULL) ? before : null;
        }
        if (!(insn instanceof VarInsnNode variable) || !touches(variable)) {
            return before;
        }
        if (insn.getOpcode() == Opcodes.ALOAD) {
            before.use(insn);
            values.put(insn, before);
        }
        return insn.getOpcode() < Opcodes.ISTORE ? before : null;
    }

    private boolean touches(VarInsnNode insn) {
        return insn.var == slot || (insn.var == slot - 1 && LocalSlots.isWide(insn));
    }

    @Override
    TracedValue caught(TracedValue before) {
        return before;
    }

    @Override
    TracedValue meeting(TracedValue first) {
        return TracedValue.meeting();
    }

    @Override
    void join(TracedValue meeting, TracedValue arriving) {
        meeting.add(arriving);
    }

    @Override
    TracedValue copy(TracedValue state) {
        return state;
    }

    /** What a load reads, or a store makes; null if that cannot be awaited, or nothing leads there. */
    @Nullable
    TracedValue of(AbstractInsnNode insn) {
        return values.get(insn);
    }

    /** What the local holds where a stack map stands; null if that cannot be awaited, or nothing leads there. */
    @Nullable
    TracedValue at(FrameNode map) {
        return atMaps.get(map);
    }
}
