// SPDX-License-Identifier: Apache-2.0
package dev.weft.weave.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.weave.MethodSource;
import dev.weft.weave.analysis.CallCounting.Loop;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallCountingTest {
    private static final String NEXT = "next()Ldev/weft/Task;";

    @Test
    void aLoopThatCallsInEachTurnCountsWhereItJumpsBack() {
        assertCounts("for (int i = 0; i < 9; i++) { await(next()); }", List.of(1), Set.of(1), Set.of());
    }

    @Test
    void aLoopThatCallsNowAndThenHasTheCallsCounted() {
        assertCounts("for (int i = 0; i < 9; i++) { if (i == 7) await(next()); }", List.of(), Set.of(), Set.of(1));
    }

    @Test
    void aLoopThatCallsOnEachWayRoundCounts() {
        assertCounts(
                "for (int i = 0; i < 9; i++) { if (i == 7) { await(next()); } else { await(next()); } }",
                List.of(1),
                Set.of(1, 2),
                Set.of());
    }

    @Test
    void aLoopCountsWhereverItIsContinued() {
        assertCounts(
                "while (isTrue()) { await(next()); if (isTrue()) continue; use(); }", List.of(2), Set.of(1), Set.of());
    }

    @Test
    void aLoopThatTestsAtItsEndCountsWhereItBegins() {
        assertCounts("do { await(next()); } while (isTrue());", List.of(0), Set.of(1), Set.of());
    }

    @Test
    void ofLoopsInOneAnotherThatCallsCounts() {
        assertCounts(
                "for (int i = 0; i < 9; i++) { use(); for (int j = 0; j < 9; j++) { await(next()); } }",
                List.of(1),
                Set.of(1),
                Set.of());
    }

    /** It may be left in its first turn, each time. */
    @Test
    void aLoopWithinALoopThatIsLeftBesidesItsTestCountsWhereItBegins() {
        assertCounts(
                "while (isTrue()) { if (isTrue()) while (isTrue()) { await(next()); if (isTrue()) break; use(); } }",
                List.of(0),
                Set.of(1),
                Set.of());
    }

    /** As above, by an exception. */
    @Test
    void aLoopWithinATryWithinALoopCountsWhereItBegins() {
        assertCounts(
                "while (isTrue()) { try { while (isTrue()) await(next()); } catch (Error e) { use(); } }",
                List.of(0),
                Set.of(1),
                Set.of());
    }

    @Test
    void aTryWithinALoopDoesNotMatter() {
        assertCounts(
                "while (isTrue()) { try { await(next()); } catch (Error e) { use(); } finally { use(); } }",
                List.of(1),
                Set.of(1),
                Set.of());
    }

    @Test
    void nothingIsCountedOutsideOfLoops() {
        assertCounts("await(next()); while (isTrue()) use(); await(next());", List.of(), Set.of(), Set.of());
    }

    /** Between the ends of a jump back, and yet not in the loop. */
    @Test
    void aCallOnTheWayOutOfALoopIsNotCounted() {
        assertCounts(
                "while (isTrue()) { if (isTrue()) { await(next()); return Task.done(); } use(); }",
                List.of(),
                Set.of(),
                Set.of());
    }

    @Test
    void otherAwaitsAreNotCounted() {
        assertCounts("while (isTrue()) { await(yieldNow()); }", List.of(), Set.of(), Set.of());
    }

    /** Checks how many jumps back of each loop count, and which points turns and which calls count. */
    private static void assertCounts(String statements, List<Integer> jumps, Set<Integer> turns, Set<Integer> calls) {
        AsyncMethod method = MethodSource.method("""
                static boolean isTrue() { return true; }
                static void use() {}
                @Async static Task<Void> next() { return Task.done(); }
                @Async static Task<Void> foo() { STATEMENTS return Task.done(); }
                """.replace("STATEMENTS", statements));
        var points = SuspensionPoints.of(method, method.method(), method.method().maxLocals, Set.of(NEXT), false);
        var analysed = new AnalysedMethod(method, method.method(), points, FrameLayout.of(method, points));
        CallCounting counting = CallCounting.of(analysed, Set.of(NEXT));
        List<Integer> actual = new ArrayList<>();
        for (Loop loop : counting.loops()) {
            actual.add(loop.jumpsBack().size());
        }
        assertEquals(jumps, actual, "jumps back that count");
        assertEquals(setOf(turns), counting.byTurns(), "counted by turns");
        assertEquals(setOf(calls), counting.byCall(), "counted by call");
        assertEquals(turns.isEmpty() && calls.isEmpty(), counting.isEmpty());
    }

    private static BitSet setOf(Set<Integer> states) {
        BitSet set = new BitSet();
        states.forEach(set::set);
        return set;
    }
}
