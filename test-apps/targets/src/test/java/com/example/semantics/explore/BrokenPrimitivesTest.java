// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.testing.Exploration;
import dev.weft.testing.ExplorationError;
import dev.weft.testing.Explorer;
import dev.weft.testing.FailedRun;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The explorer finds what is wrong with a primitive that somebody has written, both ways, and the page says in which order. */
@Timeout(60)
class BrokenPrimitivesTest {
    private static final int SEEDS = 100;

    @ParameterizedTest
    @EnumSource(BrokenProgram.class)
    void isFoundInAnOrderAndUnderASeed(BrokenProgram broken) throws IOException {
        Exploration orders = Explorer.allOrders().explore(broken.program());
        FailedRun inOrder = orders.failure().orElseThrow();
        assertInstanceOf(broken.shows(), inOrder.thrown());
        Exploration seeds = Explorer.seeds(SEEDS).explore(broken.program());
        FailedRun underSeed = seeds.failure().orElseThrow();
        assertInstanceOf(broken.shows(), underSeed.thrown());
        List<String> row = List.of(
                broken.title(),
                broken.fault(),
                "`" + broken.shows().getSimpleName() + "`",
                Long.toString(orders.tried()),
                "`" + inOrder.order() + "`",
                underSeed.order(),
                SEEDS - seeds.passed() + " of " + SEEDS);
        if (TablesPage.isWritten()) {
            TablesPage.write(row);
        } else {
            assertEquals(TablesPage.row(broken.title()).orElse(List.of()), row);
        }
    }

    @Test
    void theReportOfADeadlockSaysHowToMakeItsScheduleAgain() {
        Throwable inOrder = found(Explorer.allOrders().explore(BrokenProgram.LOCKS.program()));
        assertTrue(
                inOrder.getMessage().contains("take the line with Explorer.replay(...) at the end"), inOrder::toString);
        Throwable underSeed = found(Explorer.seeds(SEEDS).explore(BrokenProgram.LOCKS.program()));
        assertTrue(underSeed.getMessage().contains("make the loop by EventLoop.simulated(5L)"), underSeed::toString);
    }

    private static Throwable found(Exploration exploration) {
        return exploration.failure().orElseThrow().thrown();
    }

    @ParameterizedTest
    @EnumSource(BrokenProgram.class)
    void passesInTheOrderOfARealLoopAndFailsAgainInTheOneThatWasFound(BrokenProgram broken) {
        assertEquals(1, Explorer.replay("", broken.program()).passed());
        FailedRun found =
                Explorer.allOrders().explore(broken.program()).failure().orElseThrow();
        ExplorationError again =
                assertThrows(ExplorationError.class, () -> Explorer.replay(found.order(), broken.program()));
        assertEquals(found.steps(), again.exploration().failure().orElseThrow().steps());
    }
}
