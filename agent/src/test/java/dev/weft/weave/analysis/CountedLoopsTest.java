// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.weave.analysis.CallCounting.Loop;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/** That no call goes round uncounted, in flows at random: with jumps into loops, out of them and across, by exceptions too. */
class CountedLoopsTest {
    private static final int MOST_BLOCKS = 7;

    private final Random random = new Random(17);
    private final BitSet calls = new BitSet();
    private int atEnds;
    private int atHeads;
    private int byCall;

    @Test
    void whateverGoesRoundAndCallsComesPastACount() {
        for (int round = 0; round < 5000; round++) {
            check(method());
        }
        assertTrue(atEnds > 100 && atHeads > 100 && byCall > 100, atEnds + " " + atHeads + " " + byCall);
    }

    private void check(MethodNode method) {
        InsnList code = method.instructions;
        Flow flow = new Flow(method);
        CountedLoops counted = new CountedLoops(method, calls);
        BitSet counts = new BitSet();
        for (Loop loop : counted.loops()) {
            loop.jumpsBack().forEach(jump -> counts.set(code.indexOf(jump)));
            atEnds += loop.jumpsBack().size();
            if (loop.jumpsBack().isEmpty()) {
                counts.set(code.indexOf(loop.first()));
                atHeads++;
            }
        }
        byCall += counted.missed().cardinality();
        for (int call : calls.stream().toArray()) {
            boolean goesRound = comesBack(flow, call, new BitSet());
            boolean isMissed = comesBack(flow, call, counts);
            assertEquals(isMissed, counted.missed().get(call));
            assertEquals(goesRound && !isMissed, counted.calls().get(call));
        }
    }

    private static boolean comesBack(Flow flow, int start, BitSet without) {
        BitSet reached = new BitSet();
        List<Integer> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty()) {
            for (int to : flow.nextOrHandlers(open.remove(open.size() - 1))) {
                if (!without.get(to) && !reached.get(to)) {
                    reached.set(to);
                    open.add(to);
                }
            }
        }
        return reached.get(start);
    }

    /** Some blocks of a label, a map, a call perhaps, and a jump or none. A NOP stands for a call. */
    private MethodNode method() {
        MethodNode method = new MethodNode(Opcodes.ASM9, Opcodes.ACC_STATIC, "foo", "(I)V", null, null);
        List<LabelNode> labels = new ArrayList<>();
        int blocks = 2 + random.nextInt(MOST_BLOCKS - 1);
        for (int i = 0; i <= blocks; i++) {
            labels.add(new LabelNode());
        }
        calls.clear();
        for (LabelNode label : labels.subList(0, blocks)) {
            addBlock(method.instructions, label, labels.get(random.nextInt(blocks)));
        }
        method.instructions.add(labels.get(blocks));
        method.instructions.add(new InsnNode(Opcodes.RETURN));
        if (random.nextInt(3) == 0) {
            int start = random.nextInt(blocks);
            int end = start + 1 + random.nextInt(blocks - start);
            LabelNode handler = labels.get(random.nextInt(blocks));
            method.tryCatchBlocks.add(new TryCatchBlockNode(labels.get(start), labels.get(end), handler, null));
        }
        return method;
    }

    private void addBlock(InsnList code, LabelNode label, LabelNode target) {
        code.add(label);
        code.add(new FrameNode(Opcodes.F_NEW, 0, new Object[0], 0, new Object[0]));
        if (random.nextInt(3) > 0) {
            calls.set(code.size());
            code.add(new InsnNode(Opcodes.NOP));
        }
        AbstractInsnNode load = new InsnNode(Opcodes.ICONST_0);
        switch (random.nextInt(3)) {
            case 0 -> code.add(new JumpInsnNode(Opcodes.GOTO, target));
            case 1 -> {
                code.add(load);
                code.add(new JumpInsnNode(Opcodes.IFEQ, target));
            }
            default -> code.add(load);
        }
    }
}
