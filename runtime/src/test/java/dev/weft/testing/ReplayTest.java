// SPDX-License-Identifier: Apache-2.0
package dev.weft.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AsyncBlock;
import dev.weft.Task;
import dev.weft.internal.Script;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the report says makes a run again has it fail again, for the same reason. */
@Timeout(60)
class ReplayTest {
    private static final AsyncBlock<Integer, Exception> ONE =
            () -> Script.of((step, last) -> step == 0 ? Explorer.pause() : 1);

    private static void isTwo(int result) {
        assertEquals(2, result);
    }

    /** Suspends so often, and then fails. */
    private static Task<Void> failsAfter(int pauses) {
        return Script.of((step, last) -> {
            if (step == pauses) {
                throw new IllegalStateException("after " + pauses);
            }
            return Explorer.pause();
        });
    }

    private static FailedRun failed(Exploration found) {
        return found.failure().orElseThrow();
    }

    private static void assertIsTheSame(FailedRun before, ExplorationError again) {
        FailedRun run = failed(again.exploration());
        assertEquals(before.thrown().toString(), run.thrown().toString());
        assertEquals(before.steps(), run.steps());
        assertEquals(before.replay(), run.replay());
    }

    @Test
    void anOrderIsMadeAgainWithItsCheck() {
        FailedRun before = failed(Explorer.allOrders().explore(ONE, ReplayTest::isTwo));
        assertEquals("Explorer.replay(\"\", program, check)", before.replay());
        assertIsTheSame(
                before, assertThrows(ExplorationError.class, () -> Explorer.replay("", ONE, ReplayTest::isTwo)));
        assertEquals(1, Explorer.replay("", ONE).passed());
    }

    @Test
    void aSeedIsMadeAgainWithItsCheck() {
        FailedRun before = failed(Explorer.seeds(2).explore(ONE, ReplayTest::isTwo));
        assertEquals("Explorer.replay(0L, program, check)", before.replay());
        assertIsTheSame(before, assertThrows(ExplorationError.class, () -> Explorer.replay(0, ONE, ReplayTest::isTwo)));
        assertEquals(1, Explorer.replay(0, ONE).passed());
    }

    @Test
    void aRunThatHasEndedTooLateEndsTooLateAgain() {
        FailedRun before = failed(Explorer.allOrders().steps(30).explore(() -> failsAfter(60)));
        assertTrue(
                Objects.requireNonNull(before.thrown().getMessage()).contains("not ended after 30 steps"),
                before::toString);
        assertEquals("Explorer.replay(\"steps:30\", program)", before.replay());
        assertIsTheSame(
                before,
                assertThrows(ExplorationError.class, () -> Explorer.replay(before.order(), () -> failsAfter(60))));
    }

    @Test
    void aRunThatMayTakeLongerMayDoSoAgain() {
        FailedRun before = failed(Explorer.allOrders().steps(50_000).explore(() -> failsAfter(10_001)));
        assertEquals("after 10001", before.thrown().getMessage());
        assertEquals("steps:50000", before.order());
        assertIsTheSame(
                before,
                assertThrows(ExplorationError.class, () -> Explorer.replay(before.order(), () -> failsAfter(10_001))));
    }

    @Test
    void aBoundStandsBehindWhereTheOrderDeparts() {
        for (String order : new String[] {"3:2/4 7..:last steps:30", "1:2/2 steps:1", "steps:7", "", "2..:last"}) {
            assertEquals(order, Schedule.parse(order).toString());
        }
        for (String none : new String[] {"steps:0", "steps:", "steps:-1", "steps:x", "30"}) {
            assertThrows(IllegalArgumentException.class, () -> Explorer.replay(none, ONE));
        }
    }
}
