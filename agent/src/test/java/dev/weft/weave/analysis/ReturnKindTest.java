// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.MethodNode;

class ReturnKindTest {
    @Test
    void aTaskIsATask() {
        assertEquals(ReturnKind.TASK, ReturnKind.of("(I)Ldev/weft/Task;"));
    }

    @Test
    void aStageOrFutureOfTheJdkIsAStage() {
        assertEquals(ReturnKind.STAGE, ReturnKind.of("()Ljava/util/concurrent/CompletionStage;"));
        assertEquals(ReturnKind.STAGE, ReturnKind.of("()Ljava/util/concurrent/CompletableFuture;"));
    }

    @Test
    void aGeneratorIsItsFrameAndNobodyAwaitsIt() {
        assertEquals(ReturnKind.GENERATOR, ReturnKind.of("(I)Ldev/weft/AsyncGenerator;"));
        assertNull(ReturnKind.GENERATOR.await());
        assertNull(ReturnKind.GENERATOR.handOut());
        assertEquals("proceed", ReturnKind.GENERATOR.frame().resume().name());
    }

    @Test
    void whatNoAsyncMethodReturnsHasNoKind() {
        assertNull(ReturnKind.of("(Ldev/weft/Task;)V"));
        assertNull(ReturnKind.of("()[Ldev/weft/Task;"));
        assertNull(ReturnKind.of("()Ljava/util/concurrent/Future;"));
        assertNull(ReturnKind.of("()Ldev/weft/ScheduledTask;"));
    }

    @Test
    void aMethodThatJUnitCallsMayReturnNothing() {
        MethodNode test = new MethodNode(0, "foo", "()V", null, null);
        assertNull(ReturnKind.of(test));
        test.visitAnnotation("Lorg/junit/jupiter/api/BeforeEach;", true);
        assertEquals(ReturnKind.NOTHING, ReturnKind.of(test));
    }

    @Test
    void eachKindIsAwaitedByItsOverload() {
        assertEquals(RuntimeSymbols.AWAIT, ReturnKind.TASK.await());
        assertEquals(RuntimeSymbols.AWAIT_STAGE, ReturnKind.STAGE.await());
    }

    @Test
    void aFrameIsHandedOutColdAsATaskAndStartedAsAStage() {
        assertEquals(RuntimeSymbols.COLD, ReturnKind.TASK.handOut());
        assertEquals(RuntimeSymbols.START, ReturnKind.STAGE.handOut());
        assertEquals(RuntimeSymbols.RUN_BY_TEST, ReturnKind.NOTHING.handOut());
    }
}
