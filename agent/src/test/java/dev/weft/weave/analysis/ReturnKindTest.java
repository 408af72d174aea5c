// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

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
    void whatNoAsyncMethodReturnsHasNoKind() {
        assertNull(ReturnKind.of("(Ldev/weft/Task;)V"));
        assertNull(ReturnKind.of("()[Ldev/weft/Task;"));
        assertNull(ReturnKind.of("()Ljava/util/concurrent/Future;"));
        assertNull(ReturnKind.of("()Ldev/weft/ScheduledTask;"));
    }

    @Test
    void eachKindIsAwaitedByItsOverload() {
        assertEquals(
                "(Ldev/weft/Awaitable;)Ljava/lang/Object;",
                ReturnKind.TASK.await().descriptor());
        assertEquals(
                "(Ljava/util/concurrent/CompletionStage;)Ljava/lang/Object;",
                ReturnKind.STAGE.await().descriptor());
    }

    @Test
    void aFrameIsHandedOutColdAsATaskAndStartedAsAStage() {
        assertEquals("cold", ReturnKind.TASK.handOut().name());
        assertEquals("start", ReturnKind.STAGE.handOut().name());
    }
}
