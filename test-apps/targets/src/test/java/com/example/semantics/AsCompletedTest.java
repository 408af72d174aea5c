// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failsAfter;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.named;
import static com.example.semantics.Schedules.onEverySchedule;
import static com.example.semantics.Schedules.slowToEnd;
import static dev.weft.Weft.asCompleted;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AsCompleted;
import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours of asyncio's test_tasks that concern as_completed; that nothing is left behind is trio's. */
@Timeout(120)
class AsCompletedTest implements OnEverySchedule {
    @Async
    private static Task<List<String>> takesAll(AsCompleted<String> parts) {
        List<String> results = new ArrayList<>();
        while (parts.hasNext()) {
            results.add(await(parts.next()));
        }
        return Task.of(results);
    }

    /** asyncio test_tasks: as_completed. */
    @AsyncTest
    void resultsComeInTheOrderInWhichThePartsEnd() throws Exception {
        List<String> events = new ArrayList<>();
        List<String> results = await(asCompleted(
                List.of(named("c", ms(3), events), named("a", ms(1), events), named("b", ms(2), events)),
                AsCompletedTest::takesAll));
        assertEquals(List.of("a", "b", "c"), results);
        assertEquals(3, millis());
    }

    @AsyncTest
    void ofNothingNothingComes() throws Exception {
        assertEquals(List.of(), await(asCompleted(List.<Task<String>>of(), AsCompletedTest::takesAll)));
    }

    /** asyncio test_tasks: as_completed_with_timeout. */
    @AsyncTest
    void aWaitForTheNextMayBeLimited() throws Exception {
        List<String> events = new ArrayList<>();
        await(asCompleted(List.of(named("a", ms(1), events), named("b", ms(10), events)), parts -> {
            assertEquals("a", await(parts.next()));
            assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(parts.next(), ms(2)))));
            assertTrue(parts.hasNext());
            assertEquals("b", await(parts.next()));
            assertFalse(parts.hasNext());
            assertThrows(NoSuchElementException.class, parts::next);
            return Task.done();
        }));
    }

    /** asyncio test_tasks: as_completed_concurrent. */
    @AsyncTest
    void severalMayWaitAtTheSameTime() throws Exception {
        List<String> events = new ArrayList<>();
        List<String> both = await(asCompleted(
                List.of(named("b", ms(2), events), named("a", ms(1), events)),
                parts -> Task.of(await(gather(List.of(parts.next(), parts.next()))))));
        assertEquals(2, both.size());
        assertTrue(both.containsAll(List.of("a", "b")));
    }

    /** asyncio test_tasks: as_completed_reverse_wait; an end that somebody was handed who is cancelled goes to the next. */
    @AsyncTest
    void nothingIsLostWhenAWaitIsCancelledInTheTurnOfAnEnd() throws Exception {
        List<String> events = new ArrayList<>();
        List<String> results = new ArrayList<>();
        await(asCompleted(List.of(named("a", ms(1), events), named("b", ms(2), events)), parts -> {
            Awaitable<String> first = parts.next();
            ScheduledTask<String> waits = spawn(first);
            await(sleep(ms(1)));
            waits.cancel();
            Throwable thrown = await(failureOf(waits));
            if (thrown == null) {
                results.add(await(waits));
            }
            while (parts.hasNext()) {
                results.add(await(parts.next()));
            }
            return Task.done();
        }));
        assertEquals(List.of("a", "b"), results);
    }

    /** asyncio test_tasks: as_completed with exceptions. */
    @AsyncTest
    void aFailureIsThrownToWhoeverTakesItAndHarmsNobodyElse() throws Exception {
        List<String> events = new ArrayList<>();
        IOException failure = new IOException();
        await(asCompleted(List.of(failsAfter(ms(1), failure), named("b", ms(2), events)), parts -> {
            assertSame(failure, await(failureOf(parts.next())));
            assertEquals("b", await(parts.next()));
            return Task.done();
        }));
    }

    @AsyncTest
    void aBlockThatEndsEarlyEndsTheOtherParts() throws Exception {
        List<String> events = new ArrayList<>();
        String first = await(asCompleted(
                List.of(named("quick", ms(1), events), slowToEnd("slow", ms(5), events, null)),
                parts -> Task.of(await(parts.next()))));
        assertEquals("quick", first);
        assertEquals(List.of("quick", "slow has ended at 6"), events);
    }

    @Test
    void aFailureThatTheBlockHasNotTakenIsReported() throws Exception {
        IOException failure = new IOException();
        try (LogRecords log = new LogRecords()) {
            onEverySchedule(() -> {
                await(asCompleted(List.of(failsAfter(ms(1), failure)), parts -> Task.of(await(sleep(ms(5))))));
                return Task.done();
            });
            assertSame(failure, log.all().get(0).failure());
        }
    }

    @AsyncTest
    void aCancellationGoesToTheBlockAndAllParts() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<List<String>> task = spawn(asCompleted(
                List.of(slowToEnd("a", ms(2), events, null), named("b", LONG, events)), AsCompletedTest::takesAll));
        await(sleep(ms(1)));
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(List.of("b", "b cancelled", "a has ended at 3"), events);
    }

    @AsyncTest
    void aCancelledTaskStartsNoParts() throws Exception {
        List<String> events = new ArrayList<>();
        currentTask().cancel();
        assertInstanceOf(
                CancellationException.class,
                await(failureOf(asCompleted(List.of(named("a", ms(1), events)), AsCompletedTest::takesAll))));
        assertEquals(List.of(), events);
    }

    @AsyncTest
    void stagesAreParts() throws Exception {
        CompletableFuture<String> late = new CompletableFuture<>();
        List<String> results = await(asCompleted(List.of(late, CompletableFuture.completedFuture("done")), parts -> {
            String first = await(parts.next());
            late.complete("late");
            return Task.of(List.of(first, await(parts.next())));
        }));
        assertEquals(List.of("done", "late"), results);
    }

    /** asyncio test_tasks: as completed resume iterator. */
    @AsyncTest
    void whatIsLeftIsTakenAfterAPause() throws Exception {
        List<String> events = new ArrayList<>();
        await(asCompleted(List.of(named("b", ms(2), events), named("a", ms(1), events)), parts -> {
            assertEquals("a", await(parts.next()));
            await(sleep(ms(5)));
            assertTrue(parts.hasNext());
            assertEquals("b", await(parts.next()));
            assertFalse(parts.hasNext());
            return Task.done();
        }));
        assertEquals(6, millis());
    }

    /** asyncio test_tasks: as completed with unused timeout. */
    @AsyncTest
    void aLimitThatIsNotReachedChangesNothing() throws Exception {
        List<String> events = new ArrayList<>();
        assertEquals(
                "a",
                await(waitFor(
                        asCompleted(List.of(named("a", ms(1), events)), parts -> Task.of(await(parts.next()))),
                        ms(10))));
        assertEquals(1, millis());
    }

    /** asyncio test_tasks: as completed duplicate coroutines, of which it makes one. */
    @Test
    void theSameTaskTwiceIsRefusedAndNobodyIsForgotten() throws Exception {
        try (LogRecords log = new LogRecords()) {
            onEverySchedule(() -> {
                List<String> events = new ArrayList<>();
                Task<String> twice = named("twice", ms(1), events);
                List<Task<String>> tasks = List.of(twice, twice, named("third", ms(1), events));
                assertInstanceOf(
                        IllegalStateException.class,
                        await(failureOf(asCompleted(tasks, parts -> Task.of(await(parts.next()))))));
                return Task.done();
            });
            assertEquals(List.of(), log.messages());
        }
    }

    @Async
    private static Task<String> takesNext(AsCompleted<String> parts) {
        return Task.of(await(parts.next()));
    }

    /** The parts are there only while the block runs. */
    @AsyncTest
    void whoWaitsForANextOneWhenTheBlockEndsIsTold() throws Exception {
        List<String> events = new ArrayList<>();
        List<ScheduledTask<String>> helpers = new ArrayList<>();
        await(asCompleted(List.of(named("a", LONG, events)), parts -> {
            helpers.add(spawn(takesNext(parts)));
            return Task.of(await(sleep(ms(1))));
        }));
        Throwable thrown = await(failureOf(helpers.get(0)));
        assertInstanceOf(IllegalStateException.class, thrown);
        assertTrue(thrown.getMessage().startsWith("The block of asCompleted(...) has ended"), thrown.getMessage());
    }

    @AsyncTest
    void afterTheBlockThereIsNoNextOne() throws Exception {
        List<String> events = new ArrayList<>();
        List<AsCompleted<String>> kept = new ArrayList<>();
        List<Awaitable<String>> asked = new ArrayList<>();
        await(asCompleted(List.of(named("a", LONG, events), named("b", LONG, events)), parts -> {
            kept.add(parts);
            asked.add(parts.next());
            return Task.done();
        }));
        assertFalse(kept.get(0).hasNext());
        assertThrows(IllegalStateException.class, () -> kept.get(0).next());
        assertInstanceOf(IllegalStateException.class, await(failureOf(asked.get(0))));
    }
}
