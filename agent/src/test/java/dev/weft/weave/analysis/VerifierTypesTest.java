// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.weft.weave.MethodText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;

/** The types in front of the call of {@code p.A.here} in each method. */
class VerifierTypesTest {
    private static final String HERE = "INVOKESTATIC p/A.here ()V";

    @Test
    void argumentsHaveTheTypesOfTheDescriptor() {
        MethodNode method = MethodText.ofStatic("(ZBCSIJFDLjava/lang/String;[I[Ljava/util/List;)V", HERE);
        assertTypes("[I I I I I J T F D T java/lang/String [I [Ljava/util/List;] []", method);
    }

    @Test
    void thisIsInTheFirstSlot() {
        assertTypes("[p/A I] []", MethodText.ofInstance("(I)V", HERE));
    }

    @Test
    void thisHasNoClassUntilAnotherConstructorHasRun() {
        MethodNode constructor = MethodText.ofInstance("()V", """
                ALOAD 0
                INVOKESTATIC p/A.before ()V
                INVOKESPECIAL java/lang/Object.<init> ()V
                INVOKESTATIC p/A.here ()V
                """);
        constructor.name = "<init>";
        assertEquals("[U] [U]", types(constructor, "INVOKESTATIC p/A.before ()V"));
        assertTypes("[p/A] []", constructor);
    }

    @Test
    void theStackHasOneElementForEachValue() {
        assertTypes("[] [J I D F java/lang/String]", """
                LCONST_0
                ICONST_1
                DCONST_0
                FCONST_0
                LDC "text"
                INVOKESTATIC p/A.here ()V
                """);
    }

    @Test
    void theOperandsOfTheCallAreOnTheStack() {
        MethodNode method = MethodText.ofInstance("(J)V", """
                ALOAD 0
                LLOAD 1
                INVOKEVIRTUAL p/A.take (J)V
                """);
        assertEquals("[p/A J T] [p/A J]", types(method, "INVOKEVIRTUAL p/A.take (J)V"));
    }

    @Test
    void aLocalThatWasAssignedNullIsNull() {
        assertTypes("[N] []", """
                ACONST_NULL
                ASTORE 0
                INVOKESTATIC p/A.here ()V
                """);
    }

    @Test
    void aStoreInTheOtherHalfOfALongLeavesNothingOfIt() {
        assertTypes("[T I] []", """
                LCONST_0
                LSTORE 0
                ICONST_0
                ISTORE 1
                INVOKESTATIC p/A.here ()V
                """);
    }

    @Test
    void whatBranchesLeaveDifferentIsUnusableWhereTheyMeet() {
        assertTypes("[I T java/lang/String] []", """
                ICONST_0
                ISTORE 0
                LDC "text"
                ASTORE 2
                FCONST_0
                FSTORE 1
                ILOAD 0
                IFEQ L0
                ICONST_0
                ISTORE 1
                L0
                FRAME [I T java/lang/String] []
                INVOKESTATIC p/A.here ()V
                """);
    }

    @Test
    void aHandlerHasTheExceptionOnItsStack() {
        assertTypes("[I] [java/io/IOException]", """
                TRYCATCHBLOCK L0 L1 L2 java/io/IOException
                ICONST_0
                ISTORE 0
                L0
                NOP
                L1
                RETURN
                L2
                FRAME [I] [java/io/IOException]
                INVOKESTATIC p/A.here ()V
                """);
    }

    @Test
    void oneTryHasHandlersWithDifferentTypes() {
        MethodNode method = MethodText.ofStatic("()V", """
                TRYCATCHBLOCK L0 L1 L2 java/io/IOException
                TRYCATCHBLOCK L0 L1 L3 null
                L0
                NOP
                L1
                RETURN
                L2
                FRAME [] [java/io/IOException]
                INVOKESTATIC p/A.first ()V
                RETURN
                L3
                FRAME [] [java/lang/Throwable]
                INVOKESTATIC p/A.second ()V
                """);
        assertEquals("[] [java/io/IOException]", types(method, "INVOKESTATIC p/A.first ()V"));
        assertEquals("[] [java/lang/Throwable]", types(method, "INVOKESTATIC p/A.second ()V"));
    }

    @Test
    void whatCannotBeReachedHasNoTypes() {
        MethodNode method = MethodText.ofStatic("()V", """
                RETURN
                INVOKESTATIC p/A.here ()V
                """);
        assertNull(new VerifierTypes("p/A", method).before(MethodText.find(method, HERE)));
    }

    @Test
    void whatAStackMapFollowsCanBeReachedAgain() {
        assertTypes("[I] []", """
                ICONST_0
                ISTORE 0
                GOTO L0
                L0
                FRAME [I] []
                INVOKESTATIC p/A.here ()V
                """);
    }

    @Test
    void eachCallHasTheTypesInFrontOfIt() {
        MethodNode method = MethodText.ofStatic("()V", """
                INVOKESTATIC p/A.first ()V
                ICONST_0
                ISTORE 0
                INVOKESTATIC p/A.here ()V
                """);
        assertEquals("[] []", types(method, "INVOKESTATIC p/A.first ()V"));
        assertTypes("[I] []", method);
    }

    @Test
    void resultsAndFieldsHaveTheTypeOfTheirDescriptor() {
        assertTypes("[] [java/util/Iterator J [[I]", """
                ACONST_NULL
                INVOKEINTERFACE java/util/List.iterator ()Ljava/util/Iterator; (itf)
                GETSTATIC p/A.count : J
                GETSTATIC p/A.table : [[I
                INVOKESTATIC p/A.here ()V
                """);
    }

    @Test
    void aCastGivesItsType() {
        assertTypes("[] [java/util/List]", """
                ACONST_NULL
                CHECKCAST java/util/List
                INVOKESTATIC p/A.here ()V
                """);
    }

    @Test
    void anElementHasTheTypeThatItsArrayHas() {
        assertTypes("[] [[Ljava/lang/String; [Lp/A;]", """
                ACONST_NULL
                CHECKCAST [[Ljava/lang/String;
                ICONST_0
                AALOAD
                ICONST_1
                ANEWARRAY p/A
                INVOKESTATIC p/A.here ()V
                """);
    }

    @Test
    void anObjectUnderConstructionHasTheNewThatMadeIt() {
        MethodNode method = MethodText.ofStatic("()V", """
                NEW p/B
                DUP
                ASTORE 0
                INVOKESTATIC p/A.here ()V
                """);
        VerifierTypes types = new VerifierTypes("p/A", method);
        VerifierTypes.State state = stateHere(types, method);
        assertSame(MethodText.find(method, "NEW p/B"), types.newOf(state.stack().get(0)));
        assertSame(
                MethodText.find(method, "NEW p/B"), types.newOf(state.locals().get(0)));
    }

    @Test
    void twoObjectsUnderConstructionAreToldApart() {
        MethodNode method = MethodText.ofStatic("()V", """
                L0
                NEW p/B
                L1
                NEW p/B
                INVOKESTATIC p/A.here ()V
                """);
        VerifierTypes types = new VerifierTypes("p/A", method);
        VerifierTypes.State state = stateHere(types, method);
        assertSame(method.instructions.get(1), types.newOf(state.stack().get(0)));
        assertSame(method.instructions.get(3), types.newOf(state.stack().get(1)));
    }

    @Test
    void aConstructorGivesAllCopiesOfItsObjectTheirClass() {
        assertTypes("[p/B] [p/B]", """
                NEW p/B
                DUP
                DUP
                ASTORE 0
                INVOKESPECIAL p/B.<init> ()V
                INVOKESTATIC p/A.here ()V
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"L0", "L1", "L2"})
    void aStackMapMayNameTheNewByAnyLabelInFrontOfIt(String label) {
        MethodNode method = MethodText.ofStatic("(I)V", """
                L0
                L1
                L2
                NEW p/B
                GOTO L3
                L3
                FRAME [I] [%s]
                INVOKESTATIC p/A.here ()V
                """.formatted(label));
        VerifierTypes types = new VerifierTypes("p/A", method);
        Object unfinished = stateHere(types, method).stack().get(0);
        assertSame(MethodText.find(method, "NEW p/B"), types.newOf(unfinished));
    }

    @Test
    void noOtherTypeHasANew() {
        VerifierTypes types = new VerifierTypes("p/A", MethodText.ofStatic("()V", "NEW p/B"));
        for (Object type : new Object[] {Opcodes.NULL, Opcodes.UNINITIALIZED_THIS, Opcodes.TOP, "p/B"}) {
            assertNull(types.newOf(type));
        }
    }

    @Test
    void atAwaitsAloneTheTypesOfOtherCallsAreNotKept() {
        MethodNode method = MethodText.ofStatic("()V", """
                INVOKESTATIC p/A.here ()V
                ICONST_1
                ISTORE 0
                INVOKESTATIC p/A.task ()Ldev/weft/Task;
                AWAIT
                """);
        VerifierTypes types = VerifierTypes.atAwaits("p/A", method);
        assertNull(types.before(MethodText.find(method, HERE)));
        assertEquals(
                List.of(Opcodes.INTEGER),
                reached(types.before(method.instructions.get(3))).locals());
        assertEquals(
                List.of("dev/weft/Task"),
                reached(types.before(method.instructions.getLast())).stack());
    }

    /** The NEW stands where no await follows up to the next stack map, and so where no types are followed. */
    @Test
    void atAwaitsAloneAConstructorKnowsTheClassOfAnObjectThatWasMadeInFrontOfAStackMap() {
        MethodNode method = MethodText.ofStatic("()V", """
                L0
                NEW p/B
                L1
                FRAME [] [L0]
                DUP
                INVOKESPECIAL p/B.<init> ()V
                INVOKESTATIC p/A.task ()Ldev/weft/Task;
                AWAIT
                """);
        VerifierTypes types = VerifierTypes.atAwaits("p/A", method);
        assertEquals(
                List.of("p/B", "dev/weft/Task"),
                reached(types.before(method.instructions.getLast())).stack());
    }

    private static void assertTypes(String expected, String code) {
        assertTypes(expected, MethodText.ofStatic("()V", code));
    }

    private static void assertTypes(String expected, MethodNode method) {
        assertEquals(expected, types(method, HERE));
    }

    private static VerifierTypes.State reached(VerifierTypes.@Nullable State state) {
        assertNotNull(state);
        return state;
    }

    private static VerifierTypes.State stateHere(VerifierTypes types, MethodNode method) {
        return reached(types.before(MethodText.find(method, HERE)));
    }

    private static String types(MethodNode method, String call) {
        VerifierTypes.State state = reached(new VerifierTypes("p/A", method).before(MethodText.find(method, call)));
        Object[] locals = state.locals().toArray();
        Object[] stack = state.stack().toArray();
        FrameNode map = new FrameNode(Opcodes.F_NEW, locals.length, locals, stack.length, stack);
        return MethodText.of(map).substring("FRAME ".length());
    }
}
