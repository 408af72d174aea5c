// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import dev.weft.weave.analysis.Flow;
import dev.weft.weave.analysis.Monitors;
import dev.weft.weave.analysis.ReturnKind;
import dev.weft.weave.analysis.RuntimeMember;
import dev.weft.weave.analysis.RuntimeSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Awaits what is returned behind the instruction that makes it. In most methods each return stands right behind a call, and that can be
 * seen: only of the others {@link ReturnAwaits} has to follow the values.
 */
final class ReturnedCalls {
    private final ReturnKind returns;
    private final MethodNode body;

    /**
     * Makes the step.
     *
     * @param returns what the method returns, a task or a stage
     * @param body a copy of it, which is changed
     */
    ReturnedCalls(ReturnKind returns, MethodNode body) {
        this.returns = returns;
        this.body = body;
    }

    /**
     * Awaits what all returns return, if each stands right behind a call that makes that.
     *
     * @return false if some do not, or may be overridden by a finally block; nothing is changed then
     */
    boolean awaitAll() {
        List<AbstractInsnNode> calls = new ArrayList<>();
        for (AbstractInsnNode insn = body.instructions.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn.getOpcode() == Opcodes.ARETURN) {
                AbstractInsnNode call = callInFront(insn);
                if (call == null) {
                    return false;
                }
                calls.add(call);
            }
        }
        if (Monitors.hasMonitors(body) || ReturnTemporaries.mayBeIn(body)) {
            return false;
        }
        for (AbstractInsnNode call : calls) {
            awaitBehind(call);
        }
        return true;
    }

    /** The call whose result a return returns for sure; null if that takes a closer look, or the call cannot be reached. */
    private @Nullable AbstractInsnNode callInFront(AbstractInsnNode exit) {
        AbstractInsnNode call = before(exit);
        if (call == null || !makesTask(call)) {
            return null;
        }
        AbstractInsnNode before = before(call);
        return before != null && Flow.endsBlock(before.getOpcode()) ? null : call;
    }

    /** What runs in front of an instruction. A label that is jumped to has a stack map, and that is taken for an instruction. */
    private static @Nullable AbstractInsnNode before(AbstractInsnNode insn) {
        AbstractInsnNode before = insn.getPrevious();
        while (before instanceof LabelNode || before instanceof LineNumberNode) {
            before = before.getPrevious();
        }
        return before;
    }

    /** Whether an instruction calls what a return of this method may await. */
    boolean makesTask(AbstractInsnNode insn) {
        return insn instanceof MethodInsnNode call && ReturnKind.of(call.desc) == returns;
    }

    /**
     * Behind a call {@code foo()} that makes a task: {@code await(foo())}, with the result on the stack. {@code Task.of(value)} becomes
     * {@code value}, which is there already, and {@code Task.done()} becomes null.
     */
    void awaitBehind(AbstractInsnNode producer) {
        if (isDone(producer)) {
            body.instructions.set(producer, new InsnNode(Opcodes.ACONST_NULL));
        } else if (isCompleted(producer)) {
            body.instructions.remove(producer);
        } else {
            body.instructions.insert(producer, awaitCall());
        }
    }

    /** {@code Task.of(value)} and the like: there is nothing to await. */
    static boolean isCompleted(AbstractInsnNode insn) {
        return isDone(insn)
                || RuntimeSymbols.TASK_OF.isCalledBy(insn)
                || RuntimeSymbols.COMPLETED_FUTURE.isCalledBy(insn)
                || RuntimeSymbols.COMPLETED_STAGE.isCalledBy(insn);
    }

    private static boolean isDone(AbstractInsnNode insn) {
        return RuntimeSymbols.TASK_DONE.isCalledBy(insn);
    }

    /** {@code Weft.await(…)} of what is on the stack, which is a suspension point from now on. */
    MethodInsnNode awaitCall() {
        RuntimeMember await = Objects.requireNonNull(returns.await());
        return new MethodInsnNode(Opcodes.INVOKESTATIC, await.owner(), await.name(), await.descriptor(), false);
    }
}
