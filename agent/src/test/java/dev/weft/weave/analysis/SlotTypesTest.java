// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.weave.MethodText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;

class SlotTypesTest {
    @Test
    void longsAndDoublesAreFollowedByTopInSlots() {
        assertEquals(
                List.of(Opcodes.LONG, Opcodes.TOP, Opcodes.INTEGER, Opcodes.DOUBLE, Opcodes.TOP),
                SlotTypes.of(map("FRAME [J I D] []")));
    }

    @Test
    void slotsBecomeTheLocalsOfTheMapThatTheyCameFrom() {
        FrameNode map = map("FRAME [J I T D p/A] []");
        assertEquals(map.local, SlotTypes.locals(SlotTypes.of(map)));
    }

    @Test
    void unusableSlotsAtTheEndAreNotInAMap() {
        assertEquals(List.of(Opcodes.INTEGER), SlotTypes.locals(List.of(Opcodes.INTEGER, Opcodes.TOP, Opcodes.TOP)));
    }

    @Test
    void theOtherHalfOfALongIsNotAnUnusableSlotAtTheEnd() {
        assertEquals(
                List.of(Opcodes.INTEGER, Opcodes.LONG),
                SlotTypes.locals(List.of(Opcodes.INTEGER, Opcodes.LONG, Opcodes.TOP, Opcodes.TOP)));
    }

    private static FrameNode map(String text) {
        return (FrameNode) MethodText.find(MethodText.ofStatic("()V", text), text);
    }
}
