// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.RuntimeTypes;
import dev.weft.weave.analysis.SlotTypes;
import dev.weft.weave.analysis.SuspensionPoint;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;

/** Writes the stack maps of a body, in which the two hidden parameters stand between the arguments and the other locals. */
final class StackMaps {
    /** The number of slots that the hidden parameters take. */
    static final int HIDDEN = 2;

    private final int argumentSlots;

    StackMaps(int argumentSlots) {
        this.argumentSlots = argumentSlots;
    }

    /** The slot in the body of a local of the original method. */
    int shift(int local) {
        return local < argumentSlots ? local : local + HIDDEN;
    }

    int coroutine() {
        return argumentSlots;
    }

    int frame() {
        return argumentSlots + 1;
    }

    /** A map with the locals of the original method, given by slot, and the stack, one element per value. */
    FrameNode map(List<Object> slots, List<Object> stack) {
        List<Object> padded = new ArrayList<>(slots);
        while (padded.size() < argumentSlots) {
            padded.add(Opcodes.TOP);
        }
        padded.addAll(argumentSlots, List.of(RuntimeTypes.COROUTINE, RuntimeTypes.FRAME));
        List<Object> locals = SlotTypes.locals(padded);
        return new FrameNode(Opcodes.F_NEW, locals.size(), locals.toArray(), stack.size(), stack.toArray());
    }

    /** A map at a suspension point, with what is on the stack above what lies there meanwhile. */
    FrameNode at(SuspensionPoint point, Object... above) {
        List<Object> stack = new ArrayList<>(point.stack());
        stack.addAll(List.of(above));
        return map(point.locals(), stack);
    }

    /** The same map for the body. */
    FrameNode shifted(FrameNode original) {
        return map(SlotTypes.of(original), original.stack);
    }
}
