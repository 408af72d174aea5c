// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.weave.MethodText;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.MethodNode;

class DelayedNewTest {
    @Test
    void leavesAMethodWithoutObjectsUnderConstructionAtAnAwait() {
        assertUnchanged("""
                NEW p/B
                DUP
                INVOKESPECIAL p/B.<init> ()V
                ACONST_NULL
                AWAIT
                POP
                NEW p/B
                DUP
                INVOKESPECIAL p/B.<init> ()V
                ARETURN
                """);
    }

    @Test
    void putsNullInPlaceOfTheObjectAndMakesItWhenTheArgumentIsThere() {
        assertRewritten("""
                NEW p/B
                DUP
                ALOAD 0
                AWAIT
                INVOKESPECIAL p/B.<init> (Ljava/lang/Object;)V
                ARETURN
                """, """
                NEW p/B
                POP
                ACONST_NULL
                DUP
                ALOAD 0
                AWAIT
                ASTORE 8
                POP
                NEW p/B
                DUP
                ALOAD 8
                INVOKESPECIAL p/B.<init> (Ljava/lang/Object;)V
                ASTORE 9
                POP
                ALOAD 9
                ARETURN
                """);
    }

    @Test
    void keepsArgumentsInLocalsOfTheirKindsAndSizes() {
        assertRewritten("""
                NEW p/B
                ICONST_1
                LCONST_0
                FCONST_0
                DCONST_0
                ALOAD 0
                AWAIT
                INVOKESPECIAL p/B.<init> (ZJFDLjava/lang/Object;)V
                RETURN
                """, """
                NEW p/B
                POP
                ACONST_NULL
                ICONST_1
                LCONST_0
                FCONST_0
                DCONST_0
                ALOAD 0
                AWAIT
                ASTORE 8
                DSTORE 9
                FSTORE 11
                LSTORE 12
                ISTORE 14
                POP
                NEW p/B
                DUP
                ILOAD 14
                LLOAD 12
                FLOAD 11
                DLOAD 9
                ALOAD 8
                INVOKESPECIAL p/B.<init> (ZJFDLjava/lang/Object;)V
                ASTORE 15
                RETURN
                """);
    }

    @Test
    void replacesEachCopyOnTheStack() {
        assertEndsWith("""
                INVOKESPECIAL p/B.<init> ()V
                ASTORE 8
                POP
                POP
                POP
                ALOAD 8
                ALOAD 8
                ALOAD 8
                RETURN
                """, """
                NEW p/B
                DUP
                DUP2
                ALOAD 0
                AWAIT
                POP
                INVOKESPECIAL p/B.<init> ()V
                RETURN
                """);
    }

    @Test
    void replacesCopiesInLocals() {
        assertEndsWith("""
                INVOKESPECIAL p/B.<init> ()V
                ASTORE 8
                ALOAD 8
                ASTORE 1
                ALOAD 8
                ASTORE 3
                RETURN
                """, """
                NEW p/B
                DUP
                ASTORE 1
                DUP
                ASTORE 3
                ALOAD 0
                AWAIT
                ASTORE 2
                INVOKESPECIAL p/B.<init> ()V
                RETURN
                """);
    }

    @Test
    void delaysAnObjectOfWhichTheOnlyCopyIsInALocal() {
        assertRewritten("""
                NEW p/B
                ASTORE 1
                ALOAD 0
                AWAIT
                POP
                ALOAD 1
                INVOKESPECIAL p/B.<init> ()V
                RETURN
                """, """
                NEW p/B
                POP
                ACONST_NULL
                ASTORE 1
                ALOAD 0
                AWAIT
                POP
                ALOAD 1
                POP
                NEW p/B
                DUP
                INVOKESPECIAL p/B.<init> ()V
                ASTORE 8
                ALOAD 8
                ASTORE 1
                RETURN
                """);
    }

    @Test
    void takesWhatLiesBetweenTheCopiesAwayAndPutsItBack() {
        assertEndsWith("""
                INVOKESPECIAL p/B.<init> ()V
                ASTORE 8
                POP
                DSTORE 9
                FSTORE 11
                LSTORE 12
                ISTORE 14
                ASTORE 15
                POP
                ALOAD 8
                ALOAD 15
                ILOAD 14
                LLOAD 12
                FLOAD 11
                DLOAD 9
                ALOAD 8
                RETURN
                """, """
                NEW p/B
                ASTORE 1
                ALOAD 1
                LDC "text"
                ICONST_0
                LCONST_0
                FCONST_0
                DCONST_0
                ALOAD 1
                DUP
                ACONST_NULL
                ASTORE 1
                ALOAD 0
                AWAIT
                POP
                INVOKESPECIAL p/B.<init> ()V
                RETURN
                """);
    }

    @Test
    void leavesWhatLiesBelowAllCopiesWhereItIs() {
        assertEndsWith("""
                INVOKESPECIAL p/B.<init> ()V
                ASTORE 8
                POP
                ALOAD 8
                RETURN
                """, """
                LDC "below"
                NEW p/B
                DUP
                ALOAD 0
                AWAIT
                POP
                INVOKESPECIAL p/B.<init> ()V
                RETURN
                """);
    }

    @Test
    void delaysOnlyTheObjectThatIsUnderConstructionAtTheAwait() {
        assertRewritten("""
                NEW p/B
                ALOAD 0
                AWAIT
                POP
                NEW p/C
                INVOKESPECIAL p/C.<init> ()V
                INVOKESPECIAL p/B.<init> ()V
                RETURN
                """, """
                NEW p/B
                POP
                ACONST_NULL
                ALOAD 0
                AWAIT
                POP
                NEW p/C
                INVOKESPECIAL p/C.<init> ()V
                POP
                NEW p/B
                DUP
                INVOKESPECIAL p/B.<init> ()V
                ASTORE 8
                RETURN
                """);
    }

    @Test
    void delaysAnObjectThatIsAnArgumentOfAnother() {
        assertRewritten("""
                NEW p/B
                NEW p/C
                DUP
                ALOAD 0
                AWAIT
                POP
                INVOKESPECIAL p/C.<init> ()V
                INVOKESPECIAL p/B.<init> (Lp/C;)V
                RETURN
                """, """
                NEW p/B
                POP
                ACONST_NULL
                NEW p/C
                POP
                ACONST_NULL
                DUP
                ALOAD 0
                AWAIT
                POP
                POP
                NEW p/C
                DUP
                INVOKESPECIAL p/C.<init> ()V
                ASTORE 8
                POP
                ALOAD 8
                ASTORE 9
                POP
                NEW p/B
                DUP
                ALOAD 9
                INVOKESPECIAL p/B.<init> (Lp/C;)V
                ASTORE 10
                RETURN
                """);
    }

    @Test
    void keepsTheCopiesOfTwoObjectsOfAClassApart() {
        assertEndsWith("""
                INVOKESPECIAL p/B.<init> ()V
                ASTORE 8
                ASTORE 9
                POP
                ALOAD 8
                ALOAD 9
                ALOAD 8
                ASTORE 1
                RETURN
                """, """
                NEW p/B
                DUP
                ASTORE 1
                NEW p/B
                ALOAD 1
                ALOAD 0
                AWAIT
                POP
                INVOKESPECIAL p/B.<init> ()V
                RETURN
                """);
    }

    @Test
    void makesTheObjectOnEachPathThatConstructsIt() {
        assertRewritten("""
                L0
                NEW p/B
                ALOAD 0
                AWAIT
                IFNULL L1
                INVOKESPECIAL p/B.<init> ()V
                RETURN
                L1
                FRAME [java/lang/Object] [L0]
                ICONST_1
                INVOKESPECIAL p/B.<init> (I)V
                RETURN
                """, """
                L0
                NEW p/B
                POP
                ACONST_NULL
                ALOAD 0
                AWAIT
                IFNULL L1
                POP
                NEW p/B
                DUP
                INVOKESPECIAL p/B.<init> ()V
                ASTORE 8
                RETURN
                L1
                FRAME [java/lang/Object] [p/B]
                ICONST_1
                ISTORE 9
                POP
                NEW p/B
                DUP
                ILOAD 9
                INVOKESPECIAL p/B.<init> (I)V
                ASTORE 10
                RETURN
                """);
    }

    @Test
    void aStackMapSaysTheClassWhereNullStandsForTheObject() {
        assertEquals("FRAME [java/lang/Object p/B I] [p/B J]", mapAfter("""
                L0
                NEW p/B
                DUP
                ASTORE 1
                ICONST_0
                ISTORE 2
                LCONST_0
                ALOAD 0
                AWAIT
                IFNULL L1
                L1
                FRAME [java/lang/Object L0 I] [L0 J]
                RETURN
                """));
    }

    @Test
    void aStackMapKeepsTheObjectThatIsNotDelayed() {
        assertEquals("FRAME [java/lang/Object] [L0]", mapAfter("""
                L0
                NEW p/C
                ALOAD 0
                IFNULL L1
                L1
                FRAME [java/lang/Object] [L0]
                INVOKESPECIAL p/C.<init> ()V
                NEW p/B
                ALOAD 0
                AWAIT
                POP
                INVOKESPECIAL p/B.<init> ()V
                RETURN
                """));
    }

    @Test
    void leavesAConstructorThatCannotBeReached() {
        assertEndsWith("""
                RETURN
                INVOKESPECIAL p/B.<init> ()V
                ATHROW
                """, """
                NEW p/B
                ALOAD 0
                AWAIT
                POP2
                RETURN
                INVOKESPECIAL p/B.<init> ()V
                ATHROW
                """);
    }

    @Test
    void leavesTheConstructionOfThis() {
        MethodNode constructor = MethodText.ofInstance("(Ljava/lang/Object;)V", """
                ALOAD 0
                ALOAD 1
                AWAIT
                POP
                INVOKESPECIAL java/lang/Object.<init> ()V
                RETURN
                """);
        constructor.name = "<init>";
        String before = MethodText.of(constructor);
        DelayedNew.apply("p/A", constructor);
        assertEquals(before, MethodText.of(constructor));
    }

    @Test
    void theMethodHasTheLocalsThatWereAdded() {
        MethodNode method = rewritten("""
                NEW p/B
                LCONST_0
                ALOAD 0
                AWAIT
                POP
                INVOKESPECIAL p/B.<init> (J)V
                RETURN
                """);
        assertEquals(MethodText.LOCALS + 3, method.maxLocals);
    }

    private static MethodNode rewritten(String code) {
        MethodNode method = MethodText.ofStatic("(Ldev/weft/Task;)V", code);
        DelayedNew.apply("p/A", method);
        return method;
    }

    private static void assertUnchanged(String code) {
        assertRewritten(code, code);
    }

    private static void assertRewritten(String code, String expected) {
        assertEquals(expected, MethodText.of(rewritten(code)));
    }

    /** Looks only at what stands at the end, from the constructor on. */
    private static void assertEndsWith(String expected, String code) {
        String text = MethodText.of(rewritten(code));
        int from = text.length() - expected.length();
        assertEquals(expected, text.substring(Math.max(0, from)), text);
    }

    private static String mapAfter(String code) {
        return MethodText.of(rewritten(code))
                .lines()
                .filter(line -> line.startsWith("FRAME"))
                .findFirst()
                .orElseThrow();
    }
}
