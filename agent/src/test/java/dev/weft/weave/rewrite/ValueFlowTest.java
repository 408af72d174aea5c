// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.weave.MethodSource;
import dev.weft.weave.MethodText;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
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
    void aValueThatWaitsForAFinallyBlockIsInAReturnTemporary() {
        assertTrue(isReturnTemporary("try { return a(); } finally { close(); }"));
        assertTrue(isReturnTemporary("try { return a(); } finally { if (n > 0) { close(); } }"));
        assertTrue(isReturnTemporary("synchronized (lock) { try { return a(); } finally { close(); } }"));
    }

    @Test
    void aVariableOfTheSourceIsNoReturnTemporary() {
        assertFalse(isReturnTemporary("Task<String> t; try { t = a(); } finally { close(); } return t;"));
        assertFalse(isReturnTemporary("try { Task<String> t = a(); return t; } finally { close(); }"));
        assertFalse(isReturnTemporary("Task<String> t = a(); return t;"));
    }

    /** Without names: what tells them apart is that the value of the source is read behind the handler. */
    @Test
    void aVariableWithoutANameThatIsReadBehindTheHandlerIsNoReturnTemporary() {
        assertFalse(isUnnamedReturnTemporary("Task<String> t; try { t = a(); } finally { close(); } return t;"));
        assertTrue(isUnnamedReturnTemporary("try { return a(); } finally { close(); }"));
    }

    @Test
    void aVariableWithoutANameThatIsUsedOtherwiseIsNoReturnTemporary() {
        assertFalse(
                isUnnamedReturnTemporary("Task<String> t; try { t = a(); } finally { close(); } use(t); return null;"));
        MethodNode method = returned("ALOAD 1\nINVOKESTATIC p/A.use (Ldev/weft/Task;)V\nALOAD 1\nARETURN");
        assertFalse(flow(method).isReturnTemporary(MethodText.find(method, "ASTORE 1")));
    }

    /** What optimises class files may move the return of a variable to where javac has that of a temporary. */
    @Test
    void aVariableWithANameIsNoReturnTemporaryThoughItIsReadAsOne() {
        MethodNode method = returned("ALOAD 1\nARETURN");
        assertTrue(flow(method).isReturnTemporary(MethodText.find(method, "ASTORE 1")));
        var end = method.tryCatchBlocks.get(0).end;
        var handler = method.tryCatchBlocks.get(0).handler;
        method.localVariables = List.of(new LocalVariableNode("t", "Ldev/weft/Task;", null, end, handler, 1));
        assertFalse(flow(method).isReturnTemporary(MethodText.find(method, "ASTORE 1")));
    }

    @Test
    void aReturnTemporaryMayStandInFrontOfTheReleaseOfAMonitor() {
        MethodNode method = method("""
                TRYCATCHBLOCK L0 L1 L2 null
                L0
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                ASTORE 1
                ALOAD 0
                MONITOREXIT
                L1
                ALOAD 1
                ARETURN
                L2
                FRAME [dev/weft/Task] [java/lang/Throwable]
                ATHROW
                """);
        assertTrue(flow(method).isReturnTemporary(MethodText.find(method, "ASTORE 1")));
    }

    @Test
    void aValueThatTheReturnOfAFinallyBlockReplacesIsOverridden() {
        assertTrue(isOverriddenReturn("try { return a(); } finally { return b(); }"));
        assertTrue(isOverriddenReturn("try { return a(); } finally { throw new IllegalStateException(); }"));
        assertFalse(isOverriddenReturn("try { return a(); } finally { close(); }"));
    }

    /** The value may be forgotten because the program goes on, not because it returns. */
    @Test
    void aVariableThatNobodyReadsBeforeTheProgramGoesOnIsNotOverridden() {
        assertFalse(isOverriddenReturn("Task<String> t; try { t = a(); } finally { close(); } return b();"));
        MethodNode method = method("""
                TRYCATCHBLOCK L0 L1 L2 null
                L0
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                ASTORE 1
                L1
                GOTO L3
                L2
                FRAME [dev/weft/Task] [java/lang/Throwable]
                ATHROW
                L3
                FRAME [dev/weft/Task dev/weft/Task] []
                INVOKESTATIC p/A.b ()Ldev/weft/Task;
                ARETURN
                """);
        assertFalse(flow(method).isOverriddenReturn(MethodText.find(method, "ASTORE 1")));
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
        flow(method).retype(map, sources -> sources.contains(b) || sources.contains(store));
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
        flow(method).retype(map, sources -> true);
        assertEquals("FRAME [java/lang/Object T N] []", MethodText.of(map));
    }

    private static void assertSources(Set<String> expected, String insn, String code) {
        MethodNode method = method(code);
        assertEquals(expected, texts(method, flow(method).sources(MethodText.find(method, insn))));
    }

    private static void assertConsumers(Set<String> expected, String insn, String code) {
        MethodNode method = method(code);
        assertEquals(expected, texts(method, flow(method).consumers(MethodText.find(method, insn))));
    }

    /** A method whose try ends behind the store into local 1. */
    private static MethodNode returned(String behindTheTry) {
        return method("""
                TRYCATCHBLOCK L0 L1 L2 null
                L0
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                ASTORE 1
                L1
                %s
                L2
                FRAME [dev/weft/Task] [java/lang/Throwable]
                ATHROW
                """.formatted(behindTheTry));
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
        return ValueFlow.of("p/A", method);
    }

    private static boolean isReturnTemporary(String statements) {
        MethodNode method = source(statements);
        return flow(method).isReturnTemporary(storeOfA(method));
    }

    private static boolean isUnnamedReturnTemporary(String statements) {
        MethodNode method = source(statements);
        method.localVariables.clear();
        return flow(method).isReturnTemporary(storeOfA(method));
    }

    private static boolean isOverriddenReturn(String statements) {
        MethodNode method = source(statements);
        return flow(method).isOverriddenReturn(storeOfA(method));
    }

    private static MethodNode source(String statements) {
        return MethodSource.method("Task<String> foo(int n) { " + statements + """
                }
                Task<String> a() { return null; }
                Task<String> b() { return null; }
                void close() {}
                void use(Task<String> task) {}
                Object lock;
                """)
                .method();
    }

    /** The store of what the method's call of {@code a()} returns. */
    private static AbstractInsnNode storeOfA(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (insn.getOpcode() == Opcodes.ASTORE
                    && insn.getPrevious() instanceof MethodInsnNode call
                    && call.name.equals("a")) {
                return insn;
            }
        }
        throw new IllegalArgumentException("nothing stores a()");
    }
}
