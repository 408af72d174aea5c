// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.CallCounting.Loop;
import dev.weft.weave.analysis.RuntimeSymbols;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The code by which loops count their turns, mostly where they jump back:
 *
 * <pre>
 *            if (--left >= 0) goto head;
 *            goto blockOver;
 *            …
 * blockOver: passed = co.blockOver();             // behind the user's code
 *            left = 1023;
 *            goto head;
 * </pre>
 *
 * <p>The rare way goes round by a jump of its own. So HotSpot can take it for a loop around the other, which then has no call in it, and
 * move out of that what is the same in each turn.
 */
final class TurnWriter {
    private final StackMaps maps;
    private final Map<Loop, LabelNode> blocksOver = new LinkedHashMap<>();

    TurnWriter(StackMaps maps, List<Loop> loops) {
        this.maps = maps;
        for (Loop loop : loops) {
            blocksOver.put(loop, new LabelNode());
        }
    }

    /** Counts down at each jump back, or else where a loop begins. */
    void writeInline(InsnList body) {
        for (Map.Entry<Loop, LabelNode> each : blocksOver.entrySet()) {
            Loop loop = each.getKey();
            for (JumpInsnNode jumpBack : loop.jumpsBack()) {
                body.insertBefore(jumpBack, Countdown.count(maps, Opcodes.IFGE, loop.head()));
                jumpBack.label = each.getValue();
            }
            if (loop.jumpsBack().isEmpty()) {
                body.insertBefore(loop.first(), Countdown.count(maps, Opcodes.IFLT, each.getValue()));
            }
        }
    }

    /** Writes what happens when a loop has counted a block. */
    void writeBlocksOver(InsnList code) {
        for (Map.Entry<Loop, LabelNode> each : blocksOver.entrySet()) {
            LabelNode head = each.getKey().head();
            code.add(each.getValue());
            code.add(StackMaps.again(head));
            code.add(Code.load(maps.coroutine()));
            code.add(Code.call(RuntimeSymbols.BLOCK_OVER)); // frame
            code.add(new VarInsnNode(Opcodes.ASTORE, maps.passed()));
            Countdown.start(code, maps);
            code.add(new JumpInsnNode(Opcodes.GOTO, head));
        }
    }
}
