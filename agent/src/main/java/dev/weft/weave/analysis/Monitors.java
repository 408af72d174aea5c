// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** How many monitors a method holds at each instruction, given that it is structured, as all compilers leave it. */
public final class Monitors {
    /** No await is under a monitor. */
    public static final int NONE = -1;

    private static final int UNREACHED = -1;

    private Monitors() {}

    /**
     * Finds an await, or another place, that would suspend while the method holds a monitor.
     *
     * @param method a method, in which a return that awaits says so
     * @return the line of the first one, 0 if it has none; -1 if there is no such await
     */
    public static int lineOfAwaitUnderMonitor(MethodNode method) {
        AbstractInsnNode await = awaitUnderMonitor(method);
        return await == null ? NONE : Lines.of(method, await);
    }

    /**
     * Finds the same.
     *
     * @param method a method, in which a return that awaits says so
     * @return the first one; null if there is none
     */
    public static @Nullable AbstractInsnNode awaitUnderMonitor(MethodNode method) {
        if (!hasMonitors(method)) {
            return null;
        }
        int[] held = held(method);
        for (int i = 0; i < held.length; i++) {
            if (held[i] > 0 && Awaits.suspends(method.instructions.get(i))) {
                return method.instructions.get(i);
            }
        }
        return null;
    }

    /**
     * Whether a method enters any monitor.
     *
     * @param method a method
     * @return true if it has a synchronized block
     */
    public static boolean hasMonitors(MethodNode method) {
        for (AbstractInsnNode insn = method.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn.getOpcode() == Opcodes.MONITORENTER) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the instructions that run while the method holds a monitor.
     *
     * @param method a method
     * @return the instructions, none if there is no synchronized block
     */
    public static Set<AbstractInsnNode> under(MethodNode method) {
        Set<AbstractInsnNode> under = new HashSet<>();
        if (hasMonitors(method)) {
            int[] held = held(method);
            for (int i = 0; i < held.length; i++) {
                if (held[i] > 0) {
                    under.add(method.instructions.get(i));
                }
            }
        }
        return under;
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
