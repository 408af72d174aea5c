// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.weave.MethodText;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

class LocalSlotsTest {
    @Test
    void argumentsTakeSlotsThoughNothingReadsThem() {
        assertEquals(4, LocalSlots.used(MethodText.ofStatic("(IJLjava/lang/String;)V", "RETURN")));
    }

    @Test
    void thisTakesASlot() {
        assertEquals(2, LocalSlots.used(MethodText.ofInstance("(I)V", "RETURN")));
    }

    @Test
    void whatTheHeaderClaimsDoesNotCount() {
        MethodNode method = MethodText.ofStatic("()V", "RETURN");
        method.maxLocals = 65_535;
        assertEquals(0, LocalSlots.used(method));
    }

    @Test
    void whatTheCodeStoresReadsOrIncrementsCounts() {
        assertEquals(3, LocalSlots.used(MethodText.ofStatic("()V", "ASTORE 2")));
        assertEquals(5, LocalSlots.used(MethodText.ofStatic("()V", "ILOAD 4")));
        assertEquals(6, LocalSlots.used(MethodText.ofStatic("()V", "IINC 5 1")));
    }

    @Test
    void aLongOrDoubleTakesTwoSlots() {
        assertEquals(4, LocalSlots.used(MethodText.ofStatic("()V", "LSTORE 2")));
        assertEquals(4, LocalSlots.used(MethodText.ofStatic("()V", "DLOAD 2")));
    }

    @Test
    void loadsAndStoresOfLongsAndDoublesAreWide() {
        for (String wide : new String[] {"LLOAD 1", "LSTORE 1", "DLOAD 1", "DSTORE 1"}) {
            assertEquals(true, isWide(wide), wide);
        }
        for (String narrow : new String[] {"ILOAD 1", "ISTORE 1", "FLOAD 1", "FSTORE 1", "ALOAD 1", "ASTORE 1"}) {
            assertEquals(false, isWide(narrow), narrow);
        }
    }

    private static boolean isWide(String insn) {
        return LocalSlots.isWide(
                (VarInsnNode) MethodText.ofStatic("()V", insn).instructions.get(0));
    }
}
