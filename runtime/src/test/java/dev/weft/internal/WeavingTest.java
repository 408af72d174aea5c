// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.NotWovenException;
import dev.weft.Task;
import dev.weft.Weft;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class WeavingTest {
    @Test
    void anAwaitThatTheJdkCallsIsAMethodReferenceOfTheUsers() {
        Consumer<Task<Integer>> await = Weft::await;
        String said = assertThrows(
                        NotWovenException.class, () -> List.of(Task.of(1)).forEach(await))
                .toString();
        assertTrue(said.contains("await ran in java."), said);
        assertTrue(said.contains("It is code of the JDK"), said);
        assertTrue(said.contains("Call await in a loop of an @Async method"), said);
    }
}
