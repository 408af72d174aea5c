// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** How many monitors a method holds at each instruction, given that it is structured, as all compilers leave it. */
final class Monitors {
    private static final int UNREACHED = -1;

    private Monitors() {}

    static boolean anyHeldAtAwait(MethodNode method) {
        int[] held = null;
        for (AbstractInsnNode insn : method.instructions) {
            if (insn.getOpcode() == Opcodes.MONITORENTER) {
                held = held(method);
                break;
            }
        }
        for (int i = 0; held != null && i < held.length; i++) {
            if (held[i] > 0 && Awaits.isAwait(method.instructions.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static int[] held(MethodNode method) {
        Flow flow = new Flow(method);
        int[] held = new int[flow.size()];
        Arrays.fill(held, UNREACHED);
        Deque<Integer> work = new ArrayDeque<>();
        held[0] = 0;
        work.add(0);
        for (Integer index = work.poll(); index != null; index = work.poll()) {
            int before = held[index];
            int after = before + effect(method.instructions.get(index).getOpcode());
            for (int next : flow.next(index)) {
                reach(held, next, after, work);
            }
            for (int handler : flow.handlers(index)) {
                reach(held, handler, before, work);
            }
        }
        return held;
    }

    private static int effect(int opcode) {
        return opcode == Opcodes.MONITORENTER ? 1 : opcode == Opcodes.MONITOREXIT ? -1 : 0;
    }

    private static void reach(int[] held, int index, int count, Deque<Integer> work) {
        if (held[index] == UNREACHED) {
            held[index] = Math.max(0, count);
            work.add(index);
        }
    }
}
