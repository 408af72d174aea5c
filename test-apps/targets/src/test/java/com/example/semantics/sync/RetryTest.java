// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.onEverySchedule;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import dev.weft.sync.Backoff;
import dev.weft.sync.Retry;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class RetryTest implements OnEverySchedule {
    private static final int STORMS = Storm.SEEDS;
    private static final Retry THREE = Retry.times(3).pausing(Backoff.exponential(ms(10), ms(1_000)));

    /** Something that fails so many times before it succeeds. */
    private static final class Flaky {
        private final int failing;
        private final List<String> events = new ArrayList<>();
        private int calls;

        Flaky(int failing) {
            this.failing = failing;
        }

        @Async
        Task<String> call() throws IOException {
            int number = ++calls;
            events.add(number + " at " + millis());
            await(sleep(ms(1)));
            if (number <= failing) {
                throw new IOException("failure " + number);
            }
            return Task.of("value " + number);
        }
    }

    private static List<String> suppressed(Throwable failure) {
        return Stream.of(failure.getSuppressed()).map(Throwable::getMessage).toList();
    }

    @AsyncTest
    void triesAgainUntilItSucceeds() throws Exception {
        Flaky flaky = new Flaky(2);
        assertEquals("value 3", await(THREE.run(() -> flaky.call())));
        assertEquals(List.of("1 at 0", "2 at 11", "3 at 32"), flaky.events);
    }

    @AsyncTest
    void throwsTheLastFailureWithTheOthersSuppressed() throws Exception {
        Flaky flaky = new Flaky(9);
        Throwable failure = await(failureOf(THREE.run(() -> flaky.call())));
        assertEquals("failure 3", failure.getMessage());
        assertEquals(List.of("failure 1", "failure 2"), suppressed(failure));
        assertEquals(3, flaky.calls);
    }

    @AsyncTest
    void oneAttemptIsNoRetryAndForeverKeepsTheLastTenFailures() throws Exception {
        assertThrows(IllegalArgumentException.class, () -> Retry.times(0));
        Throwable once = await(failureOf(Retry.times(1).run(new Flaky(1)::call)));
        assertArrayEquals(new Throwable[0], once.getSuppressed());
        Retry forever = Retry.forever().pausing(Backoff.constant(Duration.ZERO));
        assertEquals("value 1001", await(forever.run(new Flaky(1_000)::call)));
        Throwable many = await(failureOf(
                Retry.times(100).pausing(Backoff.constant(Duration.ZERO)).run(new Flaky(1_000)::call)));
        assertEquals(10, many.getSuppressed().length);
        assertEquals("failure 90", many.getSuppressed()[0].getMessage());
        assertEquals("failure 99", many.getSuppressed()[9].getMessage());
    }

    @AsyncTest
    void triesALambdaThatAwaitsAndABlockThatThrowsAtOnce() throws Exception {
        int[] calls = new int[2];
        String value = await(THREE.run(() -> {
            await(yieldNow());
            if (++calls[0] < 3) {
                throw new IOException("on purpose");
            }
            await(sleep(ms(1)));
            return Task.of("value");
        }));
        assertEquals("value", value);
        Throwable failure = await(failureOf(THREE.run(() -> throwing(calls))));
        assertEquals("at once 3", failure.getMessage());
        assertEquals(List.of("at once 1", "at once 2"), suppressed(failure));
        Throwable nothing = await(failureOf(THREE.run(() -> null)));
        assertInstanceOf(NullPointerException.class, nothing);
    }

    private static Task<Void> throwing(int[] calls) throws IOException {
        throw new IOException("at once " + ++calls[1]);
    }

    @AsyncTest
    void triesAgainAfterFailuresOfTheGivenTypesOnly() throws Exception {
        int[] calls = new int[4];
        Retry files = THREE.on(FileNotFoundException.class, InterruptedException.class);
        await(failureOf(files.run(() -> fails(calls, 0, new FileNotFoundException()))));
        await(failureOf(files.run(() -> fails(calls, 1, new IOException()))));
        Retry chosen = THREE.when(failure -> "again".equals(failure.getMessage()));
        await(failureOf(chosen.run(() -> fails(calls, 2, new IOException("again")))));
        await(failureOf(chosen.run(() -> fails(calls, 3, new IOException("enough")))));
        assertArrayEquals(new int[] {3, 1, 3, 1}, calls);
    }

    @Async
    private static Task<Void> fails(int[] calls, int place, Exception failure) throws Exception {
        calls[place]++;
        await(yieldNow());
        throw failure;
    }

    @AsyncTest
    void anErrorIsNotRetried() throws Exception {
        int[] calls = new int[1];
        Throwable failure = await(failureOf(THREE.run(() -> {
            calls[0]++;
            await(yieldNow());
            throw new AssertionError("on purpose");
        })));
        assertInstanceOf(AssertionError.class, failure);
        assertEquals(1, calls[0]);
    }

    @AsyncTest
    void aFailureThatIsTheSameEachTimeIsNotSuppressedInItself() throws Exception {
        int[] calls = new int[1];
        IOException same = new IOException("same");
        assertSame(same, await(failureOf(THREE.run(() -> fails(calls, 0, same)))));
        assertEquals(List.of(), suppressed(same));
        assertEquals(3, calls[0]);
    }

    // ------------------------------------------------------------------ limits of time

    @AsyncTest
    void anAttemptThatTakesTooLongIsCancelledAndRetried() throws Exception {
        List<String> events = new ArrayList<>();
        Retry.Limited limited = THREE.on(IOException.class).eachWithin(ms(5));
        String value = await(limited.run(() -> slowAtFirst(events)));
        assertEquals("value", value);
        assertEquals(List.of("begins at 0", "unwound at 5", "begins at 15"), events);
        Throwable late = await(failureOf(limited.run(() -> sleep100(new ArrayList<>()))));
        assertInstanceOf(TimeoutException.class, late);
        assertEquals(2, late.getSuppressed().length);
    }

    @Async
    private static Task<String> slowAtFirst(List<String> events) {
        events.add("begins at " + millis());
        if (events.size() > 1) {
            return Task.of("value");
        }
        return Task.of(await(sleep100(events)));
    }

    @Async
    private static Task<String> sleep100(List<String> events) {
        try {
            await(sleep(ms(100)));
            return Task.of("late");
        } finally {
            events.add("unwound at " + millis());
        }
    }

    @AsyncTest
    void allTogetherHaveATimeWhichCutsAnAttempt() throws Exception {
        List<String> events = new ArrayList<>();
        Throwable late = await(failureOf(
                Retry.times(9).pausing(Backoff.constant(ms(10))).within(ms(150)).run(() -> failsAfter100(events))));
        assertInstanceOf(TimeoutException.class, late);
        assertEquals(List.of("failed at 100"), suppressed(late));
        assertEquals(150, millis());
    }

    @Async
    private static Task<String> failsAfter100(List<String> events) throws IOException {
        await(sleep100(events));
        throw new IOException("failed at " + millis());
    }

    @AsyncTest
    void noPauseBeginsThatWouldEndTooLate() throws Exception {
        Flaky flaky = new Flaky(9);
        Throwable failure = await(failureOf(
                Retry.times(9).pausing(Backoff.constant(ms(10))).within(ms(22)).run(() -> flaky.call())));
        assertEquals("failure 2", failure.getMessage());
        assertEquals(12, millis());
        Throwable at = await(failureOf(THREE.within(Duration.ZERO).run(() -> flaky.call())));
        assertInstanceOf(TimeoutException.class, at);
        assertEquals(2, flaky.calls);
    }

    // ------------------------------------------------------------------ cancellation

    @AsyncTest
    void aCancellationEndsAnAttemptAndHasTheFailuresBefore() throws Exception {
        List<String> events = new ArrayList<>();
        int[] calls = new int[1];
        ScheduledTask<?> task = spawn(THREE.run(() -> {
            if (++calls[0] == 1) {
                throw new IOException("first");
            }
            return sleep100(events);
        }));
        await(sleep(ms(30)));
        task.cancel();
        Throwable cancelled = await(failureOf(task));
        assertInstanceOf(CancellationException.class, cancelled);
        assertEquals(List.of("first"), suppressed(cancelled));
        assertEquals(List.of("unwound at 30"), events);
        assertEquals(2, calls[0]);
    }

    @AsyncTest
    void aCancellationEndsAPauseAndATimeoutAroundItSaysWhatFailed() throws Exception {
        Retry slow = Retry.times(3).pausing(Backoff.constant(LONG)).named("fetch");
        ScheduledTask<?> task = spawn(slow.run(new Flaky(1)::call));
        await(sleep(ms(30)));
        task.cancel();
        Throwable cancelled = await(failureOf(task));
        assertInstanceOf(CancellationException.class, cancelled);
        assertEquals(List.of("failure 1"), suppressed(cancelled));

        Throwable late = await(failureOf(waitFor(slow.run(new Flaky(1)::call), ms(50))));
        assertInstanceOf(TimeoutException.class, late);
        assertEquals(
                "retry \"fetch\", attempt 1 of 3 did not end within PT0.05S: it awaited sleep PT1H", late.getMessage());
        assertEquals(List.of("failure 1"), suppressed(late.getCause()));
    }

    /** It would otherwise go on for as long as it takes, in a task that was asked to end. */
    @AsyncTest
    void anAttemptThatAnswersACancellationWithAnotherFailureIsTheLast() throws Exception {
        int[] calls = new int[1];
        ScheduledTask<?> task = spawn(Retry.forever().run(() -> {
            calls[0]++;
            try {
                await(sleep(LONG));
            } catch (CancellationException cancelled) {
                throw new IOException("closed", cancelled);
            }
            return Task.done();
        }));
        await(sleep(ms(1)));
        task.cancel();
        assertEquals("closed", await(failureOf(task)).getMessage());
        assertEquals(1, calls[0]);
    }

    @AsyncTest
    void aTaskThatWasCancelledAndCleansUpMayRetry() throws Exception {
        Flaky flaky = new Flaky(2);
        ScheduledTask<Void> task = spawn(cleansUp(flaky));
        await(sleep(ms(1)));
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(3, flaky.calls);
    }

    @Async
    private static Task<Void> cleansUp(Flaky flaky) throws IOException {
        try {
            await(sleep(LONG));
        } finally {
            await(THREE.run(() -> flaky.call()));
        }
        return Task.done();
    }

    /** What somebody else has cancelled is no failure to try again, and its exception is theirs. */
    @AsyncTest
    void aCancellationByOthersIsNotRetried() throws Exception {
        int[] calls = new int[1];
        CompletableFuture<String> future = new CompletableFuture<>();
        ScheduledTask<?> task = spawn(THREE.run(() -> {
            if (++calls[0] == 1) {
                throw new IOException("first");
            }
            return Task.of(await(future));
        }));
        await(sleep(ms(30)));
        future.cancel(false);
        Throwable cancelled = await(failureOf(task));
        assertInstanceOf(CancellationException.class, cancelled);
        assertEquals(List.of(), suppressed(cancelled));
        assertEquals(2, calls[0]);
    }

    // ------------------------------------------------------------------ who is told

    @AsyncTest
    void tellsOfEachAttemptThatFailed() throws Exception {
        List<String> told = new ArrayList<>();
        Retry observed = THREE.onFailure(
                attempt -> told.add(attempt.number() + " " + attempt.failure().getMessage() + " " + attempt.pause()));
        await(failureOf(observed.run(new Flaky(9)::call)));
        assertEquals(List.of("1 failure 1 PT0.01S", "2 failure 2 PT0.02S", "3 failure 3 null"), told);
    }

    @Test
    void whatItsCallbacksThrowIsReported() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            onEverySchedule(() -> {
                Retry broken = THREE.named("fetch").onFailure(attempt -> {
                    throw new IllegalStateException("observer");
                });
                assertEquals("value 3", await(broken.run(new Flaky(2)::call)));
                Throwable failure = await(failureOf(THREE.when(any -> {
                            throw new IllegalStateException("predicate");
                        })
                        .run(new Flaky(2)::call)));
                assertEquals("failure 1", failure.getMessage());
                return Task.done();
            });
            String first = warnings.messages().get(0);
            assertTrue(first.startsWith("The observer of failures (a lambda in " + RetryTest.class.getName()), first);
            assertTrue(first.endsWith(" of retry \"fetch\" (3 attempts) failed"), first);
        }
    }

    // ------------------------------------------------------------------ the rest

    @Test
    void jitterIsAFunctionOfTheSeed() throws Exception {
        Retry jittery = Retry.times(20).pausing(Backoff.constant(LONG).withFullJitter());
        List<Long> ends = new ArrayList<>();
        for (long seed : new long[] {1, 1, 2}) {
            try (EventLoop loop = EventLoop.simulated(seed)) {
                loop.run(jittery.run(new Flaky(19)::call));
                ends.add(loop.nanoTime());
            }
        }
        assertEquals(ends.get(0), ends.get(1));
        assertNotEquals(ends.get(0), ends.get(2));
    }

    @Test
    void runsOnceAndWithoutALoop() throws Exception {
        Task<String> run = Retry.times(3).pausing(Backoff.constant(ms(1))).run(RetryTest::noLoop);
        assertEquals("no loop", run.toCompletableFuture().get());
        onEverySchedule(() -> {
            Flaky flaky = new Flaky(1);
            Task<String> once = THREE.run(() -> flaky.call());
            await(once);
            assertInstanceOf(IllegalStateException.class, await(failureOf(once)));
            return Task.done();
        });
    }

    private static int noLoops;

    @Async
    private static Task<String> noLoop() throws IOException {
        await(CompletableFuture.runAsync(() -> {}));
        if (++noLoops < 3) {
            throw new IOException("on purpose");
        }
        return Task.of("no loop");
    }

    @AsyncTest
    void theCallStackLeadsFromTheAttemptToWhoRetries() throws Exception {
        ScheduledTask<String> task = spawn(caller());
        await(sleep(ms(1)));
        List<String> methods = task.callStack().stream()
                .map(StackTraceElement::getMethodName)
                .filter(name -> !name.startsWith("lambda"))
                .toList();
        assertEquals(List.of("sleep100", "caller"), methods.subList(0, 2));
        task.cancel();
        await(failureOf(task));
    }

    @Async
    private static Task<String> caller() {
        return Task.of(await(THREE.run(() -> sleep100(new ArrayList<>()))));
    }

    @Async
    private static Task<Void> retries(int[] running, Random random) throws Exception {
        for (int times = random.nextInt(3); times >= 0; times--) {
            if (random.nextInt(8) == 0) {
                currentTask().cancel();
            }
            Retry retry = Retry.times(1 + random.nextInt(4))
                    .pausing(Backoff.exponential(ms(random.nextInt(3)), ms(5)).withEqualJitter());
            Retry.Limited limited = retry.within(random.nextBoolean() ? LONG : ms(random.nextInt(12)));
            Retry.Limited each = random.nextBoolean() ? limited : limited.eachWithin(ms(random.nextInt(4)));
            try {
                Task<Void> run = random.nextBoolean()
                        ? retry.run(() -> attempt(running, random))
                        : each.run(() -> attempt(running, random));
                if (random.nextBoolean()) {
                    await(run);
                } else {
                    await(gather(run, sleep(ms(random.nextInt(3)))));
                }
            } catch (IOException | TimeoutException failure) {
                assertTrue(failure.getSuppressed().length <= 3);
            }
            assertEquals(0, running[0], "attempts left behind");
        }
        return Task.done();
    }

    @Async
    private static Task<Void> attempt(int[] running, Random random) throws IOException {
        running[0]++;
        try {
            await(random.nextBoolean() ? yieldNow() : sleep(ms(random.nextInt(3))));
            if (random.nextInt(3) > 0) {
                throw new IOException("on purpose");
            }
            return Task.done();
        } finally {
            running[0]--;
        }
    }

    /** However it is cancelled, no attempt is left behind, and none runs beside another. */
    @Test
    void leavesNoAttemptBehindHoweverItIsCancelled() {
        Storm.rage(STORMS, random -> new Storm.Primitive() {
            private final List<int[]> each = new ArrayList<>();

            @Override
            public Storm.User user() {
                return own -> {
                    int[] running = new int[1];
                    each.add(running);
                    return retries(running, own);
                };
            }

            @Override
            public void check() {
                each.forEach(running -> assertEquals(0, running[0]));
            }
        });
    }
}
