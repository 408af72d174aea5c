// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import dev.weft.weave.analysis.Variables.Variable;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.tree.MethodInsnNode;

/**
 * An instruction where the method may suspend.
 *
 * @param state its number, from 1 in the order of the code
 * @param await the call of {@code Weft.await}, of {@code Weft.emit}, or of the close of a generator
 * @param call the call whose body may be called directly, with what is known about that; null to take the general path
 * @param line the line of the await, 0 if unknown
 * @param locals the verifier's types of the locals, by slot
 * @param stack the types of what lies below the operands of the call or of the await, bottom first
 * @param variables the variables of the source that are in scope
 * @param live the slots of locals that are kept: those that are read later, or all that are in scope
 * @param inLoop whether a resume comes back into the middle of a loop
 * @param inTry whether a handler that catches everything, as that of a finally block, is entered if the point throws
 */
public record SuspensionPoint(
        int state,
        MethodInsnNode await,
        @Nullable DirectCall call,
        int line,
        List<Object> locals,
        List<Object> stack,
        List<Variable> variables,
        BitSet live,
        boolean inLoop,
        boolean inTry) {
    /**
     * Returns whether an element is handed over here.
     *
     * @return true for an emit
     */
    public boolean emits() {
        return RuntimeSymbols.EMIT.isCalledBy(await);
    }

    /**
     * Returns whether a generator is closed here.
     *
     * @return true for a close
     */
    public boolean closes() {
        return RuntimeSymbols.CLOSE.isCalledBy(await);
    }

    /**
     * A call of an async method, right in front of the await of its result.
     *
     * @param insn the call
     * @param operands the verifier's types of its operands, the object first if there is one
     * @param binding how it is known which body that is
     */
    public record DirectCall(MethodInsnNode insn, List<Object> operands, Binding binding) {}

    /** How it is known which body a call goes to. */
    public enum Binding {
        /** The method is in this class and cannot be overridden. */
        PROVEN,
        /** The class that has the method is asked when the call is linked. */
        ASKED,
        /** The object is asked, for it may have an override. */
        DISPATCHED
    }
}
