// SPDX-License-Identifier: Apache-2.0
package com.example.junit;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a test says that fails: its seed, what is left behind, where the tasks stand when time is up. */
class FailuresTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<String> EVENTS = new ArrayList<>();
    private static final List<IllegalStateException> THROWN = new ArrayList<>();

    @BeforeEach
    void forget() {
        EVENTS.clear();
        THROWN.clear();
    }

    private static IllegalStateException down() {
        THROWN.add(new IllegalStateException("down"));
        return THROWN.get(THROWN.size() - 1);
    }

    static class Throws {
        @AsyncTest
        void test(SimulatedLoop loop) {
            await(sleep(HOUR));
            EVENTS.add("seed " + loop.seed().orElseThrow());
            throw down();
        }
    }

    @Test
    void aFailureIsTheSameObjectAndSaysItsSeedAndHowToRunItAgain() {
        Run run = Run.of(Throws.class);
        assertSame(THROWN.get(0), run.failure());
        String again = run.suppressed().get(run.suppressed().size() - 1);
        assertTrue(again.startsWith(EVENTS.get(0) + "; to run it again:\n"), again);
        assertTrue(again.contains("weft.seed=" + EVENTS.get(0).substring(5)), again);
        assertTrue(again.contains("com.example.junit.FailuresTest$Throws#test"), again);
    }

    /** As by a slip of the pen on a command line. */
    @Test
    void aClassThatIsNotThereIsToldOfByOneEngineAlone() {
        String told = String.valueOf(Run.ofNamed("com.example.Nowhere").failure());
        assertTrue(told.contains("junit-jupiter"), told);
    }

    @Test
    void itsTraceHasTheTestOnceAndNothingOfWhatRunsIt() {
        List<String> trace = Stream.of(Run.of(Throws.class).failure().getStackTrace())
                .map(element -> element.getClassName() + "." + element.getMethodName())
                .filter(element -> element.startsWith("com.example.") || element.startsWith("dev.weft."))
                .takeWhile(element -> !element.startsWith(Run.class.getName()))
                .toList();
        String name = FailuresTest.class.getName();
        assertEquals(List.of(name + ".down", name + "$Throws.test"), trace);
    }

    @Test
    void twoRunsDrawDifferentSeedsUnlessThePropertySaysWhich() {
        Run.of(Throws.class);
        Run.of(Throws.class);
        Run.of(Throws.class, "weft.seed=42");
        assertEquals("seed 42", EVENTS.get(2));
        assertEquals(3, EVENTS.stream().distinct().count(), EVENTS::toString);
    }

    static class Order {
        @AsyncTest(seeds = 100)
        void cIsNeverFirst() {
            StringBuilder order = new StringBuilder();
            await(gather(add("a", order), add("b", order), add("c", order)));
            EVENTS.add(order.toString());
            assertTrue(order.charAt(0) != 'c', order.toString());
        }

        @Async
        private static Task<Void> add(String name, StringBuilder order) {
            await(yieldNow());
            order.append(name);
            return Task.done();
        }
    }

    @Test
    void runsUnderSeveralSeedsUpToTheFirstThatFails() {
        Run run = Run.of(Order.class);
        int count = run.ends().size();
        assertTrue(run.ends().contains("seed " + count + " FAILED"), run.ends()::toString);
        assertTrue(run.suppressed().get(0).startsWith("seed " + count + ","), run.suppressed()::toString);
        assertEquals(
                count - 1,
                EVENTS.stream().filter(order -> !order.startsWith("c")).count());
        List<String> before = List.copyOf(EVENTS);
        Run again = Run.of(Order.class, "weft.seed=" + count);
        assertEquals(List.of("cIsNeverFirst() FAILED"), again.ends());
        assertEquals(before.get(count - 1), EVENTS.get(count));
    }

    static class Computes {
        @AsyncTest(timeout = "20 ms")
        void test() {
            compute();
        }

        static void compute() {
            long start = System.nanoTime();
            while (System.nanoTime() - start < Duration.ofMillis(60).toNanos()) {
                Thread.onSpinWait();
            }
        }
    }

    /** Though its last step is the long one, and it looks at no interruption. */
    @Test
    void aTestThatEndsAfterItsLimitFails() {
        String message = Run.of(Computes.class).failure().getMessage();
        assertTrue(message.startsWith("test() has not ended after 20 ms by the clock on the wall"), message);
    }

    @AsyncTest(timeout = "20 ms")
    static class ComputesAround {
        @BeforeEach
        @Async
        void before() {
            Computes.compute();
        }

        @Test
        void plain() {
            EVENTS.add("run");
        }
    }

    static class ComputesAfter {
        @AsyncTest(timeout = "20 ms")
        void test() {}

        @AfterEach
        @Async
        Task<Void> after() {
            await(yieldNow());
            Computes.compute();
            return Task.done();
        }
    }

    @Test
    void theLimitIsOneOfTheMethodsBeforeAndAfterATestToo() {
        String before = Run.of(ComputesAround.class).failure().getMessage();
        assertTrue(before.startsWith("before() has not ended after 20 ms by the clock on the wall"), before);
        assertEquals(List.of(), EVENTS);
        String after = Run.of(ComputesAfter.class).failure().getMessage();
        assertTrue(after.startsWith("after() has not ended after 20 ms by the clock on the wall"), after);
    }

    static class Leaves {
        @AsyncTest(seed = 3)
        void drips() {
            spawn("tap", drip());
            await(sleep(HOUR));
        }

        @Async
        static Task<Void> drip() {
            while (true) {
                await(sleep(Duration.ofSeconds(1)));
            }
        }
    }

    @Test
    void tasksLeftBehindFailIt() {
        String message = Run.of(Leaves.class).failure().getMessage();
        assertTrue(message.startsWith("drips() leaves a task behind. Await, or cancel and await"), message);
        assertTrue(
                message.matches(
                        "(?s).*#\\d+\\.\\d+ tap  SUSPENDED .* awaits sleep 1 s, .* spawned FailuresTest\\.java:\\d+.*"),
                message);
        assertTrue(message.matches("(?s).*at .*Leaves\\.drip\\(FailuresTest\\.java:\\d+\\)\nseed 3.*"), message);
    }

    static class Cancels {
        @AsyncTest(seeds = 5)
        void cancelsTheTap() {
            ScheduledTask<?> tap = spawn("tap", Leaves.drip());
            await(sleep(HOUR));
            tap.cancel();
        }
    }

    @Test
    void aTaskThatWasCancelledMayEndFirst() {
        assertEquals(
                List.of(
                        "seed 1 SUCCESSFUL",
                        "seed 2 SUCCESSFUL",
                        "seed 3 SUCCESSFUL",
                        "seed 4 SUCCESSFUL",
                        "seed 5 SUCCESSFUL"),
                Run.of(Cancels.class).ends());
    }

    static class Forgets {
        @AsyncTest
        void forgetsATask() {
            spawn("backup", fail());
            await(sleep(HOUR));
        }

        @Async
        static Task<Void> fail() {
            throw down();
        }
    }

    @Test
    void aFailureThatNobodyHasSeenFailsIt() {
        Throwable failure = Run.of(Forgets.class).failure();
        assertSame(THROWN.get(0), failure.getCause());
        assertTrue(failure.getMessage().startsWith("Task backup, spawned at "), failure.getMessage());
    }

    static class Posts {
        @AsyncTest(seed = 3)
        void posts(EventLoop loop) {
            loop.post(() -> {
                throw down();
            });
            loop.post(() -> {
                throw down();
            });
            await(sleep(HOUR));
        }
    }

    static class FailsAtClose {
        @AsyncTest
        void asksForAnEnd(EventLoop loop) {
            loop.onClose(() -> {
                throw down();
            });
            await(yieldNow());
        }
    }

    /** Whose failure has no caller: an assertion there would be in vain. */
    @Test
    void aPostedActionThatFailsFailsIt() {
        Throwable failure = Run.of(Posts.class).failure();
        assertSame(THROWN.get(0), failure.getCause());
        assertSame(THROWN.get(1), failure.getSuppressed()[0].getCause());
        assertTrue(
                failure.getMessage().startsWith("The action posted to the event loop (a lambda in "),
                failure::getMessage);
        assertTrue(failure.getMessage().contains("failed\nseed 3; to run it again:"), failure::getMessage);
        Throwable atClose = Run.of(FailsAtClose.class).failure().getCause();
        assertSame(THROWN.get(2), atClose);
    }

    static class Hangs {
        @AsyncTest(virtualTime = false, timeout = "50 ms")
        void waits() {
            spawn("tap", Leaves.drip());
            await(new Event("paid").untilSet());
        }
    }

    @Test
    void aTestThatHangsFailsWithAllTasks() {
        String message = Run.of(Hangs.class).failure().getMessage();
        assertTrue(message.startsWith("waits() has not ended after 50 ms by the clock on the wall:"), message);
        assertTrue(message.matches("(?s).* main  SUSPENDED .* awaits event \"paid\", not set, 1 waiting.*"), message);
        assertTrue(message.matches("(?s).* tap  SUSPENDED .* awaits sleep 1 s, .*"), message);
    }

    static class Retries {
        @AsyncTest(timeout = "50 ms")
        void forEver() {
            while (true) {
                await(sleep(HOUR));
            }
        }
    }

    @Test
    void aTestThatReachesItsLimitSaysHowFarItHasComeInVirtualTime() {
        String sleeps = Run.of(Retries.class).failure().getMessage();
        assertTrue(
                sleeps.matches(
                        "(?s)forEver\\(\\) has not ended after 50 ms by the clock on the wall; PT\\d+H have passed"
                                + " in virtual time, in \\d+ steps, and it goes on:\n.* main  .*"),
                sleeps);
        String turns = Run.of(Turns.class).failure().getMessage();
        assertTrue(turns.contains("; PT0S have passed in virtual time, in "), turns);
        assertTrue(turns.contains(" steps, and it goes on, while no time passes:"), turns);
        String hangs = Run.of(Held.class).failure().getMessage();
        assertTrue(hangs.contains("; PT0S have passed in virtual time, in "), hangs);
        assertTrue(hangs.contains(", and it does not go on:"), hangs);
    }

    static class Held {
        @AsyncTest(timeout = "50 ms")
        void heldForEver(SimulatedLoop loop) {
            SimulatedLoop.Hold held = loop.hold("a thread that never ends");
            await(sleep(HOUR));
            held.close();
        }
    }

    static class Turns {
        @AsyncTest(timeout = "50 ms")
        void forEver() {
            while (true) {
                try {
                    await(yieldNow());
                } catch (CancellationException once) {
                    if (EVENTS.size() == 1) {
                        throw once;
                    }
                    EVENTS.add("swallowed");
                }
            }
        }
    }

    @Test
    void aTestThatLoopsAndSwallowsACancellationFails() {
        Throwable failure = Run.of(Turns.class).failure();
        assertTrue(failure.getMessage().startsWith("forEver() has not ended after 50 ms"), failure.getMessage());
        assertEquals(List.of("swallowed"), EVENTS);
    }
}
