// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.weave.MethodText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodNode;

/** Locals that are moved go to slot 8, the first that a method from text does not have. */
class ReusedSlotsTest {
    @Test
    void leavesLocalsThatStandBehindTheArguments() {
        assertUnchanged(MethodText.ofInstance("(I)V", """
                ALOAD 0
                ASTORE 2
                LCONST_0
                LSTORE 3
                IINC 1 1
                L0
                FRAME [p/A I p/A J] []
                RETURN
                """));
    }

    @Test
    void movesWhatIsStoredInTheSlotOfThis() {
        assertRewritten("""
                ALOAD 0
                ASTORE 8
                ALOAD 8
                POP
                ICONST_0
                ISTORE 8
                IINC 8 1
                ILOAD 8
                ILOAD 1
                RETURN
                """, MethodText.ofInstance("(I)V", """
                ALOAD 0
                POP
                ICONST_0
                ISTORE 0
                IINC 0 1
                ILOAD 0
                ILOAD 1
                RETURN
                """));
    }

    @Test
    void theSlotOfThisAlwaysHoldsItInStackMaps() {
        assertRewritten("""
                ALOAD 0
                ASTORE 8
                ACONST_NULL
                ASTORE 8
                L0
                FRAME [p/A I T T T T T T java/lang/String] []
                RETURN
                """, MethodText.ofInstance("(I)V", """
                ACONST_NULL
                ASTORE 0
                L0
                FRAME [java/lang/String I] []
                RETURN
                """));
    }

    @Test
    void movesWhatAStackMapExpectsInTheSlotOfThisThoughNothingIsStored() {
        assertRewritten("""
                ALOAD 0
                ASTORE 8
                L0
                FRAME [p/A I] []
                RETURN
                """, MethodText.ofInstance("(I)V", """
                L0
                FRAME [T I] []
                RETURN
                """));
    }

    @Test
    void aStaticMethodHasNoSlotOfThis() {
        assertUnchanged(MethodText.ofStatic("(II)V", """
                ACONST_NULL
                ASTORE 0
                L0
                FRAME [N I] []
                RETURN
                """));
    }

    @Test
    void movesALongOrDoubleThatBeginsInTheLastArgumentsSlot() {
        assertRewritten("""
                LCONST_0
                LSTORE 8
                LLOAD 8
                POP2
                DCONST_0
                DSTORE 8
                DLOAD 8
                RETURN
                """, MethodText.ofStatic("(II)V", """
                LCONST_0
                LSTORE 1
                LLOAD 1
                POP2
                DCONST_0
                DSTORE 1
                DLOAD 1
                RETURN
                """));
    }

    @Test
    void leavesTheArgumentInTheSlotOfALongThatIsMoved() {
        assertRewritten("""
                ILOAD 1
                POP
                IINC 1 1
                LCONST_0
                LSTORE 8
                L0
                FRAME [I I] []
                LLOAD 8
                RETURN
                """, MethodText.ofStatic("(II)V", """
                ILOAD 1
                POP
                IINC 1 1
                LCONST_0
                LSTORE 1
                L0
                FRAME [I I] []
                LLOAD 1
                RETURN
                """));
    }

    @Test
    void theSlotOfALongThatIsMovedIsUnusableInStackMaps() {
        assertRewritten("""
                LCONST_0
                LSTORE 8
                L0
                FRAME [I T T F T T T T J] []
                RETURN
                """, MethodText.ofStatic("(II)V", """
                LCONST_0
                LSTORE 1
                L0
                FRAME [I J F] []
                RETURN
                """));
    }

    @Test
    void leavesAnotherNarrowLocalInTheLastArgumentsSlot() {
        assertUnchanged(MethodText.ofStatic("(II)V", """
                FCONST_0
                FSTORE 1
                L0
                FRAME [I F] []
                RETURN
                """));
    }

    @Test
    void leavesALongArgumentAndALongThatIsBehindTheArguments() {
        assertUnchanged(MethodText.ofStatic("(IJ)V", """
                LCONST_0
                LSTORE 1
                LCONST_0
                LSTORE 3
                L0
                FRAME [I J J] []
                RETURN
                """));
    }

    @Test
    void aMethodWithoutArgumentsHasNothingToMove() {
        assertUnchanged(MethodText.ofStatic("()V", """
                LCONST_0
                LSTORE 0
                RETURN
                """));
    }

    @Test
    void movesALongFromTheSlotOfThisThoughThereIsNoArgument() {
        assertRewritten("""
                ALOAD 0
                ASTORE 8
                LCONST_0
                LSTORE 8
                RETURN
                """, MethodText.ofInstance("()V", """
                LCONST_0
                LSTORE 0
                RETURN
                """));
    }

    @Test
    void movesBothWhatIsInTheSlotOfThisAndALongInTheLastArgumentsSlot() {
        assertRewritten("""
                ALOAD 0
                ASTORE 8
                ACONST_NULL
                ASTORE 8
                LCONST_0
                LSTORE 10
                RETURN
                """, MethodText.ofInstance("(I)V", """
                ACONST_NULL
                ASTORE 0
                LCONST_0
                LSTORE 1
                RETURN
                """));
    }

    @Test
    void theMethodHasTheSlotsThatItsLocalsWereMovedTo() {
        MethodNode method = MethodText.ofStatic("(I)V", "LCONST_0\nLSTORE 0");
        ReusedSlots.free(MethodText.async(method), method);
        assertEquals(MethodText.LOCALS + 2, method.maxLocals);
    }

    @Test
    void theNamesOfVariablesMoveWithThem() {
        MethodNode method = MethodText.ofInstance("()V", "ICONST_0\nISTORE 0\nRETURN");
        var start = new LabelNode();
        method.localVariables = List.of(
                new LocalVariableNode("this", "Lp/A;", null, start, start, 0),
                new LocalVariableNode("count", "I", null, start, start, 0),
                new LocalVariableNode("other", "I", null, start, start, 1));
        ReusedSlots.free(MethodText.async(method), method);
        assertEquals(
                List.of(0, 8, 1),
                method.localVariables.stream().map(variable -> variable.index).toList());
    }

    @Test
    void theNameOfAnArgumentStaysWhenALongInItsSlotMoves() {
        MethodNode method = MethodText.ofStatic("(I)V", "LCONST_0\nLSTORE 0\nRETURN");
        var start = new LabelNode();
        method.localVariables = List.of(
                new LocalVariableNode("count", "I", null, start, start, 0),
                new LocalVariableNode("time", "J", null, start, start, 0));
        ReusedSlots.free(MethodText.async(method), method);
        assertEquals(
                List.of(0, 8),
                method.localVariables.stream().map(variable -> variable.index).toList());
    }

    private static void assertUnchanged(MethodNode method) {
        assertRewritten(MethodText.of(method), method);
    }

    private static void assertRewritten(String expected, MethodNode method) {
        ReusedSlots.free(MethodText.async(method), method);
        assertEquals(expected, MethodText.of(method));
    }
}
