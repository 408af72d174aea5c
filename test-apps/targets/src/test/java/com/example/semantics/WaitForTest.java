// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failsAfter;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.inOrder;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.named;
import static com.example.semantics.Schedules.slowToEnd;
import static dev.weft.Weft.async;
import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ContextKey;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours of asyncio's test_waitfor and test_timeouts. */
@Timeout(120)
class WaitForTest implements OnEverySchedule {
    /**
     * asyncio test_waitfor: in time. The timer is gone, so that virtual time does not jump to it. netcan: a value in time; 30 in 50.
     * Hackerl: timeout: not expired.
     */
    @AsyncTest
    void inTimeGivesTheResult() throws Exception {
        assertEquals("a", await(waitFor(named("a", ms(5), new ArrayList<>()), ms(6))));
        assertEquals(5, millis());
    }

    @AsyncTest
    void namesTheBlockThatWasTooLate() throws Exception {
        ContextKey<String> user = ContextKey.named("user");
        assertEquals(
                "task of a lambda in " + WaitForTest.class.getName(),
                tooLate(await(failureOf(waitFor(async(() -> sleeps()), ms(5))))));
        assertEquals(
                "task with the context key \"user\" bound",
                tooLate(await(failureOf(waitFor(user.where("ann", () -> sleeps()), ms(5))))));
    }

    /** What a timeout of 5 ms says has not ended. */
    private static String tooLate(Throwable timeout) {
        return timeout.getMessage().split(" did not end within PT0.005S:", 2)[0];
    }

    @Async
    private static Task<Void> sleeps() {
        await(sleep(LONG));
        return Task.done();
    }

    /**
     * asyncio test_waitfor: too late; the exception comes after the task has unwound. netcan: 50 in 30; what was too late does not go
     * on. Hackerl: timeout: expired. trio test_run: slow abort basic; slow abort edge cases.
     */
    @AsyncTest
    void tooLateThrowsAfterTheTaskHasUnwound() throws Exception {
        List<String> events = new ArrayList<>();
        try {
            await(waitFor(slowToEnd("a", ms(10), events, null), ms(5)));
        } catch (TimeoutException late) {
            events.add("late: " + tooLate(late));
        }
        assertEquals(List.of("a has ended at 15", "late: task com.example.semantics.Schedules.slowToEnd"), events);
    }

    /**
     * asyncio test_waitfor: the timeout is raised from the cancellation, which says where the task was. asyncio test_timeouts: timeout
     * exception context.
     */
    @AsyncTest
    void theTimeoutSaysWhereTheTaskWas() throws Exception {
        Throwable late = await(failureOf(waitFor(named("a", LONG, new ArrayList<>()), ms(5))));
        assertInstanceOf(TimeoutException.class, late);
        assertInstanceOf(CancellationException.class, late.getCause());
        assertEquals("named", late.getCause().getStackTrace()[0].getMethodName());
    }

    /** asyncio test_waitfor: zero and negative do not start a coroutine. */
    @AsyncTest
    void withNoTimeATaskIsNotStarted() throws Exception {
        List<String> events = new ArrayList<>();
        for (Duration none : List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofSeconds(Long.MIN_VALUE))) {
            assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(named("a", ms(0), events), none))));
        }
        assertEquals(List.of(), events);
        assertEquals(0, millis());
    }

    /** asyncio test_waitfor: zero, and the future is done. netcan: a limit on a bare awaitable. */
    @AsyncTest
    void withNoTimeAResultThatIsThereIsGiven() throws Exception {
        assertEquals(1, await(waitFor(Task.of(1), Duration.ZERO)));
        ScheduledTask<Integer> done = spawn(Task.of(2));
        await(done);
        assertEquals(2, await(waitFor(done, ms(-1))));
    }

    /** asyncio test_waitfor: zero, and the task runs: it is cancelled and has unwound before the exception comes. */
    @AsyncTest
    void withNoTimeARunningTaskIsCancelled() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> running = spawn(slowToEnd("running", ms(3), events, null));
        await(sleep(ms(1)));
        assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(running, Duration.ZERO))));
        assertEquals(State.CANCELLED, running.state());
        assertEquals(List.of("running has ended at 4"), events);
    }

    @Async
    private static Task<String> endsAfter(int turns) {
        for (int i = 0; i < turns; i++) {
            await(yieldNow());
        }
        return Task.of("value");
    }

    /**
     * asyncio test_waitfor: zero, and the task is about to end. It is cancelled at once; whether it ends by that or by itself, the
     * outcome is the task's.
     */
    @AsyncTest
    void withNoTimeThereIsNoTimeoutForATaskThatSucceeds() throws Exception {
        for (int turns = 0; turns < 4; turns++) {
            for (int before = 0; before < 4; before++) {
                ScheduledTask<String> task = spawn(endsAfter(turns));
                for (int i = 0; i < before; i++) {
                    await(yieldNow());
                }
                Throwable thrown = await(failureOf(waitFor(task, Duration.ZERO)));
                assertEquals(thrown == null ? State.SUCCEEDED : State.CANCELLED, task.state());
            }
        }
    }

    @AsyncTest
    void withNoTimeATaskThatSwallowsTheCancellationGivesItsValue() throws Exception {
        ScheduledTask<String> task = spawn(swallows());
        await(sleep(ms(1)));
        assertEquals("swallowed", await(waitFor(task, Duration.ZERO)));
        assertEquals(1, task.cancelling());
    }

    /** The timer fires before the wait has its first turn behind the others that are ready. */
    @Test
    void aTaskThatHasEndedWinsOnALoopThatIsLate() throws Exception {
        inOrder(() -> {
            ScheduledTask<Integer> done = spawn(Task.of(2));
            await(done);
            for (int i = 0; i < 1_000; i++) {
                spawn(endsAfter(2));
            }
            assertEquals(2, await(waitFor(done, Duration.ofNanos(1))));
            return Task.done();
        });
    }

    @Async
    private static Task<String> waitsFor(Awaitable<String> part, List<String> events) throws Exception {
        events.add(await(waitFor(part, LONG)));
        await(yieldNow());
        events.add("never");
        return Task.of("never");
    }

    /** As at a plain await: the value is given, and the cancellation comes at the next one. Python 3.11 drops the value. */
    @AsyncTest
    void aPartThatSwallowsAnOuterCancelGivesItsValueAndTheNextAwaitThrows() throws Exception {
        for (Awaitable<String> part : List.of(swallows(), spawn(swallows()))) {
            List<String> events = new ArrayList<>();
            ScheduledTask<String> waiting = spawn(waitsFor(part, events));
            await(sleep(ms(1)));
            waiting.cancel();
            assertInstanceOf(CancellationException.class, await(failureOf(waiting)));
            assertEquals(List.of("swallowed"), events);
            assertEquals(1, waiting.cancelling());
        }
    }

    @AsyncTest
    void theLongestDurationIsNoTimeout() throws Exception {
        assertEquals("a", await(waitFor(named("a", LONG, new ArrayList<>()), Duration.ofSeconds(Long.MAX_VALUE))));
    }

    @Async
    private static Task<String> swallows() {
        try {
            await(sleep(LONG));
        } catch (CancellationException swallowed) {
            return Task.of("swallowed");
        }
        return Task.of("slept");
    }

    /**
     * asyncio test_waitfor: the task swallows the cancellation and returns; its value is given. Hackerl: timeout: expired and not to be
     * cancelled.
     */
    @AsyncTest
    void aTaskThatSwallowsTheCancellationGivesItsValue() throws Exception {
        assertEquals("swallowed", await(waitFor(swallows(), ms(5))));
        assertEquals(5, millis());
    }

    /** asyncio test_waitfor: the task fails while it unwinds; that is thrown, and no timeout. */
    @AsyncTest
    void aFailureWhileUnwindingIsThrown() throws Exception {
        IOException failure = new IOException();
        assertSame(failure, await(failureOf(waitFor(slowToEnd("a", ms(1), new ArrayList<>(), failure), ms(5)))));
    }

    /** netcan: the child's exception wins. */
    @AsyncTest
    void aFailureInTimeIsThrownAsTheSameObject() throws Exception {
        IOException failure = new IOException();
        assertSame(failure, await(failureOf(waitFor(failsAfter(ms(1), failure), ms(5)))));
    }

    /**
     * asyncio test_timeouts: a cancellation from outside is never turned into a timeout, not even after the deadline. Hackerl: timeout:
     * an outer cancel is no timeout. asyncio test_waitfor: asyncio wait for cancelled.
     */
    @AsyncTest
    void anOuterCancelNeverBecomesATimeout() throws Exception {
        for (int cancelAt : new int[] {1, 4, 5, 6}) {
            List<String> events = new ArrayList<>();
            ScheduledTask<Throwable> waiting = spawn(failureOf(waitFor(slowToEnd("a", ms(10), events, null), ms(5))));
            await(sleep(ms(cancelAt)));
            waiting.cancel();
            Throwable thrown = await(waiting);
            assertInstanceOf(CancellationException.class, thrown, "cancelled at " + cancelAt);
            assertEquals(1, waiting.cancelling());
        }
    }

    /** asyncio test_timeouts: the task times itself out and is not left cancelled. */
    @AsyncTest
    void afterATimeoutTheCallerGoesOnUncancelled() throws Exception {
        ScheduledTask<Integer> task = spawn(timesOutAndGoesOn());
        assertEquals(0, await(task));
        assertEquals(State.SUCCEEDED, task.state());
    }

    @Async
    private static Task<Integer> timesOutAndGoesOn() {
        try {
            await(waitFor(sleep(LONG), ms(1)));
        } catch (TimeoutException late) {
            await(sleep(ms(1)));
        }
        return Task.of(dev.weft.Weft.currentTask().cancelling());
    }

    /**
     * asyncio test_waitfor: completion in the turn of the deadline. The result that is there when the time ends wins; a timer set before
     * the deadline fires before it. / asyncio test_tasks: wait concurrent complete.
     */
    @AsyncTest
    void aResultOfTheSameTurnWins() throws Exception {
        Gate gate = new Gate();
        EventLoop loop = EventLoop.current();
        spawn(opensAfter(ms(5), gate));
        await(sleep(Duration.ofNanos(1)));
        long left = ms(5).toNanos() - loop.nanoTime();
        assertEquals("value", await(waitFor(gate, Duration.ofNanos(left + 1))));
    }

    @Async
    private static Task<Void> opensAfter(Duration duration, Gate gate) {
        await(sleep(duration));
        gate.open("value");
        return Task.done();
    }

    /** Both timers fire in one turn; the sleep was set first, or last, as the schedule has it. */
    @AsyncTest
    void aSleepAsLongAsItsTimeoutEndsOneWayOrTheOtherButOnce() throws Exception {
        Throwable thrown = await(failureOf(waitFor(sleep(ms(5)), ms(5))));
        assertEquals(5, millis());
        if (thrown != null) {
            assertInstanceOf(TimeoutException.class, thrown);
        }
    }

    /** asyncio test_timeouts: nested, the inner one first. */
    @AsyncTest
    void deadlinesNest() throws Exception {
        List<String> events = new ArrayList<>();
        assertEquals("inner late", await(waitFor(limited(ms(1), events), ms(5))));
        assertEquals(1, millis());
        assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(limited(ms(9), events), ms(5)))));
        assertEquals(6, millis());
        assertNotEquals(List.of(), events);
    }

    @Async
    private static Task<String> limited(Duration limit, List<String> events) {
        Awaitable<String> slow = named("slow", LONG, events);
        try {
            return Task.of(await(waitFor(slow, limit)));
        } catch (TimeoutException late) {
            return Task.of("inner late");
        }
    }

    @Async
    private static Task<String> cleansUpFor(Duration time, List<String> events) {
        try {
            await(sleep(LONG));
        } finally {
            try {
                await(sleep(time));
            } catch (CancellationException broken) {
                events.add(broken.getMessage());
            }
        }
        return Task.of("never");
    }

    /** As in asyncio a limit that runs out breaks the cleaning up; here it says that it was the limit. */
    @AsyncTest
    void aLimitThatRunsOutWhileACancelledTaskCleansUpSaysSo() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> task = spawn(waitFor(cleansUpFor(ms(20), events), ms(10)));
        await(sleep(ms(4)));
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(1, events.size());
        assertTrue(events.get(0).matches("cancelled by waitFor\\(\\.\\.\\.\\) at .*, whose time of PT0.01S is over"));
    }
}
