// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.inOrder;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.named;
import static com.example.semantics.Schedules.onEverySchedule;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a task is from its start to its end: what it gives, what it says of itself, and how it answers requests to end. */
@Timeout(120)
class TaskLifeTest implements OnEverySchedule {
    // ------------------------------------------------------------------ calls

    @Async
    private static Task<Integer> number(int value) {
        await(yieldNow());
        return Task.of(value);
    }

    @Async
    private static Task<Integer> sum(int first, int second) {
        return Task.of(await(number(first)) + await(number(second)));
    }

    /** asyncio test_tasks: task basics. netcan task: the sum of what two awaits give. */
    @AsyncTest
    void aTaskAddsUpWhatOthersGive() throws Exception {
        assertEquals(1042, await(sum(42, 1000)));
    }

    @Async
    private static Task<Integer> awaitsNothing() {
        return Task.of(7);
    }

    /** asyncio test_tasks: coroutine non gen function. */
    @AsyncTest
    void anAsyncMethodThatAwaitsNothingGivesItsValue() throws Exception {
        assertEquals(7, await(awaitsNothing()));
        assertEquals(7, await(spawn(awaitsNothing())));
    }

    @Async
    private static Task<Void> down(int depth, List<Integer> visited) {
        visited.add(depth);
        if (depth > 0) {
            await(down(depth - 1, visited));
        }
        visited.add(10 * depth);
        return Task.done();
    }

    /** netcan task: calls nested up to five deep visit in order. */
    @AsyncTest
    void nestedCallsGoDownAndUpInOrder() throws Exception {
        List<Integer> visited = new ArrayList<>();
        await(down(4, visited));
        assertEquals(List.of(4, 3, 2, 1, 0, 0, 10, 20, 30, 40), visited);
    }

    @Async
    private static Task<Integer> fibonacci(int n) {
        return Task.of(n < 2 ? n : await(fibonacci(n - 1)) + await(fibonacci(n - 2)));
    }

    /** netcan task: recursive fibonacci. */
    @AsyncTest
    void callsRecurse() throws Exception {
        assertEquals(144, await(fibonacci(12)));
    }

    @Async
    private static Task<Long> count(int turns) {
        long sum = 0;
        for (int i = 1; i <= turns; i++) {
            sum -= await(awaitsNothing()) - 7 + i;
        }
        return Task.of(sum);
    }

    /** netcan task: a loop of 100,000 awaits. cppcoro task: many that complete at once take no stack. */
    @AsyncTest
    void aHundredThousandAwaitsInALoop() throws Exception {
        assertEquals(-5_000_050_000L, await(count(100_000)));
    }

    @Async
    private static Task<Void> notes(List<String> events) {
        events.add("runs");
        return Task.done();
    }

    /** cppcoro task: starts only when it is awaited. */
    @AsyncTest
    void aTaskStartsWhenItIsAwaited() throws Exception {
        List<String> events = new ArrayList<>();
        Task<Void> task = notes(events);
        await(sleep(ms(1)));
        assertEquals(List.of(), events);
        await(task);
        assertEquals(List.of("runs"), events);
    }

    // ------------------------------------------------------------------ spawning

    /** asyncio test_tasks: ensure future task. */
    @AsyncTest
    void spawningWhatRunsWaitsForIt() throws Exception {
        ScheduledTask<String> running = spawn(named("running", ms(2), new ArrayList<>()));
        ScheduledTask<String> waits = spawn(running);
        assertNotSame(running, waits);
        assertEquals("running", await(waits));
        assertEquals("running", await(running));
    }

    /** asyncio test_tasks: ensure future awaitable; ensure future task awaitable. */
    @AsyncTest
    void anyAwaitableIsSpawned() throws Exception {
        Gate gate = new Gate();
        ScheduledTask<String> waits = spawn("waits", gate);
        await(sleep(ms(1)));
        assertEquals(State.SUSPENDED, waits.state());
        gate.open("opened");
        assertEquals("opened", await(waits));
    }

    /** netcan schedule_task: what is scheduled when main ends at once, which does not run there. */
    @Test
    void whatIsSpawnedJustBeforeTheEndGetsNoFurtherThanItsFirstAwait() {
        List<String> events = new ArrayList<>();
        ScheduledTask<?>[] spawned = new ScheduledTask<?>[1];
        Weft.run(spawnsAndEnds(spawned, events));
        assertEquals(State.CANCELLED, spawned[0].state());
        assertTrue(events.isEmpty() || events.equals(List.of("spawned", "spawned cancelled")), events.toString());
    }

    @Async
    private static Task<Void> spawnsAndEnds(ScheduledTask<?>[] spawned, List<String> events) {
        spawned[0] = spawn(named("spawned", LONG, events));
        return Task.done();
    }

    @Async
    private static Task<Void> turns(String name, List<String> events) {
        for (int i = 0; i < 3; i++) {
            events.add(name + i);
            await(yieldNow());
        }
        return Task.done();
    }

    /** trio test_run: basic interleave. */
    @Test
    void tasksTakeTurns() throws Exception {
        inOrder(() -> {
            List<String> events = new ArrayList<>();
            await(gather(turns("a", events), turns("b", events)));
            assertEquals(List.of("a0", "b0", "a1", "b1", "a2", "b2"), events);
            return Task.done();
        });
    }

    // ------------------------------------------------------------------ what it says of itself

    /** asyncio test_tasks: task repr; task repr autogenerated; task repr wait for. */
    @AsyncTest
    void aTaskSaysWhatItIsAndHowFarItHasCome() throws Exception {
        ScheduledTask<Void> task = spawn("sleeper", sleep(LONG));
        assertEquals("sleeper READY", task.toString());
        await(sleep(ms(1)));
        assertEquals("sleeper SUSPENDED", task.toString());
        assertEquals("task", task.describe().kind());
        assertEquals("sleeper", task.describe().identity());
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals("sleeper CANCELLED", task.toString());
        ScheduledTask<Integer> nameless = spawn(number(1));
        assertTrue(nameless.name().startsWith("task-"), nameless.name());
        await(nameless);
    }

    /** Hackerl task: the trace has the function while the task is pending, and is empty when it has ended. */
    @AsyncTest
    void aTaskHasACallStackUntilItEnds() throws Exception {
        ScheduledTask<String> task = spawn(named("named", ms(2), new ArrayList<>()));
        assertEquals(List.of(), task.callStack());
        await(sleep(ms(1)));
        assertTrue(
                task.callStack().stream().anyMatch(line -> line.getMethodName().equals("named")),
                task.callStack().toString());
        await(task);
        assertEquals(List.of(), task.callStack());
    }

    @Async
    private static Task<Void> checksWhoRuns(ScheduledTask<?>[] self) {
        for (int i = 0; i < 3; i++) {
            assertSame(self[0], currentTask());
            await(yieldNow());
        }
        return Task.done();
    }

    /** asyncio test_tasks: current task; current task with interleaving tasks. trio test_run: current task. */
    @AsyncTest
    void theCurrentTaskIsTheOneWhoseCodeRuns() throws Exception {
        ScheduledTask<?>[] one = new ScheduledTask<?>[1];
        ScheduledTask<?>[] two = new ScheduledTask<?>[1];
        ScheduledTask<?> main = currentTask();
        one[0] = spawn(checksWhoRuns(one));
        two[0] = spawn(checksWhoRuns(two));
        await(one[0]);
        await(two[0]);
        assertSame(main, currentTask());
    }

    // ------------------------------------------------------------------ requests to end

    /** asyncio test_tasks: cancelling. Hackerl task: asking oneself whether one is cancelled. */
    @AsyncTest
    void cancellingCountsTheRequests() throws Exception {
        ScheduledTask<String> task = spawn(named("named", LONG, new ArrayList<>()));
        assertEquals(0, task.cancelling());
        assertTrue(task.cancel());
        assertEquals(1, task.cancelling());
        assertTrue(task.cancel());
        assertEquals(2, task.cancelling());
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(2, task.cancelling());
    }

    @Async
    private static Task<Integer> takesOneBack() {
        try {
            await(sleep(LONG));
            return Task.of(-1);
        } catch (CancellationException cancelled) {
            return Task.of(currentTask().uncancel());
        }
    }

    /** asyncio test_tasks: uncancel basic. */
    @AsyncTest
    void takingBackOneOfTwoRequestsLeavesTheOther() throws Exception {
        ScheduledTask<Integer> task = spawn(takesOneBack());
        await(sleep(ms(1)));
        task.cancel();
        task.cancel();
        assertEquals(1, await(task));
        assertEquals(1, task.cancelling());
    }

    @Async
    private static Task<Void> cancelsAfter(ScheduledTask<?> task, Duration limit, boolean[] over) {
        await(sleep(limit));
        over[0] = true;
        task.cancel();
        return Task.done();
    }

    /** A limit of time as a user would write it, who takes back the request that the limit has made and no other. */
    @Async
    private static Task<String> limitedByHand(Awaitable<String> work, Duration limit) {
        ScheduledTask<?> self = currentTask();
        boolean[] over = {false};
        ScheduledTask<Void> timer = spawn(cancelsAfter(self, limit, over));
        try {
            return Task.of(await(work));
        } catch (CancellationException cancelled) {
            if (over[0] && self.uncancel() == 0) {
                return Task.of("late");
            }
            throw cancelled;
        } finally {
            timer.cancel();
        }
    }

    /** asyncio test_tasks: uncancel structured blocks. */
    @AsyncTest
    void aBlockTakesBackItsOwnRequestAndNotThatOfOthers() throws Exception {
        ScheduledTask<String> late = spawn(limitedByHand(named("a", LONG, new ArrayList<>()), ms(2)));
        assertEquals("late", await(late));
        assertEquals(0, late.cancelling());
        for (long at : new long[] {1, 2}) { // before the limit, and in the same turn
            ScheduledTask<String> task = spawn(limitedByHand(named("b", LONG, new ArrayList<>()), ms(2)));
            await(sleep(ms(at)));
            task.cancel();
            Throwable thrown = await(failureOf(task));
            assertTrue(thrown instanceof CancellationException || thrown == null, () -> "threw " + thrown);
            assertEquals(at == 1 || task.cancelling() > 0, thrown != null);
        }
    }

    @Async
    private static Task<String> ignores(Gate first, Gate second, Gate third) {
        await(first);
        try {
            await(second);
        } catch (CancellationException ignored) {
            currentTask().uncancel();
        }
        return Task.of(await(third));
    }

    /** asyncio test_tasks: cancel task ignoring. */
    @AsyncTest
    void aTaskThatIgnoresARequestGoesOnWaiting() throws Exception {
        Gate first = new Gate();
        Gate second = new Gate();
        Gate third = new Gate();
        ScheduledTask<String> task = spawn(ignores(first, second, third));
        await(sleep(ms(1)));
        first.open("1");
        await(sleep(ms(1)));
        task.cancel();
        await(sleep(ms(1)));
        assertFalse(second.isAwaited());
        assertTrue(third.isAwaited());
        third.open("3");
        assertEquals("3", await(task));
    }

    @Async
    private static Task<String> answersWithAnError() {
        try {
            return Task.of(await(named("inner", LONG, new ArrayList<>())));
        } catch (CancellationException cancelled) {
            throw new AssertionError("while unwinding", cancelled);
        }
    }

    /** asyncio test_tasks: baseexception during cancel. */
    @AsyncTest
    void anErrorInAnswerToARequestIsThrown() throws Exception {
        ScheduledTask<String> task = spawn(answersWithAnError());
        await(sleep(ms(1)));
        task.cancel();
        assertEquals(
                "while unwinding",
                assertInstanceOf(AssertionError.class, await(failureOf(task))).getMessage());
        assertEquals(State.FAILED, task.state());
    }

    /** asyncio test_tasks: cancellation exception context. */
    @AsyncTest
    void whoeverAwaitsACancelledTaskGetsItsException() throws Exception {
        ScheduledTask<String> task = spawn(named("named", LONG, new ArrayList<>()));
        await(sleep(ms(1)));
        task.cancel();
        Throwable first = await(failureOf(task));
        assertInstanceOf(CancellationException.class, first);
        assertSame(first, await(failureOf(task)));
    }

    /** asyncio test_tasks: tb logger not called after cancel. */
    @Test
    void aTaskThatWasAskedToEndIsNotReported() throws Exception {
        try (LogRecords log = new LogRecords()) {
            onEverySchedule(() -> {
                ScheduledTask<String> task = spawn(named("named", LONG, new ArrayList<>()));
                await(sleep(ms(1)));
                task.cancel();
                await(sleep(ms(1)));
                return Task.done();
            });
            System.gc();
            assertFalse(
                    log.messages().toString().contains("named"), log.messages()::toString); // others leave things, too
        }
    }

    // ------------------------------------------------------------------ failures

    @Async
    private static Task<Integer> divides(int by) {
        await(yieldNow());
        return Task.of(10 / by);
    }

    /** netcan exception: a division by zero comes out of run, through gather, and through wait_for in time. */
    @AsyncTest
    void aFailureGoesThroughGatherAndALimitOfTime() throws Exception {
        assertInstanceOf(ArithmeticException.class, await(failureOf(divides(0))));
        assertInstanceOf(ArithmeticException.class, await(failureOf(gather(divides(1), divides(0)))));
        assertInstanceOf(ArithmeticException.class, await(failureOf(waitFor(divides(0), ms(1)))));
    }

    /** trio test_run: basic; initial task error. */
    @Test
    void runGivesOrThrowsWhatItsTaskDoes() {
        try (EventLoop loop = EventLoop.simulated(1)) {
            assertEquals(3, loop.run(sum(1, 2)));
            assertThrows(ArithmeticException.class, () -> loop.run(divides(0)));
        }
    }

    // ------------------------------------------------------------------ time

    /**
     * netcan gather: made before the loop runs. cppcoro when_all: nothing starts before it is awaited. asyncio test_tasks: constructor
     * without loop.
     */
    @Test
    void aGatherIsMadeBeforeItsLoopRuns() {
        Awaitable<List<Integer>> both = gather(List.of(number(1), number(2)));
        try (EventLoop loop = EventLoop.simulated(1)) {
            assertEquals(List.of(1, 2), loop.run(both));
        }
    }

    /** netcan sleep: two in parallel take as long as the longer one. */
    @AsyncTest
    void sleepsInParallelTakeAsLongAsTheLongest() throws Exception {
        await(gather(sleep(ms(100)), sleep(ms(200))));
        assertEquals(200, millis());
    }

    /**
     * asyncio test_tasks: sleep cancel; task cancel sleeping task. netcan sleep: one that is cancelled does not prolong another. cppcoro
     * io_service: a timer is cancelled, twice in a row.
     */
    @AsyncTest
    void aSleepThatIsCancelledEndsAtOnceAndNeverFires() throws Exception {
        for (int i = 0; i < 2; i++) {
            List<String> events = new ArrayList<>();
            ScheduledTask<String> task = spawn(named("sleeper", ms(200), events));
            await(sleep(ms(100)));
            task.cancel();
            assertInstanceOf(CancellationException.class, await(failureOf(task)));
            assertEquals(100 + 300 * i, millis());
            await(sleep(ms(200)));
            assertEquals(300 + 300 * i, millis());
            assertEquals(List.of("sleeper", "sleeper cancelled"), events);
        }
    }

    @Async
    private static Task<Void> countsFor(int[] count) {
        while (true) {
            await(sleep(ms(1)));
            count[0]++;
        }
    }

    /** netcan cancel: a loop without an end, cancelled after a while. */
    @AsyncTest
    void aLoopWithoutAnEndIsCancelled() throws Exception {
        int[] count = {0};
        ScheduledTask<Void> task = spawn(countsFor(count));
        await(sleep(Duration.ofMillis(10).plusNanos(1)));
        task.cancel();
        await(sleep(ms(10)));
        assertEquals(10, count[0]);
    }

    /** cppcoro io_service: many timers at once. trio test_run: cancel scope deadline duplicates. */
    @Test
    void tenThousandSleepsOfTheSameLengthEndTogether() throws Exception {
        inVirtualOrder(() -> {
            List<Awaitable<Void>> sleeps = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                sleeps.add(sleep(ms(50)));
            }
            await(gather(sleeps));
            assertEquals(50, millis());
            return Task.done();
        });
    }

    private static void inVirtualOrder(Schedules.Body body) throws Exception {
        try (EventLoop loop = EventLoop.simulated(1)) {
            loop.run(body.run());
        }
    }

    /** asyncio test_tasks: wait with timeout. netcan: a limit over gather. */
    @AsyncTest
    void aLimitEndsTheWaitForAllAndWhatRuns() throws Exception {
        List<String> events = new ArrayList<>();
        Awaitable<?> all = gather(named("a", ms(1), events), named("b", LONG, events));
        assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(all, ms(2)))));
        assertEquals(2, millis());
        assertTrue(events.contains("b cancelled"), events.toString());
        assertFalse(events.contains("a cancelled"), events.toString());
    }
}
