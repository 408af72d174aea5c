// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.named;
import static com.example.semantics.Schedules.slowToEnd;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.timeout;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.TimeoutScope;
import dev.weft.WaitDescription;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;

/** Behaviours of asyncio's test_timeouts, and of trio's cancel scopes with a deadline. */
@Timeout(120)
class TimeoutScopeTest implements OnEverySchedule {
    /** asyncio test_timeouts: timeout_basic, timeout_exception_cause. trio test_timeouts: fail. */
    @AsyncTest
    void aBlockThatIsLateEndsByATimeoutAfterItHasUnwound() throws Exception {
        List<String> events = new ArrayList<>();
        TimeoutScope scope = TimeoutScope.after(ms(10));
        Throwable thrown = await(failureOf(scope.run(limit -> slowToEnd("block", ms(5), events, null))));
        assertTrue(thrown.getMessage().startsWith("the block did not end within PT0.01S: "), thrown.getMessage());
        assertInstanceOf(TimeoutException.class, thrown);
        assertInstanceOf(CancellationException.class, thrown.getCause());
        assertTrue(scope.expired());
        assertEquals(List.of("block has ended at 15"), events);
        assertEquals(0, currentTask().cancelling());
    }

    /** asyncio test_timeouts: waiter_cancelled. */
    @AsyncTest
    void theBlockSeesACancellation() throws Exception {
        List<String> events = new ArrayList<>();
        assertInstanceOf(
                TimeoutException.class, await(failureOf(timeout(ms(1), limit -> named("block", LONG, events)))));
        assertEquals(List.of("block", "block cancelled"), events);
    }

    /** asyncio test_timeouts: timeout_not_called. trio test_run: cancel scope repr. */
    @AsyncTest
    void aBlockInTimeGivesItsResultAndLeavesNoTimer() throws Exception {
        TimeoutScope scope = TimeoutScope.after(LONG);
        assertEquals("in time", await(scope.run(limit -> {
            await(sleep(ms(1)));
            assertEquals(LONG.toNanos(), limit.when());
            return Task.of("in time");
        })));
        assertFalse(scope.expired());
        assertEquals(1, millis());
        assertEquals("TimeoutScope of PT1H, finished", scope.toString());
    }

    /** asyncio test_timeouts: timeout_disabled, timeout_at_disabled. */
    @AsyncTest
    void aScopeWithoutALimitNeverExpires() throws Exception {
        TimeoutScope scope = TimeoutScope.never();
        assertEquals(
                "timeout without a limit",
                scope.run(limit -> Task.done()).describe().toString());
        await(scope.run(limit -> {
            assertEquals(WaitDescription.NO_DEADLINE, limit.when());
            return Task.of(await(sleep(LONG)));
        }));
        assertFalse(scope.expired());
    }

    /**
     * asyncio test_timeouts: timeout_zero, timeout_zero_sleep_zero, timeout_in_the_past_sleep_zero. trio test_run: yield briefly checks
     * for timeout.
     */
    @AsyncTest
    void withNoTimeABlockEndsAtItsFirstAwaitThatSuspends() throws Exception {
        for (long millis : new long[] {0, -11}) {
            List<String> events = new ArrayList<>();
            TimeoutScope scope = TimeoutScope.after(ms(millis));
            assertInstanceOf(TimeoutException.class, await(failureOf(scope.run(limit -> {
                events.add("begun");
                await(sleep(ms(1)));
                events.add("never");
                return Task.done();
            }))));
            assertTrue(scope.expired());
            assertEquals(List.of("begun"), events);
            assertEquals(0, millis());
        }
    }

    /** trio test_run: cancel edge cases. */
    @AsyncTest
    void withNoTimeABlockThatDoesNotWaitGivesItsResult() throws Exception {
        assertEquals("at once", await(timeout(ms(0), limit -> Task.of("at once"))));
    }

    /** asyncio test_timeouts: foreign_exception_passed, foreign_exception_on_timeout. */
    @AsyncTest
    void aFailureIsThrownAlsoIfTheTimeIsOver() throws Exception {
        IOException failure = new IOException();
        TimeoutScope inTime = TimeoutScope.after(ms(1));
        assertSame(failure, await(failureOf(inTime.run(limit -> {
            throw failure;
        }))));
        assertFalse(inTime.expired());
        TimeoutScope late = TimeoutScope.after(ms(1));
        assertSame(failure, await(failureOf(late.run(limit -> slowToEnd("block", ms(1), new ArrayList<>(), failure)))));
        assertTrue(late.expired());
    }

    /** asyncio test_timeouts: foreign_cancel_doesnt_timeout_if_not_expired. */
    @AsyncTest
    void aCancellationFromElsewhereIsNoTimeout() throws Exception {
        TimeoutScope scope = TimeoutScope.after(ms(10));
        ScheduledTask<Void> task = spawn(scope.run(limit -> Task.of(await(sleep(LONG)))));
        await(sleep(ms(1)));
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(State.CANCELLED, task.state());
        assertFalse(scope.expired());
    }

    @AsyncTest
    void aCancellationFromElsewhereStaysOneWhileALateBlockUnwinds() throws Exception {
        TimeoutScope scope = TimeoutScope.after(ms(1));
        ScheduledTask<String> task = spawn(scope.run(limit -> slowToEnd("block", ms(10), new ArrayList<>(), null)));
        await(sleep(ms(5)));
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertTrue(scope.expired());
    }

    /** asyncio test_timeouts: nested_timeouts; trio: the scope that is due is the one that catches. trio test_run: cancel scope nesting. */
    @AsyncTest
    void ofNestedScopesTheOneWhoseTimeIsOverThrows() throws Exception {
        TimeoutScope outer = TimeoutScope.after(ms(1));
        TimeoutScope inner = TimeoutScope.after(ms(10));
        List<Throwable> seen = new ArrayList<>();
        assertInstanceOf(TimeoutException.class, await(failureOf(outer.run(one -> {
            Throwable thrown = await(failureOf(inner.run(two -> Task.of(await(sleep(LONG))))));
            seen.add(thrown);
            throw (CancellationException) thrown;
        }))));
        assertEquals(1, seen.size());
        assertTrue(outer.expired());
        assertFalse(inner.expired());
    }

    /** asyncio test_timeouts: nested_timeouts_concurrent, nested_timeouts_loop_busy. */
    @AsyncTest
    void anInnerTimeoutThatIsCaughtLeavesTheOuterScopeRunning() throws Exception {
        TimeoutScope outer = TimeoutScope.after(ms(10));
        assertInstanceOf(TimeoutException.class, await(failureOf(outer.run(one -> {
            assertInstanceOf(
                    TimeoutException.class, await(failureOf(timeout(ms(1), two -> Task.of(await(sleep(LONG)))))));
            assertFalse(one.expired());
            return Task.of(await(sleep(LONG)));
        }))));
        assertEquals(10, millis());
    }

    /** asyncio test_timeouts: nested_timeout_in_finally, timeout_after_cancellation. */
    @AsyncTest
    void aScopeInTheCleaningUpOfALateBlockHasItsOwnTime() throws Exception {
        List<String> events = new ArrayList<>();
        assertInstanceOf(TimeoutException.class, await(failureOf(timeout(ms(1), limit -> {
            try {
                await(sleep(LONG));
            } finally {
                Throwable inner = await(failureOf(timeout(ms(5), cleaning -> Task.of(await(sleep(LONG))))));
                events.add(inner.getClass().getSimpleName() + " at " + millis());
            }
            return Task.done();
        }))));
        assertEquals(List.of("TimeoutException at 6"), events);
    }

    /** asyncio test_timeouts: cancel_in_timeout_after_cancellation. */
    @AsyncTest
    void aTaskThatWasCancelledOnceIsCancelledAgainInAScope() throws Exception {
        currentTask().cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(sleep(LONG))));
        ScheduledTask<?> main = currentTask();
        Throwable thrown = await(failureOf(timeout(ms(10), limit -> {
            main.cancel();
            return Task.of(await(sleep(LONG)));
        })));
        assertInstanceOf(CancellationException.class, thrown);
        assertEquals(2, currentTask().cancelling());
    }

    /** asyncio test_timeouts: reschedule. trio test_run: basic timeout; current effective deadline; timekeeping. */
    @AsyncTest
    void aLimitCanBeMovedAndTakenAway() throws Exception {
        TimeoutScope scope = TimeoutScope.after(ms(10));
        assertInstanceOf(TimeoutException.class, await(failureOf(scope.run(limit -> {
            await(sleep(ms(5)));
            limit.reschedule(ms(20));
            assertEquals(25_000_000, limit.when());
            await(sleep(ms(15)));
            limit.disarm();
            assertEquals(WaitDescription.NO_DEADLINE, limit.when());
            await(sleep(ms(100)));
            limit.reschedule(ms(1));
            return Task.of(await(sleep(LONG)));
        }))));
        assertEquals(121, millis());
    }

    @AsyncTest
    void aLimitThatWasPutOffAndBroughtBackIsOverWhenItWasSetLast() throws Exception {
        TimeoutScope scope = TimeoutScope.after(ms(10));
        assertInstanceOf(TimeoutException.class, await(failureOf(scope.run(limit -> {
            limit.reschedule(ms(100)); // from here on a timer may go off that means nothing
            await(sleep(ms(50)));
            assertEquals(100_000_000, limit.when());
            limit.reschedule(ms(20));
            assertEquals(70_000_000, limit.when());
            return Task.of(await(sleep(LONG)));
        }))));
        assertEquals(70, millis());
    }

    /** A limit of the time in which nothing happens. */
    @AsyncTest
    void aLimitCanBeStartedAnewAsLongAsItWasGivenLast() throws Exception {
        TimeoutScope scope = TimeoutScope.after(ms(10));
        assertInstanceOf(TimeoutException.class, await(failureOf(scope.run(limit -> {
            for (int i = 0; i < 5; i++) {
                await(sleep(ms(9)));
                limit.renew();
            }
            assertEquals(55_000_000, limit.when());
            limit.reschedule(ms(20));
            await(sleep(ms(19)));
            limit.renew();
            assertEquals(84_000_000, limit.when());
            return Task.of(await(sleep(LONG)));
        }))));
        assertEquals(84, millis());
        scope.renew(); // too late, which is no mistake of whoever did something in that moment
        assertTrue(scope.expired());
        TimeoutScope never = TimeoutScope.never();
        await(never.run(limit -> {
            limit.renew();
            assertEquals(WaitDescription.NO_DEADLINE, limit.when());
            return Task.done();
        }));
        assertThrows(IllegalStateException.class, never::renew);
    }

    /** trio: a deadline in the past is over at once. trio test_run: basic timeout. */
    @AsyncTest
    void aLimitMovedIntoThePastIsOverAtTheNextAwait() throws Exception {
        assertInstanceOf(TimeoutException.class, await(failureOf(timeout(LONG, limit -> {
            limit.reschedule(ms(-1));
            await(sleep(ms(1)));
            throw new AssertionError("goes on");
        }))));
        assertEquals(0, millis());
    }

    /** asyncio test_timeouts: timeout_finished, timeout_expired; timeout_not_entered, which Weft allows. */
    @AsyncTest
    void aScopeThatHasEndedIsNotMoved() throws Exception {
        TimeoutScope scope = TimeoutScope.after(LONG);
        scope.reschedule(ms(5));
        assertInstanceOf(TimeoutException.class, await(failureOf(scope.run(limit -> Task.of(await(sleep(LONG)))))));
        assertEquals(5, millis());
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> scope.reschedule(ms(1)));
        assertTrue(refused.getMessage().contains("has expired"), refused.getMessage());
        TimeoutScope finished = TimeoutScope.after(LONG);
        await(finished.run(limit -> Task.done()));
        assertThrows(IllegalStateException.class, finished::disarm);
    }

    /** asyncio test_timeouts: timeout_already_entered, timeout_double_enter. */
    @AsyncTest
    void aScopeRunsOneBlock() throws Exception {
        TimeoutScope scope = TimeoutScope.after(LONG);
        await(scope.run(limit -> {
            assertInstanceOf(IllegalStateException.class, await(failureOf(scope.run(again -> Task.done()))));
            return Task.done();
        }));
        assertInstanceOf(IllegalStateException.class, await(failureOf(scope.run(again -> Task.done()))));
    }

    /** trio test_timeouts: timeout deadline on entry; invalid access unentered; fail access before entering. */
    @AsyncTest
    void aScopeHasNoDeadlineBeforeItsBlockStarts() throws Exception {
        TimeoutScope scope = TimeoutScope.after(ms(5));
        assertEquals(WaitDescription.NO_DEADLINE, scope.when());
        await(sleep(ms(10)));
        long started = EventLoop.current().nanoTime();
        await(scope.run(limit -> {
            assertEquals(started + ms(5).toNanos(), limit.when());
            return Task.done();
        }));
    }

    /** asyncio test_timeouts: timeout taskgroup. */
    @AsyncTest
    void aGroupInALateScopeThrowsWhatFailsAsItUnwinds() throws Exception {
        List<String> events = new ArrayList<>();
        IOException failure = new IOException();
        Throwable thrown = await(failureOf(timeout(
                ms(1),
                limit -> Task.of(await(TaskGroup.run(group -> {
                    group.spawn(slowToEnd("child", ms(2), events, failure));
                    await(sleep(LONG));
                    return Task.done();
                }))))));
        assertInstanceOf(TimeoutException.class, thrown);
        assertEquals(List.of("child has ended at 3"), events);
        assertSame(failure, thrown.getCause().getSuppressed()[0]);
    }

    // ------------------------------------------------------------------ move on

    /** trio: move_on_after. trio test_timeouts: move on after. */
    @AsyncTest
    void moveOnGoesOnWithoutAnException() throws Exception {
        List<String> events = new ArrayList<>();
        TimeoutScope scope = TimeoutScope.after(ms(1));
        assertNull(await(scope.moveOn(limit -> slowToEnd("block", ms(2), events, null))));
        assertTrue(scope.expired());
        assertEquals(List.of("block has ended at 3"), events);
        assertEquals("in time", await(moveOnAfter(ms(1), limit -> Task.of("in time"))));
        await(yieldNow());
    }

    /** trio: a block that ends in spite of the cancellation gives its value. trio test_run: cancel scope no cancellederror. */
    @AsyncTest
    void aBlockThatReturnsInSpiteOfBeingLateGivesItsValueAndTheScopeHasExpired() throws Exception {
        TimeoutScope scope = TimeoutScope.after(ms(1));
        String result = await(scope.moveOn(limit -> {
            await(failureOf(sleep(LONG)));
            return Task.of("all the same");
        }));
        assertEquals("all the same", result);
        assertTrue(scope.expired());
    }

    @AsyncTest
    void aCancellationFromElsewhereIsThrownByMoveOn() throws Exception {
        ScheduledTask<Void> task = spawn(moveOnAfter(ms(10), limit -> Task.of(await(sleep(LONG)))));
        await(sleep(ms(1)));
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
    }

    @AsyncTest
    void aScopeOfALoopIsMovedOnThatLoopAlone() throws Exception {
        await(timeout(LONG, limit -> {
            Thread other = new Thread(() -> assertThrows(IllegalStateException.class, limit::disarm));
            Throwable[] failed = new Throwable[1];
            other.setUncaughtExceptionHandler((thread, thrown) -> failed[0] = thrown);
            other.start();
            joined(other);
            assertNull(failed[0]);
            assertTrue(limit.when() < EventLoop.current().nanoTime() + 2 * LONG.toNanos());
            return Task.done();
        }));
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
