// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.CallCounting;
import dev.weft.weave.analysis.RuntimeTypes;
import dev.weft.weave.analysis.SlotTypes;
import dev.weft.weave.analysis.SuspensionPoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableAnnotationNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * The locals of a body, and its stack maps. The two hidden parameters stand behind the arguments, so what was behind them moves up:
 *
 * <pre>
 * original: this, arguments…,            locals…
 * body:     this, arguments…, co, frame, locals…
 *           this, arguments…, co, frame, left, locals…             if it counts calls that it makes
 *           this, arguments…, co, frame, left, passed, locals…     if it counts the turns of loops
 * </pre>
 */
final class StackMaps {
    /** The number of slots that the hidden parameters take. */
    static final int HIDDEN = 2;

    /** All that may stand behind the arguments. */
    private static final List<Object> ADDED =
            List.of(RuntimeTypes.COROUTINE, RuntimeTypes.FRAME, Opcodes.INTEGER, RuntimeTypes.FRAME);

    private final int argumentSlots;
    private final List<Object> added;

    /**
     * Makes the maps of a body.
     *
     * @param argumentSlots how many slots {@code this} and the arguments take
     * @param counting where the body counts calls, for which it has locals of its own
     */
    StackMaps(int argumentSlots, CallCounting counting) {
        this.argumentSlots = argumentSlots;
        int own = counting.loops().isEmpty() ? 1 : 2;
        this.added = ADDED.subList(0, counting.isEmpty() ? HIDDEN : HIDDEN + own);
    }

    /** The slot in the body of a local of the original method. */
    int shift(int local) {
        return local < argumentSlots ? local : local + added.size();
    }

    /** The slot of the coroutine. */
    int coroutine() {
        return argumentSlots;
    }

    /** The slot of the frame. */
    int frame() {
        return argumentSlots + 1;
    }

    /** The slot of what is left of the block of calls. */
    int left() {
        return argumentSlots + HIDDEN;
    }

    /** The slot of the frame that is passed by calls which the turns of a loop count. */
    int passed() {
        return left() + 1;
    }

    /** A map with the locals of the original method, given by slot, and the stack, one element per value. */
    FrameNode map(List<Object> slots, List<Object> stack) {
        List<Object> padded = new ArrayList<>(slots);
        while (padded.size() < argumentSlots) {
            padded.add(Opcodes.TOP);
        }
        padded.addAll(argumentSlots, added);
        List<Object> locals = SlotTypes.locals(padded);
        return new FrameNode(Opcodes.F_NEW, locals.size(), locals.toArray(), stack.size(), stack.toArray());
    }

    /** The same map as at a label, for another place. */
    static FrameNode again(LabelNode label) {
        AbstractInsnNode insn = label;
        while (!(insn instanceof FrameNode)) {
            insn = insn.getNext();
        }
        FrameNode map = (FrameNode) insn;
        return new FrameNode(
                Opcodes.F_NEW, map.local.size(), map.local.toArray(), map.stack.size(), map.stack.toArray());
    }

    /** A map at a suspension point, with what is on the stack above what lies there meanwhile. */
    FrameNode at(SuspensionPoint point, Object... above) {
        List<Object> stack = new ArrayList<>(point.stack());
        stack.addAll(List.of(above));
        return map(point.locals(), stack);
    }

    /** Makes room for the hidden parameters in a copy of the original: in instructions, stack maps, and what debuggers read. */
    void makeRoom(MethodNode body) {
        for (AbstractInsnNode insn : body.instructions.toArray()) {
            if (insn instanceof VarInsnNode variable) {
                variable.var = shift(variable.var);
            } else if (insn instanceof IincInsnNode increment) {
                increment.var = shift(increment.var);
            } else if (insn instanceof FrameNode map) {
                body.instructions.set(map, map(SlotTypes.of(map), map.stack));
            }
        }
        if (body.localVariables != null) {
            for (LocalVariableNode variable : body.localVariables) {
                variable.index = shift(variable.index);
            }
        }
        shift(body.visibleLocalVariableAnnotations);
        shift(body.invisibleLocalVariableAnnotations);
    }

    /** Moves the locals in annotations of local variables. */
    private void shift(@Nullable List<LocalVariableAnnotationNode> annotations) {
        if (annotations != null) {
            for (LocalVariableAnnotationNode annotation : annotations) {
                annotation.index.replaceAll(this::shift);
            }
        }
    }

    /** Two maps for one place are one too many: the user's, which comes later, says what the code behind it needs. */
    static void dropDoubles(InsnList body) {
        AbstractInsnNode map = null;
        for (AbstractInsnNode insn = body.getFirst(); insn != null; insn = insn.getNext()) {
            if (insn instanceof FrameNode) {
                if (map != null) {
                    body.remove(map);
                }
                map = insn;
            } else if (insn.getOpcode() >= 0) {
                map = null;
            }
        }
    }
}
