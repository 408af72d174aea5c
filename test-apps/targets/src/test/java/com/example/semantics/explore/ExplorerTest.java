// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static dev.weft.testing.Explorer.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncBlock;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.testing.Exploration;
import dev.weft.testing.ExplorationError;
import dev.weft.testing.Explorer;
import dev.weft.testing.FailedRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExplorerTest {
    @Async
    private static Task<Void> threeSteps(String name, StringBuilder order) {
        order.append(name);
        await(pause());
        order.append(name);
        await(pause());
        order.append(name);
        return Task.done();
    }

    @Test
    void runsEachOrderOfThreeTasksOnce() {
        List<String> seen = new ArrayList<>();
        Exploration all = Explorer.allOrders()
                .run(
                        () -> {
                            StringBuilder order = new StringBuilder();
                            await(gather(threeSteps("a", order), threeSteps("b", order), threeSteps("c", order)));
                            return Task.of(order.toString());
                        },
                        seen::add);
        assertEquals(1680, new HashSet<>(seen).size(), "9! / (3! 3! 3!)");
        assertEquals(1680, all.tried());
        assertEquals(1680, all.passed());
        assertTrue(all.isExhaustive());
        assertTrue(all.failure().isEmpty());
        assertEquals("All 1680 orders pass", all.toString());
    }

    @Test
    void saysWhichOrderFailsStepByStepAndHowToRunItAgain() {
        AsyncBlock<Void, Exception> program = () -> orderMatters(3);
        ExplorationError error =
                assertThrows(ExplorationError.class, () -> Explorer.allOrders().run(program));
        FailedRun failed = error.exploration().failure().orElseThrow();
        assertSame(failed.thrown(), error.getCause());
        assertEquals("c came first", failed.thrown().getMessage());
        assertEquals("1:3/3", failed.order());
        assertEquals("Explorer.replay(\"1:3/3\", program)", failed.replay());
        assertTrue(
                failed.steps().get(0).startsWith("main starts, and awaits gather"),
                failed.steps().toString());
        assertTrue(
                failed.steps().get(1).matches("task-4 starts, and can go on again at ExplorerTest.java:\\d+"),
                failed.steps().toString());
        assertTrue(
                error.getMessage()
                        .contains(
                                "\nTo make this run again, with the same program: Explorer.replay(\"1:3/3\", program)"),
                error.getMessage());

        ExplorationError again = assertThrows(ExplorationError.class, () -> Explorer.replay(failed.order(), program));
        assertEquals(failed.steps(), again.exploration().failure().orElseThrow().steps());
        assertEquals(1, Explorer.replay("1:2/3", program).passed());
    }

    /** Fails if the last of some tasks begins first. */
    @Async
    private static Task<Void> orderMatters(int tasks) {
        StringBuilder order = new StringBuilder();
        String names = "abc".substring(0, tasks);
        await(gather(names.chars()
                .mapToObj(name -> threeSteps("" + (char) name, order))
                .toList()));
        if (order.charAt(0) == names.charAt(tasks - 1)) {
            throw new IllegalStateException(names.charAt(tasks - 1) + " came first");
        }
        return Task.done();
    }

    @Test
    void findsTheOrderThatDepartsLeastOften() {
        Exploration found = Explorer.allOrders().explore(() -> {
            StringBuilder order = new StringBuilder();
            await(gather(threeSteps("a", order), threeSteps("b", order)));
            assertFalse(order.toString().startsWith("baab"), "baab");
            return Task.done();
        });
        assertEquals("baab", found.failure().orElseThrow().thrown().getMessage().substring(0, 4));
        assertEquals("1:2/2 3:2/2", found.failure().orElseThrow().order());
    }

    @Test
    void runsAllSeedsAndSaysWhichIsTheSmallestThatFails() {
        Set<Integer> failing = new HashSet<>();
        AtomicInteger seed = new AtomicInteger();
        AsyncBlock<Void, Exception> program = () -> {
            int mine = seed.getAndIncrement();
            try {
                await(orderMatters(2));
            } catch (IllegalStateException failure) {
                failing.add(mine);
                throw failure;
            }
            return Task.done();
        };
        Exploration found = Explorer.seeds(40).explore(program);
        failing.remove(40); // the run that was made again
        assertTrue(failing.size() > 5 && failing.size() < 35, failing.toString());
        long smallest = failing.stream().mapToInt(each -> each).min().orElseThrow();
        assertEquals(40, found.tried());
        assertEquals(40 - failing.size(), found.passed());
        assertEquals(Long.toString(smallest), found.failure().orElseThrow().order());
        assertEquals(
                "Explorer.replay(" + smallest + "L, program)",
                found.failure().orElseThrow().replay());
        assertFalse(found.isExhaustive());

        ExplorationError again =
                assertThrows(ExplorationError.class, () -> Explorer.replay(smallest, () -> orderMatters(2)));
        assertEquals("b came first", again.getCause().getMessage());
    }

    @Test
    void triesEachOutcomeOfALotOfFew() {
        Set<String> drawn = new HashSet<>();
        Exploration all = Explorer.allOrders().run(() -> {
            var lots = EventLoop.current().random();
            drawn.add(lots.nextInt(3) + " " + lots.nextBoolean() + " " + lots.nextInt(5, 7) + " " + lots.nextLong());
            return Task.done();
        });
        assertEquals(12, drawn.size());
        assertEquals(12, all.tried());
    }

    @Test
    void triesEachOutcomeOfALongLotOfFew() {
        Set<String> drawn = new HashSet<>();
        Exploration all = Explorer.allOrders().run(() -> {
            var lots = EventLoop.current().random();
            drawn.add(lots.nextLong(2) + " " + lots.nextLong(1, 3) + " " + lots.nextInt(1));
            return Task.done();
        });
        assertEquals(4, drawn.size());
        assertEquals("All 4 orders pass", all.headline());
        assertTrue(all.isExhaustive());
    }

    @Test
    void saysThatNotAllOutcomesOfALotWereTried() {
        List<ToDoubleFunction<RandomGenerator>> others = List.of(
                RandomGenerator::nextDouble,
                RandomGenerator::nextInt,
                lots -> lots.nextInt(9),
                lots -> lots.nextLong(9));
        for (var other : others) {
            Exploration some = Explorer.allOrders().run(() -> {
                double unused = other.applyAsDouble(EventLoop.current().random());
                return Task.done();
            });
            assertFalse(some.isExhaustive());
            assertEquals(
                    "The only order passes; of each lot with more than eight outcomes, or drawn without a bound"
                            + " or on another thread, one outcome was tried",
                    some.headline());
        }
    }

    /** Polls until another task has gone on, which in some order never comes. */
    @Async
    private static Task<Void> polls() {
        boolean[] there = new boolean[1];
        ScheduledTask<Void> poller = spawn("poller", pollsUntil(there));
        await(pause());
        there[0] = true;
        await(poller);
        return Task.done();
    }

    @Async
    private static Task<Void> pollsUntil(boolean[] there) {
        while (!there[0]) {
            await(pause());
        }
        return Task.done();
    }

    @Test
    void findsATaskThatPollsForEverInAFewRuns() {
        Exploration found = Explorer.allOrders().explore(ExplorerTest::polls);
        FailedRun failed = found.failure().orElseThrow();
        assertTrue(failed.thrown().getMessage().startsWith("The program has not ended after 10000 steps"));
        assertTrue(found.steps() < 30_000, found.steps() + " steps");
        assertEquals("2..:last", failed.order());
        ExplorationError again =
                assertThrows(ExplorationError.class, () -> Explorer.replay(failed.order(), ExplorerTest::polls));
        assertEquals(failed.thrown().getMessage(), again.getCause().getMessage());
    }

    @Test
    void looksForShorterOrdersWithinABoundOfSteps() {
        Exploration found = Explorer.allOrders().explore(() -> {
            boolean[] there = new boolean[1];
            ScheduledTask<Void> late = spawn("late", sets(there));
            int rounds = 0;
            while (!there[0]) {
                await(pause());
                assertTrue(++rounds < 1_000, "polled too often");
            }
            await(late);
            return Task.done();
        });
        assertTrue(found.failure().orElseThrow().thrown().getMessage().startsWith("polled too often"));
        assertTrue(found.steps() < 1_100_000, found.steps() + " steps");
    }

    @Async
    private static Task<Void> sleeps(String name, StringBuilder order) {
        await(sleep(Duration.ofSeconds(1)));
        order.append(name);
        return Task.done();
    }

    @Test
    void firesTimersOfOneDeadlineInAnyOrderAndLetsOthersRunInBetween() {
        Set<String> orders = new HashSet<>();
        Explorer.allOrders()
                .run(
                        () -> {
                            StringBuilder order = new StringBuilder();
                            await(gather(sleeps("a", order), sleeps("b", order), threeSteps("c", order)));
                            assertEquals(
                                    Duration.ofSeconds(1).toNanos(),
                                    EventLoop.current().nanoTime());
                            return Task.of(order.toString());
                        },
                        orders::add);
        assertEquals(Set.of("cccab", "cccba"), orders);
    }

    @Test
    void runsWhoeverGivesWayAfterAllThatWasReady() {
        Exploration all = Explorer.allOrders().run(() -> {
            boolean[] there = new boolean[1];
            spawn(sets(there));
            int rounds = 0;
            while (!there[0]) {
                rounds++;
                await(yieldNow());
            }
            assertTrue(rounds <= 3, rounds + " rounds");
            return Task.done();
        });
        assertTrue(all.isExhaustive());
    }

    @Async
    private static Task<Void> sets(boolean[] flag) {
        await(pause());
        await(pause());
        flag[0] = true;
        return Task.done();
    }

    @Test
    void endsARunThatNeverEnds() {
        Exploration found = Explorer.allOrders().steps(200).explore(() -> {
            while (true) {
                await(yieldNow());
            }
        });
        assertTrue(
                found.failure()
                        .orElseThrow()
                        .thrown()
                        .getMessage()
                        .startsWith("The program has not ended after 200 steps"),
                found::toString);
        assertEquals(200, found.failure().orElseThrow().steps().size());
    }

    @Test
    @SuppressWarnings("weft:CancellationSwallowed") // which is what is tested
    void endsARunWhoseTasksSwallowTheCancellation() {
        Exploration found = Explorer.allOrders().steps(200).explore(() -> {
            while (true) {
                try {
                    await(yieldNow());
                } catch (CancellationException swallowed) {
                    EventLoop.current(); // and goes on
                }
            }
        });
        assertTrue(found.failure().isPresent());
    }

    @Test
    void noticesAProgramThatIsNotDeterministic() {
        AtomicInteger runs = new AtomicInteger();
        Exploration found = Explorer.allOrders().explore(() -> {
            StringBuilder order = new StringBuilder();
            if (runs.getAndIncrement() % 2 == 0) {
                await(gather(threeSteps("a", order), threeSteps("b", order)));
            } else {
                await(gather(threeSteps("a", order), threeSteps("b", order), threeSteps("c", order)));
            }
            return Task.done();
        });
        assertTrue(found.failure().orElseThrow().thrown().getMessage().contains("not deterministic"), found::toString);
    }

    @Test
    void saysThatAScheduleIsThatOfAnotherProgram() {
        Throwable thrown = assertThrows(ExplorationError.class, () -> Explorer.replay("1:2/2", () -> orderMatters(3)))
                .getCause();
        assertTrue(
                thrown.getMessage().contains("at choice 1 the program has 3 things to choose from, and not 2"),
                thrown.getMessage());
        thrown = assertThrows(ExplorationError.class, () -> Explorer.replay("99:2/2", () -> orderMatters(3)))
                .getCause();
        assertTrue(thrown.getMessage().contains("choices"), thrown.getMessage());
    }

    @Test
    void failsWhereATaskFailsAndNobodySees() {
        Exploration found = Explorer.allOrders().explore(() -> {
            spawn(fails());
            await(yieldNow());
            return Task.done();
        });
        Throwable thrown = found.failure().orElseThrow().thrown();
        assertTrue(thrown.getMessage().contains("failed, and nobody has awaited it"), thrown.getMessage());
        assertInstanceOf(IllegalStateException.class, thrown.getCause());
    }

    @Test
    void passesWhereWhoSeesTheFailureComesLate() {
        Exploration all = Explorer.allOrders().run(() -> {
            ScheduledTask<Void> task = spawn(fails());
            await(gather(threeSteps("a", new StringBuilder()), threeSteps("b", new StringBuilder())));
            try {
                await(task);
            } catch (IllegalStateException seen) {
                return Task.done();
            }
            throw new AssertionError("no failure");
        });
        assertTrue(all.isExhaustive());
    }

    @Async
    private static Task<Void> fails() {
        throw new IllegalStateException("on purpose");
    }

    @Test
    void stopsAtTheBoundsAndSaysThatThereIsMore() {
        Exploration some = Explorer.allOrders().schedules(100).run(() -> orderLeftOpen(3));
        assertEquals(100, some.tried());
        assertFalse(some.isExhaustive());
        assertEquals("100 orders pass, and there are more, which were not tried", some.toString());
        Exploration few = Explorer.allOrders().departures(1).run(() -> orderLeftOpen(3));
        assertFalse(few.isExhaustive());
        assertTrue(few.tried() < 20, few.toString());
        assertEquals(
                1680,
                Explorer.allOrders().departures(8).run(() -> orderLeftOpen(3)).tried());
    }

    @Async
    private static Task<Void> orderLeftOpen(int tasks) {
        StringBuilder order = new StringBuilder();
        await(gather("abc"
                .substring(0, tasks)
                .chars()
                .mapToObj(name -> threeSteps("" + (char) name, order))
                .toList()));
        return Task.done();
    }

    @Test
    void cancelsWhatIsLeftAndChecksAfterThat() {
        List<String> left = new ArrayList<>();
        Explorer.allOrders()
                .run(
                        () -> {
                            List<String> events = new ArrayList<>();
                            spawn(sleepsLong(events));
                            await(yieldNow());
                            return Task.of(events);
                        },
                        left::addAll);
        assertEquals(List.of("cancelled"), left);
        ExplorationError error = assertThrows(
                ExplorationError.class,
                () -> Explorer.seeds(3).run(() -> Task.of(1), result -> assertEquals(2, result)));
        assertTrue(
                error.getMessage().startsWith("3 of 3 seeds fail, 0 pass; the smallest that fails is 0"),
                error.getMessage());
    }

    @Async
    private static Task<Void> sleepsLong(List<String> events) {
        try {
            await(sleep(Duration.ofHours(1)));
        } finally {
            events.add("cancelled");
        }
        return Task.done();
    }

    @Test
    void refusesToRunInsideALoop() {
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            assertThrows(IllegalStateException.class, () -> loop.run(explores()));
        }
    }

    @Async
    private static Task<Void> explores() {
        Explorer.seeds(1).run(() -> Task.done());
        return Task.done();
    }

    @Test
    void endsWhenItsThreadIsInterrupted() {
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> Explorer.allOrders().run(() -> Task.done()));
        assertTrue(Thread.interrupted());
    }
}
