// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.weave.MethodSource;
import dev.weft.weave.MethodText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

class AwaitsTest {
    private static final String CALL = "INVOKESTATIC p/B.call ()Ldev/weft/Task;";

    @Test
    void bothOverloadsOfAwaitAreAwaits() {
        assertTrue(Awaits.isAwait(insn("INVOKESTATIC dev/weft/Weft.await (Ldev/weft/Awaitable;)Ljava/lang/Object;")));
        assertTrue(Awaits.isAwait(insn(
                "INVOKESTATIC dev/weft/Weft.await " + "(Ljava/util/concurrent/CompletionStage;)Ljava/lang/Object;")));
    }

    @Test
    void otherMethodsOfThatNameAreNoAwaits() {
        assertFalse(Awaits.isAwait(insn("INVOKESTATIC p/Weft.await (Ldev/weft/Awaitable;)Ljava/lang/Object;")));
        assertFalse(Awaits.isAwait(insn("INVOKESTATIC dev/weft/Weft.await ()V")));
        assertFalse(Awaits.isAwait(insn("INVOKESTATIC dev/weft/Weft.run (Ldev/weft/Awaitable;)Ljava/lang/Object;")));
    }

    @Test
    void bothOverloadsOfSpawnAreSpawns() {
        assertTrue(Awaits.isSpawn(
                insn("INVOKESTATIC dev/weft/Weft.spawn (Ldev/weft/Awaitable;)Ldev/weft/ScheduledTask;")));
        assertTrue(Awaits.isSpawn(insn("INVOKESTATIC dev/weft/Weft.spawn "
                + "(Ljava/lang/String;Ldev/weft/Awaitable;)Ldev/weft/ScheduledTask;")));
        assertFalse(Awaits.isSpawn(insn("INVOKESTATIC p/Weft.spawn (Ldev/weft/Awaitable;)Ldev/weft/ScheduledTask;")));
    }

    @Test
    void aMethodAwaitsIfOneOfItsInstructionsDoes() {
        assertTrue(Awaits.awaits(MethodText.ofStatic("()V", "ACONST_NULL\nAWAIT\nPOP\nRETURN")));
        assertFalse(Awaits.awaits(MethodText.ofStatic("()V", "RETURN")));
    }

    @Test
    void aTaskIsDroppedByThePopBehindItsCall() {
        assertTrue(dropsLast(CALL + "\nPOP"));
    }

    @Test
    void noTaskIsDroppedByAPopOfAnythingElse() {
        assertFalse(dropsLast("INVOKESTATIC p/B.call ()Ljava/util/concurrent/CompletableFuture;\nPOP"));
        assertFalse(dropsLast("INVOKESTATIC p/B.take (Ldev/weft/Task;)Ljava/lang/Object;\nPOP"));
        assertFalse(dropsLast("ALOAD 0\nPOP"));
        assertFalse(dropsLast(CALL + "\nASTORE 0"));
    }

    @Test
    void whatMayHoldAnyObjectMayMakeATask() {
        for (String insn : new String[] {
            "ACONST_NULL",
            "ALOAD 0",
            "AALOAD",
            "NEW p/MyTask",
            "CHECKCAST dev/weft/Task",
            "GETSTATIC p/A.task : Ljava/lang/Object;",
            "GETFIELD p/A.task : Ldev/weft/Task;",
            CALL,
            "INVOKEVIRTUAL p/B.call ()Ljava/lang/Object;",
        }) {
            assertTrue(Awaits.mayMakeTask(insn(insn)), insn);
        }
    }

    @Test
    void numbersTextsAndArraysAreNoTasks() {
        for (String insn : new String[] {
            "ICONST_0",
            "LADD",
            "ILOAD 0",
            "LDC \"text\"",
            "CHECKCAST java/lang/String",
            "CHECKCAST [Ldev/weft/Task;",
            "ANEWARRAY dev/weft/Task",
            "GETSTATIC p/A.count : I",
            "INVOKESTATIC p/B.call ()V",
            "INVOKEVIRTUAL java/lang/StringBuilder.append (I)Ljava/lang/StringBuilder;",
        }) {
            assertFalse(Awaits.mayMakeTask(insn(insn)), insn);
        }
    }

    @Test
    void aMethodReferenceToAwaitIsFound() {
        assertTrue(hasAwaitReference("static Object foo() { java.util.function.Function<Task<String>, String> f"
                + " = dev.weft.Weft::await; return f; }"));
    }

    @Test
    void aLambdaThatAwaitsIsNoReferenceToAwait() {
        assertFalse(hasAwaitReference(
                "static Object foo() { Callable<Task<String>> f = () -> Task.of(await(Task.of(\"\"))); return f; }"));
    }

    @Test
    void theCallRightInFrontOfAnAwaitIsAwaited() {
        assertAwaited(CALL, CALL + "\nAWAIT");
    }

    @Test
    void linesAndLabelsBetweenTheCallAndTheAwaitDoNotCount() {
        assertAwaited(CALL, CALL + "\nL0\nLINENUMBER 5 L0\nL1\nAWAIT");
    }

    /** Another path reaches the await there, with another task on the stack. */
    @Test
    void aCallInFrontOfAStackMapIsNotAwaited() {
        assertAwaited(null, CALL + "\nL0\nFRAME [] [dev/weft/Task]\nAWAIT");
    }

    @Test
    void aTaskThatWasKeptIsNoAwaitedCall() {
        assertAwaited(null, CALL + "\nASTORE 0\nALOAD 0\nAWAIT");
        assertAwaited(null, CALL + "\nCHECKCAST dev/weft/Task\nAWAIT");
    }

    @Test
    void aConstructorIsNoAwaitedCall() {
        assertAwaited(null, "NEW p/MyTask\nDUP\nINVOKESPECIAL p/MyTask.<init> ()V\nAWAIT");
    }

    /** As javac called it until Java 10. */
    @Test
    void aPrivateMethodCalledBySpecialInvocationIsAwaited() {
        String call = "INVOKESPECIAL p/A.call ()Ldev/weft/Task;";
        assertAwaited(call, "ALOAD 0\n" + call + "\nAWAIT");
    }

    private static void assertAwaited(@Nullable String expected, String code) {
        MethodNode method = MethodText.ofStatic("()V", code);
        AbstractInsnNode call = Awaits.awaitedCall(MethodText.find(method, "AWAIT"));
        if (expected == null) {
            assertNull(call);
        } else {
            assertEquals(MethodText.find(method, expected), call);
        }
    }

    private static boolean hasAwaitReference(String members) {
        for (AbstractInsnNode insn : MethodSource.method(members).method().instructions) {
            if (Awaits.isAwaitReference(insn)) {
                return true;
            }
        }
        return false;
    }

    private static AbstractInsnNode insn(String text) {
        return MethodText.ofStatic("()V", text).instructions.get(0);
    }

    private static boolean dropsLast(String code) {
        return Awaits.dropsTask(MethodText.ofStatic("()V", code).instructions.getLast());
    }
}
