// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.MethodNode;

/**
 * Which loops are around each await. A loop is a set of instructions that reach one another, exceptions included; the one
 * by which control comes into it is its header, and without the header it falls apart into the loops inside. A set that control
 * enters at two places was irreducible before us, and counts as no loop. javac never makes one.
 */
final class LoopNest {
    private final InsnList instructions;
    private final int[][] successors;
    private final BitSet[] predecessors;
    private final BitSet awaits;
    private final Map<AbstractInsnNode, List<AbstractInsnNode>> headers = new HashMap<>();

    private LoopNest(MethodNode method) {
        this.instructions = method.instructions;
        Flow flow = new Flow(method);
        this.successors = flow.edges();
        this.predecessors = new BitSet[successors.length];
        this.awaits = new BitSet();
        for (int i = 0; i < successors.length; i++) {
            predecessors[i] = new BitSet();
            awaits.set(i, Awaits.isAwait(instructions.get(i)));
        }
    }

    /** The headers of the loops around each await that is in one, outermost first. */
    static Map<AbstractInsnNode, List<AbstractInsnNode>> headersAroundAwaits(MethodNode method) {
        LoopNest nest = new LoopNest(method);
        BitSet reachable = nest.reachable();
        reachable.stream().forEach(from -> {
            for (int to : nest.successors[from]) {
                nest.predecessors[to].set(from);
            }
        });
        nest.find(reachable, List.of());
        return nest.headers;
    }

    private BitSet reachable() {
        BitSet all = new BitSet();
        all.set(0, successors.length);
        BitSet reachable = new BitSet();
        for (BitSet component : new Components(successors, all).from(0)) {
            reachable.or(component);
        }
        return reachable;
    }

    private void find(BitSet region, List<AbstractInsnNode> around) {
        for (BitSet component : new Components(successors, region).all()) {
            int entry = entryOfLoop(component);
            AbstractInsnNode header = entry < 0 ? null : firstInstruction(entry);
            if (header != null) {
                List<AbstractInsnNode> inside = new ArrayList<>(around);
                inside.add(header);
                component.stream().filter(awaits::get).forEach(at -> headers.put(instructions.get(at), inside));
                component.clear(entry);
                find(component, inside);
            }
        }
    }

    /** Where control comes into a set of instructions, if it is a loop that awaits; else -1. */
    private int entryOfLoop(BitSet component) {
        int first = component.nextSetBit(0);
        boolean isLoop = component.cardinality() > 1 || predecessors[first].get(first);
        if (!isLoop || !component.intersects(awaits)) {
            return -1;
        }
        int[] entries = component.stream().filter(at -> isEntry(at, component)).toArray();
        return entries.length == 1 ? entries[0] : -1;
    }

    private boolean isEntry(int index, BitSet component) {
        BitSet fromOutside = (BitSet) predecessors[index].clone();
        fromOutside.andNot(component);
        return index == 0 || !fromOutside.isEmpty();
    }

    private @Nullable AbstractInsnNode firstInstruction(int entry) {
        AbstractInsnNode insn = instructions.get(entry);
        while (insn != null && insn.getOpcode() < 0) {
            insn = insn.getNext();
        }
        return insn;
    }
}
