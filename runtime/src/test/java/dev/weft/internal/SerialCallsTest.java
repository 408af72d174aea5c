// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Awaitable;
import dev.weft.BlockingPool;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Weft;
import dev.weft.testing.Explorer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several calls at once on a simulated loop: the seed decides what becomes of them, and not the threads. */
@Timeout(60)
class SerialCallsTest {
    private final BlockingPool pool = new BlockingPool("two", 2);

    /** Takes longer at one time than at another. */
    private static void spin() {
        int times = ThreadLocalRandom.current().nextInt(2_000);
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }

    /** Makes three calls, one after the other, and says when each has ended. */
    private static Awaitable<Object> calling(Executor executor, String name, StringBuilder trace) {
        return Script.of((step, last) -> {
            if (step > 0) {
                trace.append(last.get());
            }
            return step == 3
                    ? null
                    : Weft.blocking(executor, () -> {
                        spin();
                        return name;
                    });
        });
    }

    private String trace(long seed) {
        StringBuilder trace = new StringBuilder();
        try (SimulatedLoop loop = EventLoop.simulated(seed)) {
            loop.run(Weft.gather(calling(pool, "a", trace), calling(pool, "b", trace)));
        }
        return trace.toString();
    }

    @Test
    void haveEndsInTheSameOrderUnderTheSameSeed() throws Exception {
        Set<String> traces = new TreeSet<>();
        for (int run = 0; run < 200; run++) {
            traces.add(trace(1));
        }
        assertEquals(1, traces.size(), traces::toString);
    }

    @Test
    void haveEndsInOtherOrdersUnderOtherSeeds() throws Exception {
        Set<String> traces = new HashSet<>();
        for (int seed = 0; seed < 30; seed++) {
            traces.add(trace(seed));
        }
        assertTrue(traces.size() > 5, traces::toString);
    }

    @Test
    void doToTheSameThingWhatTheSeedDecides() throws Exception {
        for (int run = 0; run < 200; run++) {
            AtomicInteger count = new AtomicInteger();
            List<Integer> parts = new ArrayList<>();
            for (int again = 0; again < 2; again++) {
                count.set(0);
                try (SimulatedLoop loop = EventLoop.simulated(run)) {
                    parts.addAll(loop.run(Weft.gather(List.of(adding(count, 1), adding(count, 2), adding(count, 3)))));
                }
            }
            assertEquals(parts.subList(0, 3), parts.subList(3, 6), "seed " + run);
        }
    }

    private Awaitable<Integer> adding(AtomicInteger count, int number) {
        return Weft.blocking(pool, () -> {
            int before = count.get();
            spin();
            count.set(10 * before + number);
            return count.get();
        });
    }

    @Test
    void ofAnExecutorWithOneThreadAreMadeInTheOrderInWhichTheyWereGiven() throws Exception {
        BlockingPool one = new BlockingPool("one", 1);
        for (int seed = 0; seed < 20; seed++) {
            List<Integer> made = new ArrayList<>();
            List<Integer> given = new ArrayList<>();
            List<Awaitable<Object>> tasks = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                int number = i;
                tasks.add(Script.of((step, last) -> {
                    if (step == 0) {
                        given.add(number);
                    }
                    return step == 0 ? Weft.blocking(one, () -> made.add(number)) : last.get();
                }));
            }
            try (SimulatedLoop loop = EventLoop.simulated(seed)) {
                loop.run(Weft.gather(tasks));
            }
            assertEquals(given, made, "seed " + seed);
        }
    }

    @Test
    void areNotMadeWhenAnotherOneHasWonTheRace() throws Exception {
        for (int seed = 0; seed < 100; seed++) {
            AtomicInteger made = new AtomicInteger();
            try (SimulatedLoop loop = EventLoop.simulated(seed)) {
                loop.run(Weft.race(
                        List.of(Weft.blocking(pool, made::incrementAndGet), Weft.blocking(made::incrementAndGet))));
            }
            assertEquals(1, made.get(), "seed " + seed);
        }
    }

    @Test
    void beginWhenNothingElseIsReady() throws Exception {
        AtomicBoolean begun = new AtomicBoolean();
        List<Boolean> seen = new ArrayList<>();
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            loop.run(Weft.gather(
                    Weft.blocking(() -> {
                        begun.set(true);
                        return 1;
                    }),
                    Script.of((step, last) -> {
                        seen.add(begun.get());
                        return step < 100 ? Weft.yieldNow() : null;
                    })));
        }
        assertEquals(Set.of(false), new HashSet<>(seen));
    }

    @Test
    void beginAlsoWhileATaskLooksAgainAndAgain() throws Exception {
        AtomicBoolean begun = new AtomicBoolean();
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            ScheduledTask<Integer> call = loop.spawn(Weft.blocking(() -> {
                begun.set(true);
                return 1;
            }));
            loop.run(Script.of((step, last) -> begun.get() ? null : Weft.yieldNow()));
            assertEquals(1, loop.run(call));
        }
    }

    @Test
    void mayWaitForEachOther() throws Exception {
        for (int seed = 0; seed < 5; seed++) {
            CountDownLatch there = new CountDownLatch(1);
            CountDownLatch back = new CountDownLatch(1);
            List<String> order = new ArrayList<>();
            try (SimulatedLoop loop = EventLoop.simulated(seed)) {
                loop.run(Weft.gather(
                        Weft.blocking(() -> {
                            there.countDown();
                            back.await();
                            return order.add("first");
                        }),
                        Weft.blocking(() -> {
                            there.await();
                            order.add("second");
                            back.countDown();
                            return true;
                        })));
            }
            assertEquals(List.of("second", "first"), order, "seed " + seed);
        }
    }

    @Test
    void mayWaitForWhatTheEndOfAnotherBrings() throws Exception {
        for (int seed = 0; seed < 5; seed++) {
            CountDownLatch free = new CountDownLatch(1);
            try (SimulatedLoop loop = EventLoop.simulated(seed)) {
                loop.run(Weft.gather(
                        Weft.blocking(() -> {
                            free.await();
                            return 1;
                        }),
                        Script.of((step, last) -> {
                            if (step < 3) {
                                return Weft.blocking(() -> 2);
                            }
                            free.countDown();
                            return last.get();
                        })));
            }
        }
    }

    @Test
    void mayWaitForATaskOfTheLoopWhileOthersWait() throws Exception {
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            List<Awaitable<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                calls.add(Weft.blocking(() -> loop.spawn(Script.of((step, last) -> step < 3 ? Weft.yieldNow() : "done"))
                        .block()));
            }
            assertEquals(List.of("done", "done", "done"), loop.run(Weft.gather(calls)));
        }
    }

    /** A thread that asks again and again does not wait for anything, as far as can be seen. */
    @Test
    void mayAskForWhatAnotherOneDoes() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (SimulatedLoop loop = EventLoop.simulatedInOrder()) {
            loop.run(Weft.gather(
                    Weft.blocking(() -> {
                        while (!done.get()) {
                            Thread.onSpinWait();
                        }
                        return 1;
                    }),
                    Weft.blocking(() -> {
                        done.set(true);
                        return 2;
                    })));
        }
    }

    @Test
    void thatAnExecutorRefusesFailTheirAwait() throws Exception {
        Executor refusing = work -> {
            throw new RejectedExecutionException("full");
        };
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            assertEquals(
                    "full",
                    assertThrows(
                                    RejectedExecutionException.class,
                                    () -> loop.run(Script.awaiting(Weft.blocking(refusing, () -> 1))))
                            .getMessage());
            assertEquals(1, loop.run(Script.awaiting(Weft.blocking(Runnable::run, () -> 1))));
        }
    }

    @Test
    void areInterruptedWhenTheLoopClosesThatMakesThem() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        ScheduledTask<Object> task;
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            task = loop.spawn(Weft.blocking(() -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException interrupted) {
                    thrown.set(interrupted);
                    throw interrupted;
                }
                return "never";
            }));
            loop.run(Weft.blocking(() -> {
                begun.await();
                return true;
            }));
        }
        assertThrows(CancellationException.class, task::result);
        assertTrue(thrown.get() instanceof InterruptedException, () -> String.valueOf(thrown.get()));
    }

    @Test
    void haveAllTheirOrdersTriedByAnExplorer() throws Exception {
        Set<String> orders = new TreeSet<>();
        Explorer.allOrders().run(() -> {
            StringBuilder order = new StringBuilder();
            List<Awaitable<Object>> calls = new ArrayList<>();
            for (String name : List.of("a", "b", "c")) {
                calls.add(Weft.blocking(pool, () -> order.append(name)));
            }
            return Script.of((step, last) -> step == 0 ? Weft.gather(calls) : orders.add(order.toString()));
        });
        assertEquals(Set.of("abc", "acb", "bac", "bca", "cab", "cba"), orders);
    }
}
