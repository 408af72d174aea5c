// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import dev.weft.weave.analysis.Flow;
import dev.weft.weave.analysis.SlotTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * The flow of values through a method: which instructions make the value that an instruction uses, and which use the value that it makes.
 * Of the operand stack all is known, of a local only when it is asked for, which few are. Reads only, but for the stack maps that it is
 * told to change.
 */
final class ValueFlow {
    private static final String OBJECT = "java/lang/Object";

    private final MethodNode method;
    private final Flow flow;
    private final OperandFlow operands;

    /** The instructions that store what may be awaited, by slot. */
    private final Map<Integer, List<AbstractInsnNode>> stores = new HashMap<>();

    private final Map<Integer, VariableFlow> variables = new HashMap<>();

    private ValueFlow(MethodNode method, Flow flow) {
        this.method = method;
        this.flow = flow;
        this.operands = new OperandFlow(method, flow);
        for (AbstractInsnNode insn : method.instructions) {
            TracedValue top = insn.getOpcode() == Opcodes.ASTORE ? operands.top(insn) : null;
            if (top != null && top.isTraced()) {
                addStore((VarInsnNode) insn);
            }
        }
    }

    static ValueFlow of(MethodNode method) {
        return of(method, new Flow(method));
    }

    /** The flow of values, given that of control. */
    static ValueFlow of(MethodNode method, Flow flow) {
        return new ValueFlow(method, flow);
    }

    private void addStore(VarInsnNode store) {
        List<AbstractInsnNode> ofSlot = stores.get(store.var);
        if (ofSlot == null) {
            ofSlot = new ArrayList<>();
            stores.put(store.var, ofSlot);
        }
        ofSlot.add(store);
    }

    /** How many steps all analyses took together. */
    int steps() {
        int steps = operands.steps();
        for (VariableFlow variable : variables.values()) {
            steps += variable.steps();
        }
        return steps;
    }

    /** Whether any way through the method leads to an instruction. */
    boolean isReachable(AbstractInsnNode insn) {
        return operands.isReached(insn);
    }

    /** The instructions that made the value on top of the stack in front of an instruction, or for a load the value of its variable. */
    Set<AbstractInsnNode> sources(AbstractInsnNode insn) {
        TracedValue value = insn.getOpcode() == Opcodes.ALOAD ? variable(insn).of(insn) : operands.top(insn);
        return value == null ? Set.of() : value.makers();
    }

    /** The instructions that use the value that an instruction makes. */
    Set<AbstractInsnNode> consumers(AbstractInsnNode insn) {
        Set<AbstractInsnNode> consumers = new HashSet<>();
        for (TracedValue value : madeBy(insn)) {
            value.addUsersTo(consumers);
        }
        return consumers;
    }

    private List<TracedValue> madeBy(AbstractInsnNode insn) {
        if (insn.getOpcode() != Opcodes.ASTORE) {
            return operands.madeBy(insn);
        }
        TracedValue stored = variable(insn).of(insn);
        return stored == null ? List.of() : List.of(stored);
    }

    private VariableFlow variable(AbstractInsnNode loadOrStore) {
        return variable(((VarInsnNode) loadOrStore).var);
    }

    private VariableFlow variable(int slot) {
        VariableFlow known = variables.get(slot);
        if (known == null) {
            known = new VariableFlow(method, flow, slot, stores.getOrDefault(slot, List.of()));
            variables.put(slot, known);
        }
        return known;
    }

    /** Says in all stack maps that what these instructions make are objects of no known class. */
    void retype(Set<AbstractInsnNode> changed) {
        Set<TracedValue> held = new HashSet<>();
        Set<Integer> slots = new TreeSet<>();
        for (AbstractInsnNode maker : changed) {
            for (TracedValue value : madeBy(maker)) {
                value.addHoldersTo(held);
            }
            if (maker.getOpcode() == Opcodes.ASTORE) {
                slots.add(((VarInsnNode) maker).var);
            }
        }
        for (AbstractInsnNode insn : method.instructions) {
            if (insn instanceof FrameNode map && !held.isEmpty()) {
                retype(map, held, slots);
            }
        }
    }

    private void retype(FrameNode map, Set<TracedValue> held, Set<Integer> slots) {
        Frame<TracedValue> stack = operands.at(map);
        if (stack == null) {
            return;
        }
        int slot = 0;
        for (int i = 0; i < map.local.size(); i++) {
            Object type = map.local.get(i);
            if (type instanceof String
                    && slots.contains(slot)
                    && held.contains(variable(slot).at(map))) {
                map.local.set(i, OBJECT);
            }
            slot += SlotTypes.isWide(type) ? 2 : 1;
        }
        for (int i = 0; i < map.stack.size(); i++) {
            if (map.stack.get(i) instanceof String && held.contains(stack.getStack(i))) {
                map.stack.set(i, OBJECT);
            }
        }
    }
}
