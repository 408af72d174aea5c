// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.DeadlockException;
import dev.weft.EventLoop;
import dev.weft.FaultPoints;
import dev.weft.Faults;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.io.LoopFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlantedFaultsTest {
    private final SimulatedLoop loop = EventLoop.simulated(1);

    @AfterEach
    void close() {
        loop.close();
    }

    /** Passes a point so often, and says which times failed. */
    private static List<Integer> failures(EventLoop loop, String point, int times) {
        return loop.run(LoopFixture.calling(() -> {
            List<Integer> failed = new ArrayList<>();
            for (int i = 1; i <= times; i++) {
                try {
                    Faults.point(point);
                } catch (Exception planted) {
                    assertEquals("disk full", planted.getMessage());
                    failed.add(i);
                }
            }
            return failed;
        }));
    }

    private static IOException diskFull() {
        return new IOException("disk full");
    }

    @Test
    void happenAtTheTimesThatAreSaid() {
        loop.faults().fail("third", PlantedFaultsTest::diskFull).nth(3);
        loop.faults().fail("first", PlantedFaultsTest::diskFull).first(2);
        loop.faults().fail("each", PlantedFaultsTest::diskFull);
        assertEquals(List.of(3), failures(loop, "third", 5));
        assertEquals(List.of(1, 2), failures(loop, "first", 5));
        assertEquals(List.of(1, 2), failures(loop, "each", 2));
        assertEquals(List.of(), failures(loop, "other", 5));
        assertEquals(
                Map.of("third", 5, "first", 5, "each", 2, "other", 5),
                loop.faults().reached());
        assertEquals(
                "third, time 3, at PT0S: java.io.IOException: disk full",
                loop.faults().happened().get(0));
        assertEquals(5, loop.faults().happened().size());
    }

    @Test
    void happenAtAllPointsThatBeginAsAStarSays() {
        loop.faults().fail("journal.*", PlantedFaultsTest::diskFull).first(2);
        assertEquals(List.of(1), failures(loop, "journal.write", 1));
        assertEquals(List.of(1), failures(loop, "journal.sync", 3));
        assertEquals(List.of(), failures(loop, "journal", 1));
    }

    private static List<Integer> drawn(long seed, int besides) {
        try (SimulatedLoop drawing = EventLoop.simulated(seed)) {
            drawing.faults().fail("a", PlantedFaultsTest::diskFull).withProbability(0.3);
            drawing.faults().fail("b", PlantedFaultsTest::diskFull).withProbability(0.3);
            failures(drawing, "b", besides + 1);
            return failures(drawing, "a", 50);
        }
    }

    @Test
    void drawLotsThatAreAFunctionOfTheSeedAndNotOfOtherPoints() {
        List<Integer> failed = drawn(7, 0);
        assertTrue(failed.size() > 5 && failed.size() < 25, failed::toString);
        assertEquals(failed, drawn(7, 20));
        assertNotEquals(failed, drawn(8, 0));
    }

    @Test
    void happenAsOftenAsTheirProbabilitySaysUnderNeighbouringSeeds() {
        int failed = 0;
        for (long seed = 1; seed <= 100; seed++) {
            try (SimulatedLoop drawing = EventLoop.simulated(seed)) {
                drawing.faults().fail("q", PlantedFaultsTest::diskFull).withProbability(0.5);
                failed += failures(drawing, "q", 1).size();
            }
        }
        assertTrue(failed >= 35 && failed <= 65, failed + " of 100");
    }

    @Test
    void delayTheTaskAloneWhereItAwaits() {
        loop.faults().delay("sync", Duration.ofMillis(200));
        List<String> order = new ArrayList<>();
        loop.run(Weft.gather(
                Script.of((step, last) -> step == 0 ? Faults.awaitPoint("sync") : order.add("late")),
                Script.of((step, last) -> step == 0 ? Weft.sleep(Duration.ofMillis(100)) : order.add("in time"))));
        assertEquals(List.of("in time", "late"), order);
        assertEquals(Duration.ofMillis(200).toNanos(), loop.nanoTime());
        assertEquals(
                List.of("sync, time 1, at PT0S: delayed by PT0.2S"),
                loop.faults().happened());
    }

    @Test
    void delayAllTasksWhereNoneAwaits() {
        loop.faults().delay("pause", Duration.ofSeconds(2));
        loop.run(Weft.gather(
                Script.of((step, last) -> {
                    if (step == 0) {
                        return Weft.sleep(Duration.ofMillis(50));
                    }
                    Faults.point("pause");
                    return null;
                }),
                Script.of((step, last) ->
                        step == 0 ? Weft.sleep(Duration.ofMillis(100)) : assertAt(Duration.ofMillis(2050)))));
    }

    private @Nullable Object assertAt(Duration expected) {
        assertEquals(expected.toNanos(), loop.nanoTime());
        return null;
    }

    @Test
    void failAfterTheDelay() {
        loop.faults().delay("sync", Duration.ofMillis(200));
        loop.faults().fail("sync", PlantedFaultsTest::diskFull);
        Task<Void> syncing = Script.of((step, last) -> step == 0 ? Faults.awaitPoint("sync") : last.get());
        assertThrows(IOException.class, () -> loop.run(syncing));
        assertEquals(Duration.ofMillis(200).toNanos(), loop.nanoTime());
        Task<Void> cancelled = Script.of(
                (step, last) -> step == 0 ? Weft.waitFor(Faults.awaitPoint("sync"), Duration.ofMillis(1)) : last.get());
        assertThrows(TimeoutException.class, () -> loop.run(cancelled));
        assertEquals(Duration.ofMillis(201).toNanos(), loop.nanoTime());
    }

    @Test
    void reachWhatTheLoopHasRunOnAnotherThread() {
        loop.faults().fail("write", PlantedFaultsTest::diskFull).nth(2);
        for (int i = 1; i <= 3; i++) {
            boolean fails = i == 2;
            Task<String> writing = Script.of((step, last) -> step == 0
                    ? Weft.blocking(() -> {
                        Faults.point("write");
                        return "written";
                    })
                    : last.get());
            if (fails) {
                assertThrows(IOException.class, () -> loop.run(writing));
            } else {
                assertEquals("written", loop.run(writing));
            }
        }
    }

    private static Task<String> calling(String point) {
        return Script.of((step, last) -> step == 0
                ? Weft.blocking(() -> {
                    Faults.point(point);
                    return "called";
                })
                : last.get());
    }

    @Test
    void delayACallOnAnotherThreadAndNobodyElse() {
        loop.faults().delay("slow", Duration.ofSeconds(3));
        List<String> order = new ArrayList<>();
        loop.run(Weft.gather(
                Script.of((step, last) -> step == 0 ? calling("slow") : order.add(last.get() + " late")),
                Script.of((step, last) -> step == 0 ? Weft.sleep(Duration.ofSeconds(1)) : order.add("in time"))));
        assertEquals(List.of("in time", "called late"), order);
        assertEquals(Duration.ofSeconds(3).toNanos(), loop.nanoTime());
        assertEquals(
                List.of("slow, time 1, at PT0S: delayed by PT3S"), loop.faults().happened());
    }

    @Test
    void haveACallOnAnotherThreadFailAfterItsDelay() {
        loop.faults().delay("slow", Duration.ofSeconds(3));
        loop.faults().fail("slow", PlantedFaultsTest::diskFull);
        assertThrows(IOException.class, () -> loop.run(calling("slow")));
        assertEquals(Duration.ofSeconds(3).toNanos(), loop.nanoTime());
    }

    @Test
    void delayACallBeyondALimitOfTimeAsOneThatDoesNotHeedItsInterrupt() {
        loop.faults().delay("slow", Duration.ofSeconds(3));
        Task<Object> limited = Script.of(
                (step, last) -> step == 0 ? Weft.waitFor(calling("slow"), Duration.ofSeconds(1)) : last.get());
        assertEquals("called", loop.run(limited));
        assertEquals(Duration.ofSeconds(3).toNanos(), loop.nanoTime());
    }

    @Test
    void haveNotHappenedWhereAnotherFailureIsThrownInTheirPlace() {
        SimulatedLoop closed = EventLoop.simulated(1);
        closed.faults().fail("write", PlantedFaultsTest::diskFull);
        closed.faults().fail("write", PlantedFaultsTest::diskFull).first(2);
        assertEquals(List.of(1, 2), failures(closed, "write", 2));
        assertTrue(closingFails(closed)
                .contains("never happened: whenever it was due, a failure that was planted before it was thrown."));
    }

    @Test
    void countCallsOnOtherThreadsApartFromSteps() {
        FaultPoints faults = loop.faults();
        faults.fail("write", PlantedFaultsTest::diskFull).nth(2);
        CompletableFuture<Integer> reachedByStep = new CompletableFuture<>();
        Awaitable<Integer> call = Weft.blocking(() -> {
            reachedByStep.join(); // so that a step has come by first, as any thread may be late
            Faults.point("write");
            return 1;
        });
        Task<Void> both = Script.of((step, last) -> switch (step) {
            case 0 -> {
                Faults.point("write");
                reachedByStep.complete(1);
                yield call;
            }
            default -> {
                assertThrows(IOException.class, () -> Faults.point("write"));
                yield null;
            }
        });
        loop.run(both);
        assertEquals(List.of("write, time 2, at PT0S: java.io.IOException: disk full"), faults.happened());
        assertEquals(Map.of("write", 3), faults.reached());
    }

    @Test
    void areNoneOnOtherLoopsAndThreads() {
        loop.faults().fail("write", PlantedFaultsTest::diskFull).mayNotHappen();
        Faults.point("write");
        try (EventLoop real = EventLoop.create();
                EventLoop other = EventLoop.simulated(1)) {
            assertEquals(List.of(), failures(real, "write", 2));
            assertEquals(List.of(), failures(other, "write", 2));
        }
        assertSame(Task.done(), Faults.awaitPoint("write"));
        assertEquals(Map.of(), loop.faults().reached());
    }

    /** A thread of a pool, on which the calls of all loops are made. */
    @Test
    void areForgottenByTheThreadThatHasMadeACall() {
        PlantedFaults faults = (PlantedFaults) loop.faults();
        faults.fail("write", PlantedFaultsTest::diskFull);
        BlockingJob<Object> call = new BlockingJob<>(() -> "", Runnable::run, () -> {}, null);
        PlantedFaults.reachedFor((SimulatedEventLoop) loop, call, () -> {
            assertThrows(IOException.class, () -> Faults.point("write"));
            try (SimulatedEventLoop other = new SimulatedEventLoop(1)) {
                other.faults();
                PlantedFaults.reachedFor(other, call, () -> Faults.point("write"));
            }
            assertThrows(IOException.class, () -> Faults.point("write"));
        });
        Faults.point("write");
        assertEquals(2, faults.happened().size());
    }

    @Test
    void areToldOfByTheFailureOfTheRunAndByADeadlock() {
        loop.faults().fail("write", PlantedFaultsTest::diskFull).first(2);
        String expected = "faults that happened in it:\n\twrite, time 1, at PT0S: java.io.IOException: disk full";
        Task<Void> writing = Script.of((step, last) -> {
            Faults.point("write");
            return null;
        });
        IOException failure = assertThrows(IOException.class, () -> loop.run(writing));
        assertTrue(failure.getSuppressed()[0].toString().endsWith(expected), failure.getSuppressed()[0]::toString);
        Task<Void> stuck = Script.of((step, last) -> {
            assertThrows(IOException.class, () -> Faults.point("write"));
            return Awaitable.of(new CompletableFuture<Void>());
        });
        DeadlockException deadlock = assertThrows(DeadlockException.class, () -> loop.run(stuck));
        assertTrue(
                String.valueOf(deadlock.getMessage()).contains(expected + "\n\twrite, time 2, "), deadlock::toString);
    }

    @Test
    void areToldOfByTheFailureOfARunInOrder() {
        try (SimulatedLoop inOrder = EventLoop.simulatedInOrder()) {
            inOrder.faults().fail("write", PlantedFaultsTest::diskFull);
            Task<Void> writing = Script.of((step, last) -> {
                Faults.point("write");
                return null;
            });
            IOException failure = assertThrows(IOException.class, () -> inOrder.run(writing));
            assertTrue(
                    failure.getSuppressed()[0]
                            .toString()
                            .contains("simulatedInOrder(); faults that happened in it:\n\twrite,"),
                    failure.getSuppressed()[0]::toString);
        }
    }

    /** Else production code looks for them for ever. */
    @Test
    void areForgottenHoweverTheLoopEnds() {
        int others = PlantedFaults.loops;
        SimulatedLoop stuck = EventLoop.simulated(1);
        stuck.faults().fail("write", PlantedFaultsTest::diskFull);
        stuck.spawn(Script.of((step, last) -> Awaitable.of(new CompletableFuture<Void>()))); // swallows a cancellation
        stuck.run(Script.of((step, last) -> step == 0 ? Weft.yieldNow() : null));
        assertThrows(DeadlockException.class, stuck::close);
        assertEquals(others, PlantedFaults.loops);
        ExploredLoop explored = new ExploredLoop((alternatives, soFar) -> 0, 100, null);
        explored.faults();
        explored.end();
        assertEquals(others, PlantedFaults.loops);
    }

    private static String closingFails(SimulatedLoop closed) {
        IllegalStateException thrown = assertThrows(IllegalStateException.class, closed::close);
        closed.close();
        return Objects.requireNonNull(thrown.getMessage());
    }

    @Test
    void thatNeverHappenedAreToldOfAtTheClose() {
        SimulatedLoop closed = EventLoop.simulated(1);
        closed.faults().fail("jornal.write", PlantedFaultsTest::diskFull);
        closed.faults().delay("journal.write", Duration.ofMillis(1)).nth(5);
        closed.faults().fail("journal.sync", PlantedFaultsTest::diskFull).mayNotHappen();
        closed.faults().fail("journal.write", PlantedFaultsTest::diskFull).withProbability(0);
        failures(closed, "journal.write", 3);
        List<String> lines = closingFails(closed).lines().toList();
        assertEquals(3, lines.size());
        assertEquals("To run this schedule again, make the loop by EventLoop.simulated(1L)", lines.get(2));
        assertTrue(lines.get(0).startsWith("The failure planted at \"jornal.write\" by "), lines.get(0));
        assertTrue(
                lines.get(0)
                        .endsWith(" never happened: no code reached that point. Reached were journal.write (3)."
                                + " Mend the name or the test, or say mayNotHappen()."),
                lines.get(0));
        assertTrue(
                lines.get(1).contains("it is for the time 5, and the point was reached 3 times. Reached were"),
                lines.get(1));
    }

    @Test
    void thatAreDrawnHaveToBeReachedAtLeast() {
        SimulatedLoop closed = EventLoop.simulated(1);
        closed.faults().fail("write", PlantedFaultsTest::diskFull).withProbability(0.1);
        assertTrue(closingFails(closed).contains("No point was reached at all."));
    }

    @Test
    void refuseWhatCannotBe() {
        var fault = loop.faults().fail("write", PlantedFaultsTest::diskFull).mayNotHappen();
        assertThrows(IllegalArgumentException.class, () -> fault.nth(0));
        assertThrows(IllegalArgumentException.class, () -> fault.withProbability(1.01));
        assertThrows(IllegalArgumentException.class, () -> loop.faults().delay("write", Duration.ofNanos(-1)));
        SimulatedLoop closed = EventLoop.simulated(1);
        closed.close();
        assertThrows(IllegalStateException.class, closed::faults);
    }

    @Test
    void aDelaySaysAtWhichPointItIs() {
        loop.faults().delay("journal.sync", Duration.ofHours(1));
        assertEquals(
                "fault journal.sync, delayed by PT1H",
                loop.run(LoopFixture.calling(
                        () -> Faults.awaitPoint("journal.sync").describe().toString())));
    }

    @Test
    void delaysEndWithinAHundredYears() {
        String refused = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> loop.faults().delay("p", Duration.ofSeconds(Long.MAX_VALUE)))
                .getMessage());
        assertEquals("a delay of PT2562047788015215H30M7S at \"p\", which is beyond a hundred years", refused);
        Duration longest = Duration.ofDays(36_500);
        for (int i = 0; i < 4; i++) {
            loop.faults().delay("p", longest);
        }
        assertEquals(
                "fault p, delayed by " + longest,
                loop.run(LoopFixture.calling(
                        () -> Faults.awaitPoint("p").describe().toString())));
    }
}
