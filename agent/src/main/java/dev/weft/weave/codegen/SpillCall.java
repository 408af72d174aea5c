// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.codegen;

import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.FrameLayout;
import dev.weft.weave.analysis.FrameLayout.PointLayout;
import dev.weft.weave.analysis.FrameLayout.Slot;
import dev.weft.weave.analysis.RuntimeTypes;
import java.util.List;

/**
 * The call by which a suspension point hands its values to the frame class, {@code FrameClass.spill(stack…, locals…, this, frame)}: what
 * the body that calls and the class that is called have to agree on.
 */
final class SpillCall {
    /** The name of all spill methods. */
    static final String NAME = "spill";

    /** A method takes at most 255 slots (JVMS 4.3.3); two are for {@code this} and the frame. */
    private static final int MOST_SLOTS = 250;

    private SpillCall() {}

    /** Whether the call can take all values of a point. */
    static boolean takesAll(PointLayout layout) {
        return FrameLayout.size(layout.spilled()) <= MOST_SLOTS;
    }

    /** The values that the call of a point passes: all of them, or else none, and the body stores each itself. */
    static List<Slot> passed(PointLayout layout) {
        return takesAll(layout) ? layout.spilled() : List.of();
    }

    /** {@code Frame spill(Object, int, …, C self, Frame)}: the types of the fields, in the order of the values. */
    static String descriptor(AsyncMethod method, List<Slot> passed) {
        StringBuilder descriptor = new StringBuilder("(");
        for (Slot slot : passed) {
            descriptor.append(slot.field().descriptor());
        }
        if (!method.isStatic()) {
            descriptor.append('L').append(method.owner().name).append(';');
        }
        return descriptor
                .append('L')
                .append(RuntimeTypes.FRAME)
                .append(";)L")
                .append(RuntimeTypes.FRAME)
                .append(';')
                .toString();
    }
}
