// SPDX-License-Identifier: Apache-2.0
package com.example.junit;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that await, as JUnit runs them: the classes inside are what a user writes. */
class AsyncTestTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final List<String> EVENTS = new ArrayList<>();

    @BeforeEach
    void forget() {
        EVENTS.clear();
    }

    static class Results {
        @AsyncTest
        void nothing() {
            await(sleep(DAY));
            EVENTS.add("nothing");
        }

        @AsyncTest
        Task<Integer> task() {
            await(sleep(DAY));
            EVENTS.add("task");
            return Task.of(1);
        }

        @AsyncTest
        CompletionStage<Integer> stage(EventLoop loop) {
            await(sleep(DAY));
            assertSame(loop, EventLoop.current());
            EVENTS.add("stage");
            return CompletableFuture.completedFuture(1);
        }

        @Test
        void plain() {
            EVENTS.add("plain");
        }
    }

    @Test
    void returnsNothingOrATaskOrAStageBesidePlainTests() {
        assertEquals(
                List.of(
                        "nothing() SUCCESSFUL",
                        "plain() SUCCESSFUL",
                        "stage(EventLoop) SUCCESSFUL",
                        "task() SUCCESSFUL"),
                Run.of(Results.class).ends());
        assertEquals(
                List.of("nothing", "plain", "stage", "task"),
                EVENTS.stream().sorted().toList());
    }

    static class Lifecycle {
        private EventLoop loop;

        @BeforeEach
        @Async
        void setUp(EventLoop loop) {
            this.loop = loop;
            await(sleep(DAY));
            EVENTS.add("before at " + days(loop));
        }

        @AsyncTest
        void test(SimulatedLoop loop) {
            assertSame(this.loop, loop);
            await(sleep(DAY));
            EVENTS.add("test at " + days(loop));
        }

        @AfterEach
        @Async
        Task<Void> tearDown() {
            await(sleep(DAY));
            EVENTS.add("after at " + days(loop));
            return Task.done();
        }

        private static long days(EventLoop loop) {
            return Duration.ofNanos(loop.nanoTime()).toDays();
        }
    }

    @Test
    void methodsBeforeAndAfterAwaitOnTheLoopOfTheTest() {
        assertEquals(
                List.of("test(SimulatedLoop) SUCCESSFUL"),
                Run.of(Lifecycle.class).ends());
        assertEquals(List.of("before at 1", "test at 2", "after at 3"), EVENTS);
    }

    @AsyncTest(seed = 7)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OfClass {
        @BeforeAll
        @Async
        void first() {
            await(sleep(DAY));
            EVENTS.add("first");
        }

        @Test
        @Async
        void marked(SimulatedLoop loop) {
            await(sleep(DAY));
            EVENTS.add("marked, seed " + loop.seed().orElseThrow());
        }

        @Nested
        class Inside {
            @AsyncTest
            void nested(SimulatedLoop loop) {
                await(sleep(DAY));
                EVENTS.add("nested, seed " + loop.seed().orElseThrow());
            }

            @AsyncTest(seed = 8)
            void says(SimulatedLoop loop) {
                await(sleep(DAY));
                EVENTS.add("says, seed " + loop.seed().orElseThrow());
            }
        }

        @AfterAll
        @Async
        static void last() {
            await(sleep(DAY));
            EVENTS.add("last");
        }
    }

    @Test
    void aClassSaysItForAllTestsInIt() {
        assertEquals(3, Run.of(OfClass.class).ends().size());
        assertEquals(
                List.of("first", "last", "marked, seed 7", "nested, seed 7", "says, seed 8"),
                EVENTS.stream().sorted().toList());
    }

    static class Others {
        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        @AsyncTest(seed = 7)
        void parameters(int number, SimulatedLoop loop) {
            await(sleep(DAY));
            EVENTS.add("parameter " + number + ", seed " + loop.seed().orElseThrow());
        }

        @RepeatedTest(2)
        @AsyncTest
        Task<Void> repeated(RepetitionInfo info) {
            await(sleep(DAY));
            EVENTS.add("repetition " + info.getCurrentRepetition());
            return Task.done();
        }

        @AsyncTest
        void resolvers(TestInfo info, @TempDir Path folder) {
            await(sleep(DAY));
            assertTrue(Files.isDirectory(folder));
            EVENTS.add(info.getDisplayName());
        }
    }

    @Test
    void goesTogetherWithOtherExtensions() {
        Run run = Run.of(Others.class);
        assertTrue(run.ends().stream().allMatch(end -> end.endsWith("SUCCESSFUL")), run.ends()::toString);
        assertEquals(
                List.of(
                        "parameter 1, seed 7",
                        "parameter 2, seed 7",
                        "repetition 1",
                        "repetition 2",
                        "resolvers(TestInfo, Path)"),
                EVENTS.stream().sorted().toList());
    }

    static class OnTheClock {
        @AsyncTest(virtualTime = false)
        void real(EventLoop loop) {
            await(yieldNow());
            EVENTS.add(loop instanceof SimulatedLoop ? "virtual" : "real");
        }

        @AsyncTest(virtualTime = false)
        void wantsASimulatedLoop(SimulatedLoop loop) {}
    }

    @Test
    void timeIsRealWhereATestSaysSo() {
        Run run = Run.of(OnTheClock.class);
        assertEquals(List.of("real"), EVENTS);
        assertTrue(run.failure().getMessage().contains("Take an EventLoop"), run.failure()::getMessage);
        assertEquals(0, run.failure().getSuppressed().length, "there is no seed");
    }

    @AsyncTest(virtualTime = false)
    static class MostlyReal {
        @AsyncTest
        void real(EventLoop loop) {
            await(yieldNow());
            EVENTS.add(loop instanceof SimulatedLoop ? "virtual" : "real");
        }

        @AsyncTest(virtualTime = true)
        void virtual(SimulatedLoop loop) {
            await(sleep(DAY));
            EVENTS.add("virtual");
        }
    }

    @Test
    void whatAMethodSaysOfTimeCountsMoreThanWhatItsClassSays() {
        Run.of(MostlyReal.class);
        assertEquals(List.of("real", "virtual"), EVENTS.stream().sorted().toList());
    }

    @AsyncTest
    static class Interrupts {
        @BeforeEach
        @Async
        void before() {
            await(yieldNow());
            Thread.currentThread().interrupt();
        }

        @AsyncTest
        void lastStep(EventLoop loop) {
            await(sleep(DAY));
            EVENTS.add("slept");
            Thread.currentThread().interrupt();
        }

        @AsyncTest(virtualTime = false)
        void real() {
            await(yieldNow());
            EVENTS.add("real");
            Thread.currentThread().interrupt();
        }

        @Test
        void plain() {
            EVENTS.add("plain, " + Thread.currentThread().isInterrupted());
        }

        @AfterEach
        @Async
        void after() {
            await(yieldNow());
            EVENTS.add("after");
            Thread.currentThread().interrupt();
        }
    }

    /** Of each method: none finds what the one before has left, neither does a plain test, as JUnit puts it down. */
    @Test
    void aThreadThatIsLeftInterruptedCancelsNothingThatRunsNext() {
        Run run = Run.of(Interrupts.class);
        assertTrue(run.ends().stream().allMatch(end -> end.endsWith("SUCCESSFUL")), run.failures()::toString);
        assertEquals(6, EVENTS.size(), EVENTS::toString);
        assertFalse(Thread.currentThread().isInterrupted());
    }

    static class Skips {
        @AsyncTest
        void assumes() {
            await(sleep(DAY));
            assumeTrue(EVENTS.contains("no such event"));
        }
    }

    @Test
    void anAssumptionAbortsIt() {
        Run run = Run.of(Skips.class);
        assertEquals(List.of("assumes() ABORTED"), run.ends());
        assertEquals(0, run.failure().getSuppressed().length);
    }

    static class Orphan {
        @Test
        @Async
        void test() {
            await(sleep(DAY));
        }
    }

    @Test
    void aVoidTestThatNobodyRunsSaysWhatIsMissing() {
        Throwable failure = assertInstanceOf(
                IllegalStateException.class, Run.of(Orphan.class).failure());
        assertTrue(failure.getMessage().contains("Orphan.test(AsyncTestTest.java:"), failure.getMessage());
        assertTrue(failure.getMessage().contains("put @AsyncTest on the method or on its class"), failure.getMessage());
    }

    static class CallsTests {
        @AsyncTest
        void outer() {
            await(sleep(DAY));
            inner();
        }

        @BeforeEach
        @Async
        void inner() {
            await(sleep(DAY));
        }
    }

    @Test
    void codeMayNotCallAVoidAsyncMethod() {
        String message = Run.of(CallsTests.class).failure().getMessage();
        assertTrue(message.contains("CallsTests.inner(AsyncTestTest.java:"), message);
        assertTrue(message.contains("let it return Task<Void>"), message);
    }
}
