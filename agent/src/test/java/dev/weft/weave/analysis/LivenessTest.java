// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.weave.MethodSource;
import dev.weft.weave.MethodText;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** What lives after the first AWAIT of each method. */
class LivenessTest {
    @Test
    void aLocalThatIsReadLaterIsLive() {
        assertLive("{1}", """
                AWAIT
                ALOAD 1
                ARETURN
                """);
    }

    @Test
    void aLocalThatIsReadForTheLastTimeBeforeIsDead() {
        assertLive("{}", """
                ALOAD 1
                AWAIT
                ARETURN
                """);
    }

    @Test
    void aLocalThatIsWrittenBeforeItIsReadIsDead() {
        assertLive("{}", """
                AWAIT
                ASTORE 1
                ALOAD 1
                ARETURN
                """);
    }

    @Test
    void aLocalThatIsReadBeforeItIsWrittenIsLive() {
        assertLive("{1}", """
                AWAIT
                ALOAD 1
                ASTORE 1
                ALOAD 1
                ARETURN
                """);
    }

    @Test
    void anIncrementReadsItsLocal() {
        assertLive("{2}", """
                AWAIT
                IINC 2 1
                ARETURN
                """);
    }

    @Test
    void aLongOrDoubleLivesInItsFirstSlot() {
        assertLive("{1, 3}", """
                AWAIT
                LLOAD 1
                POP2
                DLOAD 3
                POP2
                ARETURN
                """);
    }

    @Test
    void eachKindOfStoreEndsTheLifeOfAValue() {
        assertLive("{}", """
                AWAIT
                ISTORE 1
                LSTORE 2
                FSTORE 4
                DSTORE 5
                ASTORE 7
                ILOAD 1
                LLOAD 2
                FLOAD 4
                DLOAD 5
                ALOAD 7
                ARETURN
                """);
    }

    @Test
    void aLocalThatOneBranchReadsIsLive() {
        assertLive("{1, 2, 3}", """
                AWAIT
                ILOAD 3
                IFEQ L0
                ALOAD 1
                ARETURN
                L0
                ALOAD 2
                ARETURN
                """);
    }

    @Test
    void aLocalThatOneBranchWritesIsLive() {
        assertLive("{1, 3}", """
                AWAIT
                ILOAD 3
                IFEQ L0
                ACONST_NULL
                ASTORE 1
                L0
                ALOAD 1
                ARETURN
                """);
    }

    @Test
    void aLocalThatTheNextTurnOfALoopReadsIsLive() {
        assertLive("{1, 2}", """
                L0
                ALOAD 1
                AWAIT
                POP
                ILOAD 2
                IFNE L0
                ACONST_NULL
                ARETURN
                """);
    }

    @Test
    void aLocalThatEachTurnOfALoopWritesFirstIsDead() {
        assertLive("{2}", """
                L0
                ACONST_NULL
                ASTORE 1
                ALOAD 1
                AWAIT
                POP
                ILOAD 2
                IFNE L0
                ACONST_NULL
                ARETURN
                """);
    }

    /** Liveness has to travel around the outer loop through the inner one. */
    @Test
    void aLocalThatTheNextTurnOfAnOuterLoopReadsIsLive() {
        assertLive("{1, 2, 3}", """
                L0
                ALOAD 1
                POP
                L1
                AWAIT
                ILOAD 2
                IFNE L1
                ILOAD 3
                IFNE L0
                ARETURN
                """);
    }

    @Test
    void aLocalThatTheHandlerOfTheAwaitReadsIsLive() {
        assertLive("{1}", """
                TRYCATCHBLOCK L0 L1 L2 java/lang/Exception
                L0
                AWAIT
                L1
                ARETURN
                L2
                POP
                ALOAD 1
                ARETURN
                """);
    }

    @Test
    void aLocalThatOnlyTheHandlerOfAnotherTryReadsIsDead() {
        assertLive("{}", """
                TRYCATCHBLOCK L0 L1 L2 java/lang/Exception
                L0
                NOP
                L1
                AWAIT
                ARETURN
                L2
                POP
                ALOAD 1
                ARETURN
                """);
    }

    /** The store may not come about, because what is in front of it in the try may throw. */
    @Test
    void aLocalThatTheTryWritesAndItsHandlerReadsIsLive() {
        assertLive("{1}", """
                TRYCATCHBLOCK L0 L1 L2 java/lang/Exception
                AWAIT
                L0
                ACONST_NULL
                ASTORE 1
                L1
                ARETURN
                L2
                POP
                ALOAD 1
                ARETURN
                """);
    }

    @Test
    void aLocalThatTheHandlerWritesFirstIsDead() {
        assertLive("{}", """
                TRYCATCHBLOCK L0 L1 L2 java/lang/Exception
                L0
                AWAIT
                L1
                ARETURN
                L2
                ASTORE 1
                ALOAD 1
                ATHROW
                """);
    }

    @Test
    void aLocalThatACaseOfASwitchReadsIsLive() {
        MethodNode method = MethodSource.method("""
                @Async static Task<String> foo(int n, String a, String b, String dead) {
                    await(yieldNow());
                    return switch (n) { case 1 -> Task.of(a); case 100 -> Task.of(b); default -> Task.of(""); };
                }
                """).method();
        assertEquals("{0, 1, 2}", liveAfterTheFirstAwait(method));
    }

    private static void assertLive(String expected, String code) {
        assertEquals(expected, liveAfterTheFirstAwait(MethodText.ofStatic("()Ljava/lang/Object;", code)));
    }

    private static String liveAfterTheFirstAwait(MethodNode method) {
        for (AbstractInsnNode insn : method.instructions) {
            if (Awaits.isAwait(insn)) {
                return new Liveness(method, new Flow(method))
                        .after(method.instructions.indexOf(insn))
                        .toString();
            }
        }
        throw new IllegalArgumentException("no await");
    }
}
