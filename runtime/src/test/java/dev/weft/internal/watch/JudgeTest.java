// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.internal.watch.Stall.Of;
import dev.weft.internal.watch.Stall.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Looks every 25 ms of a clock by hand, at a loop that may be held for 100 ms. */
class JudgeTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PERIOD = 25 * MILLI;

    private final Judge judge = new Judge(100 * MILLI);
    private final List<Stall> said = new ArrayList<>();

    private long now = 1_000 * MILLI;
    private long begun = now;
    private long cpu;
    private int turn = 7;
    private long step = 1;

    /** A look that finds the thread at something, and so far with a processor all the time. */
    private void look(Activity activity) {
        lookAfter(PERIOD, activity, activity == Activity.WAITS ? 0 : PERIOD);
    }

    private void lookAfter(long nanos, Activity activity, long ofProcessor) {
        now += nanos;
        cpu += ofProcessor;
        said.addAll(judge.look(new Reading(now, PERIOD, turn, begun, step, activity, cpu)));
    }

    private void looks(int times, Activity activity) {
        for (int i = 0; i < times; i++) {
            look(activity);
        }
    }

    private void turnBegins() {
        turn++;
        begun = now + MILLI;
    }

    private List<Phase> phases() {
        return said.stream().map(Stall::phase).toList();
    }

    @Test
    void aStepThatWaitsForAsLongAsTheThresholdIsReportedWhileItDoes() {
        look(Activity.TURNS);
        looks(3, Activity.WAITS);
        assertEquals(List.of(), said);
        look(Activity.WAITS);
        assertEquals(List.of(new Stall(Of.STEP, Phase.BEGINS, 0, 5 * PERIOD, 4 * PERIOD, false)), said);
    }

    @Test
    void aStepThatComputesIsReportedAsWell() {
        look(Activity.TURNS);
        looks(4, Activity.RUNS);
        assertEquals(List.of(Phase.BEGINS), phases());
    }

    @Test
    void itIsReportedAgainAtTenTimesTheThresholdEachTime() {
        look(Activity.TURNS);
        looks(400, Activity.WAITS);
        assertEquals(List.of(Phase.BEGINS, Phase.GOES_ON, Phase.GOES_ON), phases());
        assertEquals(
                List.of(100 * MILLI, 1_000 * MILLI, 10_000 * MILLI),
                said.stream().map(Stall::counted).toList());
    }

    @Test
    void itsEndIsReportedWithTheTimeAtWhichTheNextTurnBegan() {
        turnBegins();
        look(Activity.TURNS);
        looks(8, Activity.WAITS);
        turnBegins();
        look(Activity.TURNS);
        assertEquals(List.of(Phase.BEGINS, Phase.ENDS), phases());
        assertEquals(9 * PERIOD, said.get(1).nanos());
    }

    @Test
    void itsEndIsReportedWhereTheLoopThenWaits() {
        look(Activity.TURNS);
        looks(8, Activity.WAITS);
        look(Activity.IDLE);
        assertEquals(List.of(Phase.BEGINS, Phase.ENDS), phases());
    }

    @Test
    void theEndOfWhatWasNotReportedIsNotReported() {
        look(Activity.TURNS);
        looks(3, Activity.WAITS);
        look(Activity.IDLE);
        assertEquals(List.of(), said);
    }

    @Test
    void turnsThatFollowOneAnotherAreNoStall() {
        for (int i = 0; i < 100; i++) {
            turnBegins();
            look(Activity.TURNS);
            look(Activity.RUNS);
            look(Activity.WAITS);
        }
        assertEquals(List.of(), said);
    }

    @Test
    void manyShortStepsOfATurnAreReportedTogether() {
        look(Activity.TURNS);
        for (int i = 0; i < 4; i++) {
            step++;
            look(Activity.RUNS);
        }
        assertEquals(List.of(Of.TURN), said.stream().map(Stall::of).toList());
        step++;
        look(Activity.RUNS);
        turnBegins();
        look(Activity.TURNS);
        assertEquals(List.of(Phase.BEGINS, Phase.ENDS), phases());
    }

    @Test
    void aStepAfterShortOnesIsReportedForItself() {
        look(Activity.TURNS);
        step++;
        look(Activity.RUNS);
        looks(3, Activity.WAITS);
        assertEquals(List.of(), said);
        look(Activity.WAITS);
        assertEquals(List.of(Of.STEP), said.stream().map(Stall::of).toList());
    }

    @Test
    void aStepThatWasReportedIsNotCountedAmongTheShortOnes() {
        look(Activity.TURNS);
        looks(4, Activity.WAITS);
        for (int i = 0; i < 3; i++) {
            step++;
            look(Activity.RUNS);
        }
        assertEquals(List.of(Phase.BEGINS, Phase.ENDS), phases());
        assertTrue(said.stream().allMatch(stall -> stall.of() == Of.STEP));
    }

    @Test
    void aThreadThatGetsNoProcessorIsNoStallForLong() {
        look(Activity.TURNS);
        for (int i = 0; i < 38; i++) {
            lookAfter(PERIOD, Activity.RUNS, MILLI);
        }
        assertEquals(List.of(), said);
        lookAfter(PERIOD, Activity.RUNS, MILLI);
        assertEquals(List.of(true), said.stream().map(Stall::inDoubt).toList());
    }

    @Test
    void aThreadThatGetsItNowAndThenIsReportedWhenThatAddsUp() {
        look(Activity.TURNS);
        for (int i = 0; i < 10; i++) {
            lookAfter(PERIOD, Activity.RUNS, PERIOD / 2);
        }
        assertEquals(List.of(false), said.stream().map(Stall::inDoubt).toList());
    }

    @Test
    void ofTimeInWhichNobodyLooksTwiceAsMuchCountsAsWasPlanned() {
        look(Activity.TURNS);
        lookAfter(
                3_600_000 * MILLI, Activity.WAITS, 0); // a laptop that sleeps, a debugger that stops all, a collection
        look(Activity.WAITS);
        assertEquals(List.of(), said);
        look(Activity.WAITS);
        assertEquals(List.of(Phase.BEGINS), phases());
        assertEquals(4 * PERIOD, said.get(0).counted());
    }

    @Test
    void aLookThatIsALittleLateCountsWhole() {
        look(Activity.TURNS);
        lookAfter(2 * PERIOD, Activity.WAITS, 0);
        lookAfter(2 * PERIOD, Activity.WAITS, 0);
        assertEquals(List.of(Phase.BEGINS), phases());
    }

    @Test
    void nativeCodeThatTakesNoProcessorWaits() {
        look(Activity.TURNS);
        for (int i = 0; i < 5; i++) {
            lookAfter(PERIOD, Activity.IN_NATIVE_CODE, 0);
        }
        assertEquals(List.of(Phase.BEGINS), phases());
    }

    @Test
    void theLoadingOfClassesIsReportedOnlyWhenItTakesVeryLong() {
        look(Activity.TURNS);
        looks(38, Activity.LOADS_CLASSES);
        assertEquals(List.of(), said);
        look(Activity.LOADS_CLASSES);
        assertEquals(List.of(Phase.BEGINS), phases());
    }

    @Test
    void whereNobodyKnowsOfProcessorsHalfOfTheTimeCounts() {
        look(Activity.TURNS);
        for (int i = 0; i < 8; i++) {
            now += PERIOD;
            said.addAll(judge.look(new Reading(now, PERIOD, turn, begun, step, Activity.RUNS, Reading.UNTOLD)));
        }
        assertEquals(List.of(4 * PERIOD), said.stream().map(Stall::counted).toList());
    }

    @Test
    void onlyATurnThatWasThereAtTheLastLookIsWorthACloserOne() {
        look(Activity.TURNS);
        assertTrue(judge.isIn(turn));
        assertFalse(judge.isIn(turn + 1));
        look(Activity.IDLE);
        assertFalse(judge.isIn(turn));
    }
}
