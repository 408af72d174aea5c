// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.weave.MethodText;
import dev.weft.weave.analysis.Flow;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.MethodNode;

class ValueFlowTest {
    private static final String A = "INVOKESTATIC p/A.a ()Ldev/weft/Task;";
    private static final String B = "INVOKESTATIC p/A.b ()Ldev/weft/Task;";

    @Test
    void theSourceOfAReturnIsWhatMadeItsValue() {
        assertSources(Set.of(A), "ARETURN", A + "\nARETURN");
    }

    @Test
    void theSourceOfALoadIsTheStoreIntoItsVariable() {
        String code = A + "\nASTORE 1\n" + B + "\nASTORE 2\nALOAD 1\nARETURN";
        assertSources(Set.of("ASTORE 1"), "ALOAD 1", code);
        assertSources(Set.of("ALOAD 1"), "ARETURN", code);
    }

    @Test
    void aStoreHidesTheOneBeforeIt() {
        String code = A + "\nASTORE 1\nACONST_NULL\nASTORE 1\n" + B + "\nASTORE 1\nALOAD 1\nARETURN";
        MethodNode method = method(code);
        AbstractInsnNode last = MethodText.find(method, "ALOAD 1").getPrevious();
        assertEquals(Set.of(last), flow(method).sources(MethodText.find(method, "ALOAD 1")));
    }

    @Test
    void whereBranchesMeetTheSourcesOfBothAre() {
        assertSources(Set.of(A, B), "ARETURN", """
                ICONST_0
                IFEQ L0
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                GOTO L1
                L0
                FRAME [dev/weft/Task] []
                INVOKESTATIC p/A.b ()Ldev/weft/Task;
                L1
                FRAME [dev/weft/Task] [dev/weft/Task]
                ARETURN
                """);
    }

    @Test
    void aHandlerMaySeeEachValueThatItsTryAssigns() {
        MethodNode method = method("""
                TRYCATCHBLOCK L0 L1 L2 null
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                ASTORE 1
                L0
                INVOKESTATIC p/A.b ()Ldev/weft/Task;
                ASTORE 1
                INVOKESTATIC p/A.c ()V
                L1
                ACONST_NULL
                ARETURN
                L2
                FRAME [dev/weft/Task dev/weft/Task] [java/lang/Throwable]
                POP
                ALOAD 1
                ARETURN
                """);
        assertEquals(2, flow(method).sources(MethodText.find(method, "ALOAD 1")).size());
    }

    @Test
    void anArgumentHasASourceThatIsNoInstructionOfTheMethod() {
        MethodNode method = method("ALOAD 0\nARETURN");
        Set<AbstractInsnNode> sources = flow(method).sources(MethodText.find(method, "ALOAD 0"));
        assertEquals(1, sources.size());
        assertFalse(method.instructions.contains(sources.iterator().next()));
    }

    @Test
    void numbersAndTextsHaveNoSource() {
        assertSources(Set.of(), "ARETURN", "LDC \"text\"\nARETURN");
        assertSources(Set.of(), "ALOAD 1", "LDC \"text\"\nASTORE 1\nALOAD 1\nARETURN");
    }

    @Test
    void aCastMakesTheValueThatIsReturned() {
        String code = "INVOKESTATIC p/A.any ()Ljava/lang/Object;\nCHECKCAST dev/weft/Task\nARETURN";
        assertSources(Set.of("CHECKCAST dev/weft/Task"), "ARETURN", code);
        assertConsumers(Set.of("CHECKCAST dev/weft/Task"), "INVOKESTATIC p/A.any ()Ljava/lang/Object;", code);
    }

    @Test
    void eachUserOfAValueIsAConsumer() {
        String code = A + "\nASTORE 1\nALOAD 1\nPOP\nALOAD 1\nASTORE 2\nALOAD 1\nARETURN";
        assertConsumers(Set.of("ASTORE 1"), A, code);
        MethodNode method = method(code);
        assertEquals(
                3, flow(method).consumers(MethodText.find(method, "ASTORE 1")).size());
    }

    @Test
    void aCopyConsumesTheValue() {
        assertConsumers(Set.of("DUP"), A, A + "\nDUP\nASTORE 1\nARETURN");
    }

    @Test
    void whatTakesSeveralValuesConsumesEach() {
        String take = "INVOKESTATIC p/A.take (Ldev/weft/Task;Ldev/weft/Task;)V";
        String code = A + "\n" + B + "\n" + take + "\nACONST_NULL\nARETURN";
        assertConsumers(Set.of(take), A, code);
        assertConsumers(Set.of(take), B, code);
        String compare = A + "\n" + B + "\nIF_ACMPEQ L0\nL0\nFRAME [dev/weft/Task] []\nACONST_NULL\nARETURN";
        assertConsumers(Set.of("IF_ACMPEQ L0"), A, compare);
        assertConsumers(Set.of("IF_ACMPEQ L0"), B, compare);
        assertConsumers(Set.of("AASTORE"), A, "ALOAD 0\nICONST_0\n" + A + "\nAASTORE\nACONST_NULL\nARETURN");
    }

    @Test
    void aValueThatIsDroppedHasNoConsumer() {
        assertConsumers(Set.of(), A, A + "\nPOP\nACONST_NULL\nARETURN");
    }

    @Test
    void whatStandsBehindAReturnCannotBeReached() {
        MethodNode method = method("ACONST_NULL\nATHROW\nALOAD 0\nARETURN");
        assertTrue(flow(method).isReachable(MethodText.find(method, "ATHROW")));
        assertFalse(flow(method).isReachable(MethodText.find(method, "ARETURN")));
        assertEquals(Set.of(), flow(method).sources(MethodText.find(method, "ARETURN")));
    }

    @Test
    void aStackMapIsRetypedWhereTheChosenValuesAre() {
        MethodNode method = method("""
                LCONST_0
                LSTORE 1
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                ASTORE 3
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                INVOKESTATIC p/A.b ()Ldev/weft/Task;
                L0
                FRAME [dev/weft/Task J dev/weft/Task] [dev/weft/Task dev/weft/Task]
                ACONST_NULL
                ARETURN
                """);
        FrameNode map = (FrameNode) method.instructions.get(7);
        AbstractInsnNode b = MethodText.find(method, B);
        AbstractInsnNode store = MethodText.find(method, "ASTORE 3");
        flow(method).retype(Set.of(b, store));
        assertEquals("FRAME [dev/weft/Task J java/lang/Object] [dev/weft/Task java/lang/Object]", MethodText.of(map));
    }

    @Test
    void aStackMapThatSaysThatAValueIsUnusableOrNullKeepsThat() {
        MethodNode method = method("""
                ACONST_NULL
                ASTORE 1
                ACONST_NULL
                ASTORE 2
                L0
                FRAME [dev/weft/Task T N] []
                ACONST_NULL
                ARETURN
                """);
        FrameNode map = (FrameNode) method.instructions.get(5);
        flow(method).retype(Set.of(method.instructions.toArray()));
        assertEquals("FRAME [dev/weft/Task T N] []", MethodText.of(map));
    }

    @Test
    void aStackMapThatNothingLeadsToIsNotRetyped() {
        MethodNode method = method("""
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                ARETURN
                L0
                FRAME [dev/weft/Task] [dev/weft/Task]
                ARETURN
                """);
        FrameNode map = (FrameNode) method.instructions.get(3);
        flow(method).retype(Set.of(MethodText.find(method, A)));
        assertEquals("FRAME [dev/weft/Task] [dev/weft/Task]", MethodText.of(map));
    }

    @Test
    void aValueThatGoesRoundALoopHasItsSourcesAndConsumers() {
        String code = """
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                ASTORE 1
                L0
                FRAME [dev/weft/Task dev/weft/Task] []
                ALOAD 1
                POP
                INVOKESTATIC p/A.b ()Ldev/weft/Task;
                ASTORE 1
                ICONST_0
                IFEQ L0
                ALOAD 1
                ARETURN
                """;
        MethodNode method = method(code);
        AbstractInsnNode load = MethodText.find(method, "ALOAD 1");
        assertEquals(2, flow(method).sources(load).size());
        assertEquals(Set.of(load), flow(method).consumers(MethodText.find(method, "ASTORE 1")));
    }

    @Test
    void aMethodWhoseOperandsDoNotMatchIsNamed() {
        Exception tooFew =
                assertThrows(IllegalArgumentException.class, () -> flow(method("POP\nACONST_NULL\nARETURN")));
        assertEquals("not a valid method: foo(Ldev/weft/Task;)Ldev/weft/Task;, instruction 0", tooFew.getMessage());
        Exception unequal = assertThrows(
                IllegalArgumentException.class,
                () -> flow(method("ICONST_0\nIFEQ L0\nACONST_NULL\nL0\nACONST_NULL\nARETURN")));
        assertEquals(
                "not a valid method: foo(Ldev/weft/Task;)Ldev/weft/Task;, operand stacks of unequal size meet",
                unequal.getMessage());
    }

    @Test
    void theStepsAreInProportionToTheSizeOfAStateMachine() {
        assertLinear(states -> {
            StringBuilder code = new StringBuilder("Task<String> last = null; int k = n; while (true) switch (k) {");
            for (int i = 0; i < states; i++) {
                code.append("case %d: last = a(); k = %d; break;%n".formatted(i, i + 1));
            }
            return code.append("default: return last; }").toString();
        });
    }

    @Test
    void theStepsAreInProportionToTheNumberOfReturnsThroughFinallyBlocks() {
        assertLinear(tries -> {
            StringBuilder code = new StringBuilder("try {");
            for (int i = 0; i < tries; i++) {
                code.append("if (n == %d) try { return a(); } finally { close(); }%n".formatted(i));
            }
            return code.append("} catch (RuntimeException e) { close(); } return b();")
                    .toString();
        });
    }

    /** A value may be in each of the variables, and each may be read anywhere. */
    @Test
    void theStepsAreInProportionToTheNumberOfVariables() {
        assertLinear(variables -> {
            StringBuilder code = new StringBuilder();
            for (int i = 0; i < variables; i++) {
                code.append("Task<String> t%d = a(); if (n == %d) return t%d;%n".formatted(i, i, i));
            }
            return code.append("return b();").toString();
        });
    }

    private static void assertLinear(IntFunction<String> statements) {
        int small = steps(statements.apply(50));
        int large = steps(statements.apply(400));
        assertTrue(large < 9 * small, small + " steps, and " + large + " of eight times the size");
    }

    /** Those of all that the rewriting of returns asks for. */
    private static int steps(String statements) {
        MethodNode method = ReturnTemporariesTest.source(statements);
        Flow control = new Flow(method);
        ValueFlow flow = ValueFlow.of(method, control);
        ReturnTemporaries temporaries = new ReturnTemporaries(method, control, flow);
        for (AbstractInsnNode insn : method.instructions) {
            if (insn.getOpcode() == Opcodes.ASTORE && flow.isReachable(insn)) {
                temporaries.isReturnTemporary(insn);
                temporaries.isOverriddenReturn(insn);
            }
        }
        return flow.steps();
    }

    private static void assertSources(Set<String> expected, String insn, String code) {
        MethodNode method = method(code);
        assertEquals(expected, texts(method, flow(method).sources(MethodText.find(method, insn))));
    }

    private static void assertConsumers(Set<String> expected, String insn, String code) {
        MethodNode method = method(code);
        assertEquals(expected, texts(method, flow(method).consumers(MethodText.find(method, insn))));
    }

    private static Set<String> texts(MethodNode method, Set<AbstractInsnNode> instructions) {
        var lines = MethodText.of(method).lines().toList();
        return instructions.stream()
                .map(insn -> lines.get(method.instructions.indexOf(insn)))
                .collect(Collectors.toSet());
    }

    private static MethodNode method(String code) {
        return MethodText.ofStatic("(Ldev/weft/Task;)Ldev/weft/Task;", code);
    }

    private static ValueFlow flow(MethodNode method) {
        return ValueFlow.of(method);
    }
}
