// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.RuntimeSymbols;
import dev.weft.weave.analysis.VerifierTypes;
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
        padded.addAll(argumentSlots, List.of(RuntimeSymbols.COROUTINE, RuntimeSymbols.FRAME));
        while (padded.get(padded.size() - 1).equals(Opcodes.TOP) && !endsWithWide(padded)) {
            padded.remove(padded.size() - 1);
        }
        List<Object> locals = new ArrayList<>();
        for (int slot = 0; slot < padded.size(); slot += isWide(padded.get(slot)) ? 2 : 1) {
            locals.add(padded.get(slot));
        }
        return new FrameNode(Opcodes.F_NEW, locals.size(), locals.toArray(), stack.size(), stack.toArray());
    }

    private static boolean endsWithWide(List<Object> slots) {
        return slots.size() > 1 && isWide(slots.get(slots.size() - 2));
    }

    /** The same map for the body. */
    FrameNode shifted(FrameNode original) {
        List<Object> slots = new ArrayList<>();
        for (Object type : original.local) {
            slots.add(type);
            if (isWide(type)) {
                slots.add(Opcodes.TOP);
            }
        }
        return map(slots, original.stack);
    }

    static boolean isWide(Object type) {
        return VerifierTypes.isWide(type);
    }
}
