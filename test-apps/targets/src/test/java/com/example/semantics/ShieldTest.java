// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failsAfter;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.named;
import static com.example.semantics.Schedules.onEverySchedule;
import static dev.weft.Weft.async;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import dev.weft.sync.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Behaviours of asyncio's test_tasks that concern shield, and of trio's shielded scopes. */
@Timeout(120)
class ShieldTest implements OnEverySchedule {
    // ------------------------------------------------------------------ an operation

    /** asyncio test_tasks: shield_result, shield_exception. */
    @AsyncTest
    void withoutACancellationAShieldIsNothing() throws Exception {
        List<String> events = new ArrayList<>();
        IOException failure = new IOException();
        assertEquals("a", await(shield(named("a", ms(1), events))));
        assertSame(failure, await(failureOf(shield(failsAfter(ms(1), failure)))));
        ScheduledTask<String> ended = spawn(named("b", ms(1), events));
        await(sleep(ms(2)));
        assertEquals("b", await(shield(ended)));
    }

    /** asyncio test_tasks: shield_effect; the waiter goes on at once, and what it waited for goes on. */
    @AsyncTest
    void aTaskThatIsShieldedGoesOnWhenItsWaiterIsCancelled() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> inner = spawn(named("inner", ms(10), events));
        ScheduledTask<String> waiter = spawn(shield(inner));
        await(sleep(ms(1)));
        waiter.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(waiter)));
        assertEquals(1, millis());
        assertEquals("inner", await(inner));
        assertEquals(List.of("inner"), events);
    }

    /** asyncio test_tasks: cancel_wait_for with a shield inside. asyncio test_waitfor: zero timeout; shielded timeout. */
    @AsyncTest
    void aTimeoutEndsTheWaitAndNotWhatIsShielded() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> inner = spawn(named("inner", ms(10), events));
        assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(shield(inner), ms(1)))));
        assertEquals(State.SUSPENDED, inner.state());
        assertEquals("inner", await(inner));
    }

    /** asyncio test_tasks: shield_cancel_inner. */
    @AsyncTest
    void whatIsShieldedCanBeCancelledItself() throws Exception {
        ScheduledTask<Void> inner = spawn(sleep(LONG));
        ScheduledTask<Void> waiter = spawn(shield(inner));
        await(sleep(ms(1)));
        inner.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(waiter)));
        assertEquals(0, waiter.cancelling());
    }

    /** asyncio test_tasks: shield_gather, gather_shield. */
    @AsyncTest
    void aShieldOfAGatherLeavesItsPartsAloneAndAGatherOfShieldsToo() throws Exception {
        List<String> events = new ArrayList<>();
        Awaitable<List<String>> parts = gather(List.of(named("a", ms(5), events), named("b", ms(6), events)));
        ScheduledTask<List<String>> waiter = spawn(shield(parts));
        ScheduledTask<String> inner = spawn(named("c", ms(7), events));
        ScheduledTask<List<String>> gather = spawn(gather(List.of(shield(inner))));
        await(sleep(ms(1)));
        waiter.cancel();
        gather.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(waiter)));
        assertInstanceOf(CancellationException.class, await(failureOf(gather)));
        assertEquals(1, millis());
        assertEquals("c", await(inner));
        assertEquals(3, events.size(), events::toString);
    }

    /** asyncio test_tasks: shield_cancel_outer_exception; nobody else sees it, so it is reported. */
    @Test
    void aFailureAfterTheWaiterHasGoneIsReported() throws Exception {
        IOException failure = new IOException();
        try (LogRecords log = new LogRecords()) {
            onEverySchedule(() -> {
                ScheduledTask<String> waiter = spawn(shield(failsAfter(ms(5), failure)));
                await(sleep(ms(1)));
                waiter.cancel();
                await(sleep(ms(10)));
                return Task.done();
            });
            assertTrue(log.messages().get(0).startsWith("What shield(...) ran on after its waiter was cancelled"));
            assertSame(failure, log.all().get(0).failure());
        }
    }

    @Test
    void aFailureOfATaskThatWasShieldedAndThatNobodyAwaitsIsReportedAsAnyOther() throws Exception {
        try (LogRecords log = new LogRecords()) {
            onEverySchedule(() -> {
                ScheduledTask<String> inner = spawn("inner", failsAfter(ms(5), new IOException()));
                ScheduledTask<String> waiter = spawn(shield(inner));
                await(sleep(ms(1)));
                waiter.cancel();
                await(sleep(ms(10)));
                return Task.done();
            });
            assertTrue(log.messages().get(0).startsWith("Task inner"), log.messages()::toString);
        }
    }

    @AsyncTest
    void aCancelledTaskStartsNothingThatItWouldShield() throws Exception {
        List<String> events = new ArrayList<>();
        currentTask().cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(shield(named("a", ms(1), events)))));
        await(sleep(ms(5)));
        assertEquals(List.of(), events);
    }

    @AsyncTest
    void aShieldedStageIsNotCancelled() throws Exception {
        CompletableFuture<String> future = new CompletableFuture<>();
        ScheduledTask<String> waiter = spawn(shield(future));
        await(sleep(ms(1)));
        waiter.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(waiter)));
        assertFalse(future.isDone());
        future.complete("late");
        await(sleep(ms(1)));
    }

    // ------------------------------------------------------------------ a block

    @Async
    private static Task<String> shielding(List<String> events) {
        String result = await(shield(() -> {
            await(sleep(ms(10)));
            events.add("saved at " + millis());
            return Task.of("result");
        }));
        events.add(result + " with " + currentTask().cancelling());
        await(sleep(LONG));
        return Task.of(result);
    }

    /**
     * trio: a shielded scope; the cancellation comes at the first await behind it. Hackerl: task: lock blocks cancel until unlock. trio
     * test_run: cancel shielding; cancel shield abort.
     */
    @AsyncTest
    void aCancellationWaitsForAShieldedBlock() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> task = spawn(shielding(events));
        await(sleep(ms(1)));
        task.cancel();
        await(sleep(ms(1)));
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(List.of("saved at 10", "result with 2"), events);
        assertEquals(10, millis());
    }

    @AsyncTest
    void aShieldedBlockHoldsUpItsTimeout() throws Exception {
        List<String> events = new ArrayList<>();
        assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(shielding(events), ms(1)))));
        assertEquals(10, millis());
    }

    /** trio test_timeouts: move on after moves on even if shielded; fail after fails even if shielded; context shields from outer. */
    @AsyncTest
    void aLimitInsideAShieldedBlockEndsWhatItLimits() throws Exception {
        ScheduledTask<Void> task = spawn(shield(() -> Task.of(await(moveOnAfter(ms(5), limit -> {
            await(sleep(LONG));
            return Task.done();
        })))));
        await(sleep(ms(1)));
        task.cancel();
        await(failureOf(task));
        assertEquals(5, millis());
    }

    private enum Around {
        NOTHING,
        LIMIT,
        GATHER
    }

    @Async
    private static Task<Void> cleansUp(Channel<String> jobs, Around around, List<String> events)
            throws TimeoutException {
        try {
            events.add(await(jobs.receive()));
        } finally {
            Awaitable<Void> cleaning = shield(() -> {
                await(sleep(ms(10)));
                events.add("cleaned up");
                return Task.done();
            });
            switch (around) {
                case NOTHING -> await(cleaning);
                case LIMIT -> await(waitFor(cleaning, ms(5)));
                case GATHER -> await(gather(cleaning, sleep(ms(1))));
            }
        }
        await(sleep(LONG));
        return Task.done();
    }

    /** trio test_run: shielded scopes run in what is cancelled. The request comes with the value, so that the await in finally is the next. */
    @ParameterizedTest
    @EnumSource
    @AsyncTest
    void aShieldedBlockRunsThoughARequestWaitsToBeDelivered(Around around) throws Exception {
        List<String> events = new ArrayList<>();
        Channel<String> jobs = Channel.bounded(1);
        ScheduledTask<Void> worker = spawn(cleansUp(jobs, around, events));
        await(sleep(ms(1)));
        jobs.trySend("tea");
        worker.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(worker)));
        assertEquals(List.of("tea", "cleaned up"), events);
        assertEquals(11, millis());
    }

    @AsyncTest
    void whatAShieldedBlockThrowsIsThrown() throws Exception {
        IOException failure = new IOException();
        assertSame(failure, await(failureOf(shield(() -> {
            throw failure;
        }))));
    }

    // ------------------------------------------------------------------ a task written in place

    @AsyncTest
    void anAsyncBlockRunsWhenItIsAwaitedOrSpawned() throws Exception {
        List<String> events = new ArrayList<>();
        Task<String> task = async(() -> {
            events.add("runs");
            return Task.of("value");
        });
        assertEquals(List.of(), events);
        assertEquals("value", await(task));
        ScheduledTask<String> spawned = spawn(async(() -> {
            await(sleep(ms(1)));
            return Task.of("spawned");
        }));
        assertEquals("spawned", await(spawned));
        assertInstanceOf(IllegalStateException.class, await(failureOf(task)));
    }

    @AsyncTest
    void anAsyncBlockThatIsCancelledBeforeItStartsNeverRuns() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> task = spawn(async(() -> named("never", ms(1), events)));
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(List.of(), events);
    }

    /** A stage runs whether anybody waits or not, so nothing need wait for it in the background. */
    @Test
    void aShieldOfAStageThatIsGivenUpLeavesNothingBehind() throws Exception {
        CompletableFuture<String> shared = new CompletableFuture<>();
        onEverySchedule(() -> {
            for (int i = 0; i < 10; i++) {
                assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(shield(shared), ms(1)))));
            }
            assertEquals(List.of(currentTask()), EventLoop.current().tasks());
            return Task.done();
        });
        assertFalse(shared.isDone(), "the end of the loop has cancelled it");
        assertEquals(1, shared.getNumberOfDependents(), "of all the waits together");
    }

    /** The end of a loop ends those who wait, and not what belongs to others. */
    @Test
    void aStageThatIsShieldedOutlivesTheLoop() throws Exception {
        CompletableFuture<String> shared = new CompletableFuture<>();
        try (EventLoop loop = EventLoop.simulated(1)) {
            loop.run(async(() -> {
                spawn(shield(shared));
                return Task.of(await(sleep(ms(1))));
            }));
        }
        assertFalse(shared.isDone());
    }

    @AsyncTest
    void aShieldOfAStageGivesItsValueOrItsFailure() throws Exception {
        CompletableFuture<String> late = new CompletableFuture<>();
        ScheduledTask<String> first = spawn(shield(late));
        ScheduledTask<String> second = spawn(shield(late));
        await(sleep(ms(1)));
        late.complete("late");
        assertEquals("late", await(first));
        assertEquals("late", await(second));
        assertEquals("late", await(shield(late)));
        IOException failure = new IOException();
        assertSame(failure, await(failureOf(shield(CompletableFuture.failedFuture(failure)))));
        CompletableFuture<String> ofOthers = new CompletableFuture<>();
        ScheduledTask<String> third = spawn(shield(ofOthers.minimalCompletionStage()));
        await(sleep(ms(1)));
        ofOthers.completeExceptionally(failure);
        assertSame(failure, await(failureOf(third)));
    }
}
