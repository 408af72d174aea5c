// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.weave.MethodSource;
import dev.weft.weave.MethodText;
import dev.weft.weave.analysis.AsyncMethod;
import dev.weft.weave.analysis.ReturnKind;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.MethodNode;

class ReturnedCallsTest {
    @Test
    void awaitsBehindTheCallInFrontOfEachReturn() {
        MethodNode method = MethodText.ofStatic("(I)Ldev/weft/Task;", """
                ILOAD 0
                IFEQ L0
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                ARETURN
                L0
                FRAME [I] []
                INVOKESTATIC p/A.b ()Ldev/weft/Task;
                ARETURN
                """);
        assertTrue(new ReturnedCalls(ReturnKind.TASK, method).awaitAll());
        assertEquals("""
                ILOAD 0
                IFEQ L0
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                AWAIT
                ARETURN
                L0
                FRAME [I] []
                INVOKESTATIC p/A.b ()Ldev/weft/Task;
                AWAIT
                ARETURN
                """, MethodText.of(method));
    }

    @Test
    void leavesAReturnThatTwoWaysLeadTo() {
        assertUnchanged("""
                L0
                FRAME [] [dev/weft/Task]
                ARETURN
                """);
    }

    @Test
    void leavesAReturnOfWhatIsNoResultOfACall() {
        assertUnchanged("""
                GETSTATIC p/A.a : Ldev/weft/Task;
                ARETURN
                """);
    }

    @Test
    void changesNothingIfOneOfTheReturnsStandsBehindNoCall() {
        assertUnchanged("""
                INVOKESTATIC p/A.b ()Z
                IFEQ L0
                INVOKESTATIC p/A.a ()Ldev/weft/Task;
                ARETURN
                L0
                FRAME [] []
                ACONST_NULL
                ARETURN
                """);
    }

    @Test
    void leavesWhatMayBeOverridden() {
        assertFalse(awaitsAll("try { return a(); } finally { close(); }"));
        assertFalse(awaitsAll("try { Task<String> t = a(); } finally { close(); } return b();"));
        assertFalse(awaitsAll("synchronized (lock) { n++; } return b();"));
    }

    @Test
    void aFinallyBlockThatLeavesTheReturnAloneTakesNoCloserLook() {
        assertTrue(awaitsAll("try { n = await(a()).length(); } finally { close(); } return b();"));
        assertTrue(awaitsAll("try { close(); } catch (IllegalStateException e) { n = 1; } return Task.of(\"\");"));
    }

    private static void assertUnchanged(String code) {
        MethodNode method = MethodText.ofStatic("()Ldev/weft/Task;", code);
        assertFalse(new ReturnedCalls(ReturnKind.TASK, method).awaitAll());
        assertEquals(code, MethodText.of(method));
    }

    private static boolean awaitsAll(String statements) {
        AsyncMethod method = MethodSource.method(
                "int n; Object lock; Task<String> a() { return null; } Task<String> b() { return null; } void close() { } "
                        + "@Async Task<String> foo() { " + statements + " }");
        return new ReturnedCalls(method.returnKind(), method.method()).awaitAll();
    }
}
