// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.libraries;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.Interpreter;

/** Where a method holds a monitor. This is not the weaver's own count of them, so that one checks the other. */
final class HeldMonitors {
    private HeldMonitors() {}

    /** The instructions in front of which a method holds any. */
    static Set<AbstractInsnNode> in(String owner, MethodNode method) {
        Set<AbstractInsnNode> under = new HashSet<>();
        if (entersAny(method)) {
            Frame<BasicValue>[] frames = analyze(owner, method);
            for (int i = 0; i < frames.length; i++) {
                if (frames[i] instanceof CountingFrame frame && frame.held > 0) {
                    under.add(method.instructions.get(i));
                }
            }
        }
        return under;
    }

    private static boolean entersAny(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn.getOpcode() == Opcodes.MONITORENTER) {
                return true;
            }
        }
        return false;
    }

    private static Frame<BasicValue>[] analyze(String owner, MethodNode method) {
        try {
            return new CountingAnalyzer().analyze(owner, method);
        } catch (AnalyzerException e) {
            throw new IllegalArgumentException(owner + "." + method.name + method.desc, e);
        }
    }

    private static final class CountingAnalyzer extends Analyzer<BasicValue> {
        CountingAnalyzer() {
            super(new BasicInterpreter());
        }

        @Override
        protected Frame<BasicValue> newFrame(int numLocals, int numStack) {
            return new CountingFrame(numLocals, numStack);
        }

        @Override
        protected Frame<BasicValue> newFrame(Frame<? extends BasicValue> frame) {
            return new CountingFrame(frame);
        }
    }

    private static final class CountingFrame extends Frame<BasicValue> {
        private int held;

        CountingFrame(int numLocals, int numStack) {
            super(numLocals, numStack);
        }

        CountingFrame(Frame<? extends BasicValue> frame) {
            super(frame);
            held = ((CountingFrame) frame).held;
        }

        @Override
        public Frame<BasicValue> init(Frame<? extends BasicValue> frame) {
            held = ((CountingFrame) frame).held;
            return super.init(frame);
        }

        @Override
        public void execute(AbstractInsnNode insn, Interpreter<BasicValue> interpreter) throws AnalyzerException {
            super.execute(insn, interpreter);
            if (insn.getOpcode() == Opcodes.MONITORENTER) {
                held++;
            } else if (insn.getOpcode() == Opcodes.MONITOREXIT) {
                held--;
            }
        }
    }
}
