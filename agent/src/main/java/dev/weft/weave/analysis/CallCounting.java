// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;

/**
 * Where a body counts the calls that it makes in loops to bodies which may not count them (decision 22). A loop that calls on each way
 * round counts its turns; in other loops each call counts itself. So whatever goes round and calls comes past a count.
 *
 * @param loops the loops that count their turns
 * @param byTurns the states of the points whose calls these count
 * @param byCall the states of the points whose calls count themselves
 */
public record CallCounting(List<Loop> loops, BitSet byTurns, BitSet byCall) {
    /**
     * A loop that counts its turns.
     *
     * @param head where it begins, with a stack map behind
     * @param jumpsBack all its jumps back, which then count, each a GOTO; empty if it counts where it begins
     */
    public record Loop(LabelNode head, List<JumpInsnNode> jumpsBack) {
        /**
         * Returns the instruction with which the loop begins.
         *
         * @return the first behind {@link #head} that is no label, line or map
         */
        public AbstractInsnNode first() {
            AbstractInsnNode insn = head;
            while (insn.getOpcode() < 0) {
                insn = insn.getNext();
            }
            return insn;
        }
    }

    /**
     * Decides for one body.
     *
     * @param analysed the method, and the copy of its code as it was analysed
     * @param shallow what {@link StackDepth#shallow} gave
     * @return where to count
     */
    public static CallCounting of(AnalysedMethod analysed, Set<String> shallow) {
        InsnList code = analysed.body().instructions;
        BitSet calls = new BitSet();
        for (SuspensionPoint point : analysed.points()) {
            if (StackDepth.isCountedByCaller(point, shallow)) {
                calls.set(code.indexOf(point.await()));
            }
        }
        if (calls.isEmpty()) {
            return new CallCounting(List.of(), new BitSet(), new BitSet());
        }
        CountedLoops counted = new CountedLoops(analysed.body(), calls);
        BitSet byTurns = new BitSet();
        BitSet byCall = new BitSet();
        for (SuspensionPoint point : analysed.points()) {
            int index = code.indexOf(point.await());
            byTurns.set(point.state(), counted.calls().get(index));
            byCall.set(point.state(), counted.missed().get(index));
        }
        return new CallCounting(counted.loops(), byTurns, byCall);
    }

    /**
     * Returns whether the body counts no calls of others.
     *
     * @return true if it needs no local for that
     */
    public boolean isEmpty() {
        return loops.isEmpty() && byCall.isEmpty();
    }
}
