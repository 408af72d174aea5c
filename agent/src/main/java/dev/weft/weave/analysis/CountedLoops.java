// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import dev.weft.weave.analysis.CallCounting.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The loops of a method that make some call on each way round. They count at their jumps back, which HotSpot compiles best, or if that
 * misses calls, where they begin: a call may go round by a loop around that one, or by an exception.
 */
final class CountedLoops {
    private final InsnList code;
    private final Flow flow;
    private final BitSet calls;
    private final List<Loop> loops;
    private final BitSet missed;

    /**
     * Finds the loops.
     *
     * @param method the method
     * @param calls the calls to count
     */
    CountedLoops(MethodNode method, BitSet calls) {
        this.code = method.instructions;
        this.flow = new Flow(method);
        Cycles cycles = cycles(new BitSet());
        this.calls = cycles.members();
        this.calls.and(calls);
        Map<Integer, BitSet> waysBack = cycles.waysBack();
        waysBack.entrySet()
                .removeIf(loop -> goesRoundWithoutCall(loop.getKey(), loop.getValue()) || !hasMap(loop.getKey()));
        List<Loop> atHeads = new ArrayList<>();
        List<Loop> atEnds = new ArrayList<>();
        waysBack.forEach((head, from) -> {
            LabelNode label = (LabelNode) code.get(head);
            atHeads.add(new Loop(label, List.of()));
            atEnds.add(new Loop(label, jumpsBack(from)));
        });
        BitSet missedAtHeads = missed(atHeads);
        boolean endsDo = missedAtHeads.equals(missed(atEnds));
        this.loops = endsDo ? atEnds : atHeads;
        this.missed = missedAtHeads;
        this.calls.andNot(missed);
    }

    /** Those loops. */
    List<Loop> loops() {
        return loops;
    }

    /** The calls that no way round makes without coming past a count of a loop. */
    BitSet calls() {
        return calls;
    }

    /** The other calls on a way round. */
    BitSet missed() {
        return missed;
    }

    private Cycles cycles(BitSet without) {
        return new Cycles(flow.size(), flow::nextOrHandlers, without);
    }

    /** The calls that a way round makes without coming past a count of these loops. */
    private BitSet missed(List<Loop> counting) {
        BitSet places = new BitSet();
        for (Loop loop : counting) {
            loop.jumpsBack().forEach(jump -> places.set(code.indexOf(jump)));
            if (loop.jumpsBack().isEmpty()) {
                places.set(code.indexOf(loop.first()));
            }
        }
        BitSet round = cycles(places).members();
        round.and(calls);
        return round;
    }

    /** Goes from the ways back against the flow, which leads to the head and not out of the loop. Ways by exceptions are rare. */
    private boolean goesRoundWithoutCall(int head, BitSet waysBack) {
        BitSet reached = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        open.add(head);
        while (!open.isEmpty()) {
            int to = open.removeLast();
            for (int from : flow.previous(to)) {
                boolean isWithin = to != head || waysBack.get(from);
                if (isWithin && flow.next(from).contains(to) && !calls.get(from) && !reached.get(from)) {
                    reached.set(from);
                    open.add(from);
                }
            }
            if (reached.get(head)) {
                return true;
            }
        }
        return false;
    }

    /** A label that jumps go to has a map, in code that can be reached. */
    private boolean hasMap(int head) {
        for (AbstractInsnNode insn = code.get(head); insn != null && insn.getOpcode() < 0; insn = insn.getNext()) {
            if (insn instanceof FrameNode) {
                return true;
            }
        }
        return false;
    }

    /** The jumps back, if there is no other way. */
    private List<JumpInsnNode> jumpsBack(BitSet from) {
        List<JumpInsnNode> jumps = new ArrayList<>();
        for (int index : from.stream().toArray()) {
            if (code.get(index).getOpcode() != Opcodes.GOTO) {
                return List.of();
            }
            jumps.add((JumpInsnNode) code.get(index));
        }
        return jumps;
    }
}
