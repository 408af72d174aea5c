// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Weft;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SimulatedEventLoopTest {
    @Test
    void runsWhatIsPostedInTheOrderOfThePosts() {
        for (int seed = 0; seed < 50; seed++) {
            List<Integer> ran = new ArrayList<>();
            try (SimulatedEventLoop loop = new SimulatedEventLoop(seed)) {
                for (int i = 0; i < 5; i++) {
                    int number = i;
                    loop.post(() -> ran.add(number)); // by a thread that does not run the loop
                }
                loop.run(Script.of((step, last) -> {
                    for (int i = 5; step == 0 && i < 10; i++) {
                        int number = i;
                        loop.post(() -> ran.add(number));
                    }
                    return step == 0 ? Weft.sleep(Duration.ofMillis(1)) : last.get();
                }));
            }
            List<Integer> before = ran.stream().filter(number -> number < 5).toList();
            assertEquals(List.of(0, 1, 2, 3, 4), before, "seed " + seed);
            assertEquals(
                    List.of(5, 6, 7, 8, 9),
                    ran.stream().filter(number -> number >= 5).toList(),
                    "seed " + seed);
        }
    }

    @Test
    void timeStandsStillUntilNothingIsReadyAndThenJumps() {
        try (SimulatedEventLoop loop = new SimulatedEventLoop(1)) {
            List<Long> times = new ArrayList<>();
            loop.run(Script.of((step, last) -> {
                times.add(loop.nanoTime());
                return switch (step) {
                    case 0, 1 -> Weft.yieldNow();
                    case 2 -> Weft.sleep(Duration.ofDays(365));
                    case 3 -> Weft.sleep(Duration.ofNanos(1));
                    default -> null;
                };
            }));
            long year = Duration.ofDays(365).toNanos();
            assertEquals(List.of(0L, 0L, 0L, year, year + 1), times);
        }
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        for (long seed = 0; seed < 10; seed++) {
            assertEquals(trace(seed), trace(seed), "seed " + seed);
        }
    }

    @Test
    void differentSeedsGiveDifferentTraces() {
        Set<List<String>> traces = new HashSet<>();
        for (long seed = 0; seed < 20; seed++) {
            traces.add(trace(seed));
        }
        assertTrue(traces.size() > 10, traces.size() + " traces of 20");
    }

    @Test
    void neighbouringSeedsDrawOtherLots() {
        int heads = 0;
        for (long seed = 1; seed <= 100; seed++) {
            try (SimulatedEventLoop loop = new SimulatedEventLoop(seed)) {
                heads += loop.random().nextBoolean() ? 1 : 0;
            }
        }
        assertTrue(heads >= 35 && heads <= 65, heads + " of 100");
    }

    @Test
    void inOrderReadyTasksRunAsOnARealLoop() {
        try (SimulatedEventLoop loop = SimulatedEventLoop.inOrder()) {
            List<String> trace = new ArrayList<>();
            loop.run(Script.of((step, last) -> {
                if (step > 0) {
                    return step < 4 ? Weft.sleep(Duration.ofNanos(1)) : null;
                }
                for (int number = 0; number < 20; number++) {
                    String name = "" + number;
                    loop.spawn(name, Script.of((own, before) -> {
                        trace.add(name + " at " + loop.nanoTime());
                        return own == 0 ? Weft.yieldNow() : own == 1 ? Weft.sleep(Duration.ofNanos(1)) : null;
                    }));
                }
                return Weft.yieldNow();
            }));
            List<String> expected = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                for (int number = 0; number < 20; number++) {
                    expected.add(number + " at " + (round < 2 ? 0 : 1));
                }
            }
            assertEquals(expected, trace);
        }
    }

    private static List<String> trace(long seed) {
        List<String> trace = new ArrayList<>();
        try (SimulatedEventLoop loop = new SimulatedEventLoop(seed)) {
            for (int i = 0; i < 5; i++) {
                int number = i;
                loop.spawn(Script.of((step, last) -> {
                    trace.add(number + "." + step + " at " + loop.nanoTime());
                    return step < 4 ? Weft.sleep(Duration.ofMillis(step % 2)) : null;
                }));
            }
            loop.run(Weft.sleep(Duration.ofSeconds(1)));
        }
        return trace;
    }

    /** The order of the run queue is the seed's, the order of the timers is not. */
    @Test
    void equalDeadlinesFireInTheOrderTheyWereSet() {
        for (long seed = 0; seed < 10; seed++) {
            try (SimulatedEventLoop loop = new SimulatedEventLoop(seed)) {
                List<Integer> fired = new ArrayList<>();
                loop.run(Script.of((step, last) -> {
                    if (step > 0) {
                        return last.get();
                    }
                    for (int i = 0; i < 10; i++) {
                        int number = i;
                        loop.setTimer(
                                new TestTimer() {
                                    @Override
                                    protected void fire() {
                                        fired.add(number);
                                    }
                                },
                                100);
                    }
                    return Weft.sleep(Duration.ofNanos(200));
                }));
                assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), fired);
            }
        }
    }

    /** In asyncio too, a task that sleeps for no time lets all others run once. */
    @Test
    void whoeverGivesWayLetsAllOthersRunInEverySchedule() {
        for (long seed = 0; seed < 50; seed++) {
            try (SimulatedEventLoop loop = new SimulatedEventLoop(seed)) {
                boolean[] ran = new boolean[3];
                loop.run(Script.of((step, last) -> {
                    if (step > 0) {
                        for (boolean one : ran) {
                            assertTrue(one);
                        }
                        return null;
                    }
                    for (int i = 0; i < ran.length; i++) {
                        int number = i;
                        loop.spawn(Script.of((s, l) -> {
                            ran[number] = true;
                            return null;
                        }));
                    }
                    return Weft.yieldNow();
                }));
            }
        }
    }

    /** No order of the queue lets what other threads ask of a task come before its spawn. */
    @Test
    void tasksSpawnedAndCancelledFromOutsideAllEnd() {
        for (long seed = 0; seed < 50; seed++) {
            List<ScheduledTask<Object>> tasks = new ArrayList<>();
            try (SimulatedEventLoop loop = new SimulatedEventLoop(seed)) {
                for (int i = 0; i < 6; i++) {
                    tasks.add(loop.spawn(Script.of((step, last) -> step == 0 ? Weft.yieldNow() : "value")));
                }
                tasks.get(1).cancel();
                tasks.get(4).cancel();
                List<ScheduledTask<?>> listed = loop.run(Script.of((step, last) -> loop.tasks()));
                assertTrue(listed.containsAll(List.of(tasks.get(0), tasks.get(5))), "seed " + seed);
                loop.run(Weft.sleep(Duration.ofSeconds(1)));
                assertEquals(State.CANCELLED, tasks.get(4).state());
                assertEquals(State.SUCCEEDED, tasks.get(5).state());
            }
        }
    }

    @Test
    void countsItsSteps() {
        try (SimulatedEventLoop loop = new SimulatedEventLoop(1)) {
            assertEquals(0, loop.steps());
            loop.run(Weft.sleep(Duration.ofDays(1)));
            long one = loop.steps();
            for (int run = 0; run < 10; run++) {
                loop.run(Weft.sleep(Duration.ofDays(1)));
            }
            assertEquals(11 * one, loop.steps());
            assertTrue(one > 0);
        }
    }

    @Test
    void watchesNoChannels() throws Exception {
        try (SimulatedEventLoop loop = new SimulatedEventLoop(1);
                SocketChannel channel = SocketChannel.open()) {
            loop.run(Script.of((step, last) -> assertThrows(
                    UnsupportedOperationException.class,
                    () -> loop.watch(channel, SelectionKey.OP_READ, ready -> {}))));
        }
    }
}
