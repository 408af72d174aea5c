// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.weave.MethodSource;
import dev.weft.weave.MethodText;
import dev.weft.weave.analysis.AsyncMethod;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Sources are shown as their calls, monitors and exits in the order of the code: {@code { a await } b return } awaits
 * the result of {@code a()} within the method's first try.
 */
class ReturnAwaitsTest {
    @Test
    void awaitsTheCallThatIsReturned() {
        assertOutline("a await return", "return a();");
    }

    @Test
    void awaitsEachOfTwoCallsThatMayBeReturned() {
        assertOutline("a await b await return", "return n > 0 ? a() : b();");
        assertOutline("a await return b await return", "if (n > 0) return a(); return b();");
    }

    @Test
    void doesNotAwaitACallOfWhichTheResultIsDropped() {
        assertOutline("a b await return", "a(); return b();");
    }

    @Test
    void awaitsAVariableOfTheSourceWhenItIsReturned() {
        assertOutline("a b await return", "Task<String> t = a(); b(); return t;");
    }

    @Test
    void awaitsAParameterThatIsReturned() {
        assertOutline("b await return", "b(); return p;");
    }

    @Test
    void returnsTheValueOfACompletedTask() {
        assertOutline("text return", "return Task.of(text());");
        assertOutline("text return", "return CompletableFuture.completedFuture(text());", "CompletableFuture");
        assertOutline("text return", "return CompletableFuture.completedStage(text());", "CompletionStage");
    }

    @Test
    void returnsNullForATaskThatIsDone() {
        assertRewritten("""
                ACONST_NULL
                ARETURN
                """, """
                INVOKESTATIC dev/weft/Task.done ()Ldev/weft/Task;
                ARETURN
                """);
    }

    @Test
    void returnsNullFromAMethodThatReturnsNothing() {
        AsyncMethod test =
                MethodSource.method("@org.junit.jupiter.api.Test void foo() { if (hashCode() == 1) return; }");
        MethodNode body = MethodCopy.of(test.method());
        ReturnAwaits.insert(test, body);
        String code = MethodText.of(body);
        assertTrue(code.contains("ACONST_NULL\nARETURN\nL1") && !code.contains("\nRETURN"), code);
    }

    @Test
    void awaitsOnlyTheBranchThatIsNotCompleted() {
        assertOutline("text a await return", "return n > 0 ? Task.of(text()) : a();");
    }

    @Test
    void awaitsAFailedTask() {
        assertOutline("failed await return", "return Task.failed(new RuntimeException());");
    }

    @Test
    void awaitsAsAStageWhatAMethodThatReturnsAStageReturns() {
        AsyncMethod method = MethodSource.method("""
                static CompletableFuture<String> foo() { return a(); }
                static CompletableFuture<String> a() { return null; }
                """);
        ReturnAwaits.insert(method, method.method());
        MethodInsnNode await =
                (MethodInsnNode) MethodText.find(method.method(), "ARETURN").getPrevious();
        assertEquals("(Ljava/util/concurrent/CompletionStage;)Ljava/lang/Object;", await.desc);
    }

    @Test
    void awaitsWithinTheTryAndInFrontOfTheFinallyBlock() {
        assertOutline("{ a await } close return close throw", "try { return a(); } finally { close(); }");
    }

    @Test
    void awaitsWithinTheTryOfACatch() {
        assertOutline(
                "{ a await } return b await return", "try { return a(); } catch (RuntimeException e) { return b(); }");
    }

    @Test
    void awaitsInFrontOfBothOfTwoFinallyBlocks() {
        assertOutline(
                "{ a await } b close return b throw close throw",
                "try { try { return a(); } finally { b(); } } finally { close(); }");
    }

    @Test
    void returnsACompletedValueThroughAFinallyBlock() {
        assertOutline("{ text } close return close throw", "try { return Task.of(text()); } finally { close(); }");
    }

    @Test
    void awaitsAtTheReturnAVariableThatTheFinallyBlockReads() {
        assertOutline(
                "{ a } use use throw await return",
                "Task<String> t = null; try { t = a(); } finally { use(t); } return t;");
    }

    @Test
    void awaitsACallThatTheReturnOfAFinallyBlockOverrides() {
        assertOutline("{ a await } b await return b await return", "try { return a(); } finally { return b(); }");
    }

    @Test
    void doesNotAwaitAVariableThatAReturnOfAFinallyBlockOverrides() {
        assertOutline(
                "a { } b await return b await return",
                "Task<String> t = a(); try { return t; } finally { return b(); }");
    }

    @Test
    void awaitsAtTheReturnATaskThatIsUsedOtherwiseToo() {
        assertRewritten("""
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                DUP
                INVOKESTATIC p/A.use (Ldev/weft/Task;)V
                AWAIT
                ARETURN
                """, """
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                DUP
                INVOKESTATIC p/A.use (Ldev/weft/Task;)V
                ARETURN
                """);
    }

    @Test
    void awaitsAtTheReturnATaskOfWhichOnlyOneBranchIsUsedOtherwise() {
        assertRewritten("""
                ICONST_0
                IFEQ L0
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                DUP
                INVOKESTATIC p/A.use (Ldev/weft/Task;)V
                GOTO L1
                L0
                FRAME [] []
                INVOKESTATIC p/A.b ()Ldev/weft/Task;
                L1
                FRAME [] [dev/weft/Task]
                AWAIT
                ARETURN
                """, """
                ICONST_0
                IFEQ L0
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                DUP
                INVOKESTATIC p/A.use (Ldev/weft/Task;)V
                GOTO L1
                L0
                FRAME [] []
                INVOKESTATIC p/A.b ()Ldev/weft/Task;
                L1
                FRAME [] [dev/weft/Task]
                ARETURN
                """);
    }

    @Test
    void awaitsBehindACallThatTheSourceWroteUnderAMonitor() {
        assertOutline("lock { a await unlock } return unlock throw", "synchronized (lock) { return a(); }");
    }

    @Test
    void awaitsWhatIsReadUnderAMonitorWhenItHasBeenReleased() {
        assertOutline("lock { unlock } await return unlock throw", "synchronized (lock) { return cached; }");
    }

    @Test
    void awaitsAFailedTaskWhenTheMonitorHasBeenReleased() {
        assertOutline(
                "lock { failed unlock } await return unlock throw",
                "synchronized (lock) { return Task.failed(new RuntimeException()); }");
    }

    @Test
    void awaitsAStageThatIsMadeUnderAMonitorWhenItHasBeenReleased() {
        assertOutline(
                "lock { stage unlock } await return unlock throw",
                "synchronized (lock) { return stage(); }",
                "CompletableFuture");
    }

    @Test
    void returnsACompletedValueFromUnderAMonitor() {
        assertOutline("lock { text unlock } return unlock throw", "synchronized (lock) { return Task.of(text()); }");
    }

    @Test
    void returnsTheValueOfACompletedStageFromUnderAMonitor() {
        assertOutline(
                "lock { text unlock } return unlock throw",
                "synchronized (lock) { return CompletableFuture.completedFuture(text()); }",
                "CompletableFuture");
    }

    @Test
    void awaitsWhatIsReadOrCompletedUnderAMonitorWhenItHasBeenReleased() {
        assertOutline(
                "lock { text of unlock } await return unlock throw",
                "synchronized (lock) { return n > 0 ? Task.of(text()) : cached; }");
    }

    @Test
    void awaitsACallThatIsMadeBehindTheMonitor() {
        assertOutline("lock { unlock } unlock throw a await return", "synchronized (lock) { } return a();");
    }

    @Test
    void leavesAReturnThatCannotBeReached() {
        assertRewritten("""
                ACONST_NULL
                ATHROW
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                ARETURN
                """, """
                ACONST_NULL
                ATHROW
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                ARETURN
                """);
    }

    @Test
    void aStackMapSaysThatAnAwaitedValueIsAnObject() {
        assertRewritten("""
                ICONST_0
                IFEQ L0
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                AWAIT
                GOTO L1
                L0
                FRAME [] []
                INVOKESTATIC p/A.b ()Ldev/weft/Task;
                AWAIT
                L1
                FRAME [] [java/lang/Object]
                ARETURN
                """, """
                ICONST_0
                IFEQ L0
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                GOTO L1
                L0
                FRAME [] []
                INVOKESTATIC p/A.b ()Ldev/weft/Task;
                L1
                FRAME [] [dev/weft/Task]
                ARETURN
                """);
    }

    @Test
    void aStackMapSaysThatTheVariableOfAReturnHoldsAnObjectMeanwhile() {
        AsyncMethod method = source("try { return a(); } finally { if (n > 0) close(); }", "Task");
        ReturnAwaits.insert(method, method.method());
        String text = MethodText.of(method.method());
        String behindTheAwait = text.substring(text.indexOf("AWAIT"), text.indexOf("ARETURN"));
        String map = behindTheAwait
                .lines()
                .filter(line -> line.startsWith("FRAME"))
                .findFirst()
                .orElseThrow();
        assertEquals("FRAME [p/A I dev/weft/Task java/lang/Object] []", map);
    }

    private static void assertRewritten(String expected, String code) {
        MethodNode method = MethodText.ofStatic("()Ldev/weft/Task;", code);
        ReturnAwaits.insert(MethodText.async(method), method);
        assertEquals(expected, MethodText.of(method));
    }

    private static void assertOutline(String expected, String statements) {
        assertOutline(expected, statements, "Task");
    }

    private static void assertOutline(String expected, String statements, String result) {
        AsyncMethod method = source(statements, result);
        ReturnAwaits.insert(method, method.method());
        assertEquals(expected, outline(method.method()));
    }

    private static AsyncMethod source(String statements, String result) {
        return MethodSource.method(result + "<String> foo(int n, Task<String> p) { " + statements + """
                }
                Task<String> a() { return null; }
                Task<String> b() { return null; }
                CompletableFuture<String> stage() { return null; }
                void close() {}
                void use(Task<String> task) {}
                String text() { return null; }
                Object lock;
                Task<String> cached;
                """);
    }

    private static String outline(MethodNode method) {
        StringJoiner outline = new StringJoiner(" ");
        for (AbstractInsnNode insn : method.instructions) {
            boolean guards = !method.tryCatchBlocks.isEmpty();
            if (guards && method.tryCatchBlocks.get(0).start == insn) {
                outline.add("{");
            } else if (guards && method.tryCatchBlocks.get(0).end == insn) {
                outline.add("}");
            } else if (insn instanceof MethodInsnNode call && !call.name.equals("<init>")) {
                outline.add(call.name);
            }
            switch (insn.getOpcode()) {
                case Opcodes.ARETURN -> outline.add("return");
                case Opcodes.ATHROW -> outline.add("throw");
                case Opcodes.MONITORENTER -> outline.add("lock");
                case Opcodes.MONITOREXIT -> outline.add("unlock");
                default -> {}
            }
        }
        return outline.toString();
    }
}
