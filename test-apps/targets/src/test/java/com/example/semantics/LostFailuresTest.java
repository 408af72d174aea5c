// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failsAfter;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.inOrder;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.named;
import static com.example.semantics.Schedules.onEverySchedule;
import static com.example.semantics.Schedules.slowToEnd;
import static dev.weft.Weft.allSettled;
import static dev.weft.Weft.any;
import static dev.weft.Weft.asCompleted;
import static dev.weft.Weft.async;
import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.race;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.UnseenFailure;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A failure is thrown, suppressed in what is thrown, or reported, also where it comes in answer to a cancellation and a structured call
 * stands between the task that fails and whoever has cancelled it.
 */
@Timeout(120)
class LostFailuresTest implements OnEverySchedule {
    private final IOException flush = new IOException("the flush has failed");
    private final IOException first = new IOException("first");

    /** Cancelled, it ends with its cancellation, in which the failure is suppressed. */
    @Async
    private static Task<String> failsInside(Exception failure) throws Exception {
        await(gather(failsWhenCancelled(failure), sleep(LONG)));
        return Task.of("never");
    }

    private static Task<String> failsWhenCancelled(Exception failure) throws Exception {
        return slowToEnd("slow", ms(1), new ArrayList<>(), failure);
    }

    /** The failures that are reported from now on. */
    private static List<UnseenFailure> reports() {
        List<UnseenFailure> reported = new ArrayList<>();
        EventLoop.current().setExceptionHandler(reported::add);
        return reported;
    }

    private void assertThrowsBoth(Throwable thrown) {
        assertSame(first, thrown);
        assertArrayEquals(new Throwable[] {flush}, thrown.getSuppressed());
    }

    private void assertFlushReported(List<UnseenFailure> reported) {
        assertEquals(
                List.of(flush), reported.stream().map(UnseenFailure::failure).toList());
    }

    // ------------------------------------------------------------------ suppressed in what is thrown

    @AsyncTest
    void aGatherThrowsItBesideTheFirstFailure() throws Exception {
        assertThrowsBoth(await(failureOf(gather(failsInside(flush), failsAfter(ms(1), first)))));
    }

    @AsyncTest
    void aRaceThrowsItBesideTheFailureThatWins() throws Exception {
        assertThrowsBoth(await(failureOf(race(failsInside(flush), failsAfter(ms(1), first)))));
    }

    @AsyncTest
    void aGroupThrowsItBesideTheFirstFailure() throws Exception {
        assertThrowsBoth(await(failureOf(TaskGroup.run(group -> {
            group.spawn(failsInside(flush));
            return failsAfter(ms(1), first);
        }))));
    }

    @AsyncTest
    void aGroupThrowsWhatItsBlockHidesBesideTheFirstFailure() throws Exception {
        assertThrowsBoth(await(failureOf(TaskGroup.run(group -> {
            group.spawn(failsAfter(ms(1), first));
            return failsInside(flush);
        }))));
    }

    @AsyncTest
    void aGroupInATryStatementThrowsItBesideTheFirstFailure() throws Exception {
        try (TaskGroup group = TaskGroup.open()) {
            group.spawn(failsInside(flush));
            group.spawn(failsAfter(ms(1), first));
            assertThrowsBoth(await(failureOf(group.join())));
        }
    }

    @AsyncTest
    void aCancellationHasWhatIsHiddenInEachPart() throws Exception {
        IOException other = new IOException("other");
        ScheduledTask<?> task = spawn(gather(failsInside(flush), failsInside(other)));
        await(sleep(ms(1)));
        task.cancel();
        Throwable thrown = await(failureOf(task));
        assertInstanceOf(CancellationException.class, thrown);
        assertEquals(2, thrown.getSuppressed().length);
    }

    /** It has not done its work, which nobody has told it to leave. */
    @AsyncTest
    void aCancellationHasAPartThatOthersHaveEnded() throws Exception {
        CompletableFuture<String> ofOthers = new CompletableFuture<>();
        ScheduledTask<?> task = spawn(allSettled(awaits(ofOthers), sleep(LONG)));
        await(sleep(ms(1)));
        ofOthers.cancel(false);
        await(sleep(ms(1)));
        task.cancel();
        Throwable thrown = await(failureOf(task));
        assertInstanceOf(CancellationException.class, thrown.getSuppressed()[0]);
    }

    @Async
    private static Task<String> awaits(CompletableFuture<String> future) {
        return Task.of(await(future));
    }

    // ------------------------------------------------------------------ reported, where nothing is thrown

    @AsyncTest
    void ofAGroupThatIsCancelledItIsReported() throws Exception {
        List<UnseenFailure> reported = reports();
        await(TaskGroup.run(group -> {
            group.spawn("hides it", failsInside(flush));
            await(sleep(ms(1)));
            group.cancel();
            return Task.done();
        }));
        assertFlushReported(reported);
        assertEquals("hides it", reported.get(0).task().name());
    }

    @AsyncTest
    void ofAChildThatIsCancelledAloneItIsReportedAtOnce() throws Exception {
        List<UnseenFailure> reported = reports();
        await(TaskGroup.run(group -> {
            ScheduledTask<String> child = group.spawn(failsInside(flush));
            await(sleep(ms(1)));
            child.cancel();
            await(sleep(ms(5)));
            assertFlushReported(reported);
            return Task.done();
        }));
        assertFlushReported(reported);
    }

    @AsyncTest
    void ofASupervisedChildItIsTold() throws Exception {
        List<Throwable> told = new ArrayList<>();
        await(TaskGroup.supervise((child, failure) -> told.add(failure), group -> {
            ScheduledTask<String> child = group.spawn(failsInside(flush));
            await(sleep(ms(1)));
            child.cancel();
            return Task.done();
        }));
        assertEquals(List.of(flush), told);
    }

    @Test
    void ofAChildThatCloseHasLeftItIsReported() throws Exception {
        try (LogRecords log = new LogRecords()) {
            onEverySchedule(() -> {
                List<UnseenFailure> reported = reports();
                try (TaskGroup group = TaskGroup.open()) {
                    group.spawn(failsInside(flush));
                    await(sleep(ms(1)));
                }
                await(sleep(ms(5)));
                assertFlushReported(reported);
                return Task.done();
            });
            assertEquals(8, log.all().size()); // of close(), on each schedule
        }
    }

    @AsyncTest
    void ofABlockThatIsMovedOnFromItIsReported() throws Exception {
        List<UnseenFailure> reported = reports();
        assertNull(await(moveOnAfter(ms(1), limit -> failsInside(flush))));
        assertFlushReported(reported);
    }

    @AsyncTest
    void ofAPartThatTheBlockOfAsCompletedHasNotTakenItIsReported() throws Exception {
        List<UnseenFailure> reported = reports();
        await(asCompleted(List.of(failsInside(flush)), parts -> Task.of(await(sleep(ms(1))))));
        assertFlushReported(reported);
    }

    @AsyncTest
    void aPartOfAsCompletedThatOthersHaveEndedIsReported() throws Exception {
        List<UnseenFailure> reported = reports();
        CompletableFuture<String> ofOthers = new CompletableFuture<>();
        await(asCompleted(List.of(awaits(ofOthers)), parts -> {
            await(sleep(ms(1)));
            ofOthers.cancel(false);
            return Task.of(await(sleep(ms(1))));
        }));
        assertInstanceOf(CancellationException.class, reported.get(0).failure());
    }

    @AsyncTest
    void ofASpawnedTaskItIsReportedUnlessSomebodyAwaitsThat() throws Exception {
        List<UnseenFailure> reported = reports();
        ScheduledTask<String> seen = spawn(failsInside(first));
        ScheduledTask<String> unseen = spawn(failsInside(flush));
        await(sleep(ms(1)));
        seen.cancel();
        unseen.cancel();
        assertSame(first, await(failureOf(seen)).getSuppressed()[0]);
        await(sleep(ms(5)));
        assertFlushReported(reported);
        assertSame(unseen, reported.get(0).task());
    }

    @Test
    void ofATaskThatTheEndOfTheLoopEndsItIsReported() throws Exception {
        List<UnseenFailure> reported = new ArrayList<>();
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            loop.setExceptionHandler(reported::add);
            loop.run(async(() -> {
                spawn(failsInside(flush));
                ScheduledTask<String> waits = spawn(shield(failsInside(first)));
                await(sleep(ms(1)));
                waits.cancel();
                return Task.done();
            }));
        }
        assertEquals(
                Set.of(flush, first),
                reported.stream().map(UnseenFailure::failure).collect(Collectors.toSet()));
        assertEquals(2, reported.size());
    }

    @Test
    void ofAnAwaitWhoseFutureIsCancelledItIsLogged() throws Exception {
        try (LogRecords log = new LogRecords()) {
            inOrder(() -> {
                CompletableFuture<String> future = failsInside(flush).toCompletableFuture();
                await(sleep(ms(1)));
                future.cancel(false);
                await(sleep(ms(5)));
                return Task.done();
            });
            assertEquals(
                    List.of(flush),
                    log.all().stream().map(LogRecords.Entry::failure).toList());
        }
    }

    // ------------------------------------------------------------------ of those who lose

    @AsyncTest
    void whatALoserAnswersToItsCancellationWithIsReported() throws Exception {
        List<UnseenFailure> reported = reports();
        assertEquals("quick", await(race(quick(), failsWhenCancelled(flush))));
        assertFlushReported(reported);
        assertEquals("quick", await(any(quick(), failsInside(first))));
        assertEquals(
                List.of(flush, first),
                reported.stream().map(UnseenFailure::failure).toList());
    }

    @AsyncTest
    void whatAPartOfAnyHasFailedWithBeforeTheWinnerCameIsExpected() throws Exception {
        List<UnseenFailure> reported = reports();
        assertEquals("quick", await(any(failsAfter(ms(1), first), quick(), failsWhenCancelled(null))));
        assertEquals(List.of(), reported);
    }

    @Async
    private static Task<String> quick() {
        return named("quick", ms(2), new ArrayList<>());
    }

    @Async
    private static Task<String> failsIn(int millis, Exception failure) throws Exception {
        await(sleep(ms(millis)));
        throw failure;
    }

    @AsyncTest
    void whatAClauseThatIsNotTheFirstFailsWithIsReported() throws Exception {
        List<UnseenFailure> reported = reports();
        IOException block = new IOException("block");
        await(select(
                on(sleep(ms(1)), slept -> "slept"),
                on(waitFor(failsWhenCancelled(flush), LONG), x -> "flushed"),
                on(gather(List.of(failsInside(first))), x -> "gathered"),
                on(shield(() -> failsIn(2, block)), x -> "saved")));
        await(sleep(ms(1)));
        assertEquals(
                Set.of(flush, first, block),
                reported.stream().map(UnseenFailure::failure).collect(Collectors.toSet()));
        assertEquals(3, reported.size());
    }

    /** The code that awaits might have had an answer to it. */
    @AsyncTest
    void whatACancellationCameInPlaceOfGoesWithIt() throws Exception {
        List<UnseenFailure> reported = reports();
        CompletableFuture<String> ofOthers = new CompletableFuture<>();
        ScheduledTask<String> task = spawn(awaits(ofOthers));
        await(sleep(ms(1)));
        ofOthers.completeExceptionally(first);
        task.cancel();
        await(sleep(ms(1)));
        assertEquals(List.of(), reported);
        assertSame(first, await(failureOf(task)).getSuppressed()[0]);
    }

    /** An interrupt is how a blocking call is cancelled, and what it throws then is its answer. */
    @Test
    @SuppressWarnings({"weft:BlockingCallInAsync", "weft:LostWhenCancelled"
    }) // on a thread of the pool, which does nothing
    void whatAnInterruptedCallThrowsIsNoFailure() throws Exception {
        try (LogRecords log = new LogRecords()) {
            inOrder(() -> {
                CompletableFuture<String> begun = new CompletableFuture<>();
                String winner = await(race(Awaitable.of(begun), blocking(() -> {
                    begun.complete("begun");
                    new CountDownLatch(1).await();
                    return "never";
                })));
                assertEquals("begun", winner);
                return Task.done();
            });
            assertEquals(List.of(), log.messages());
        }
    }

    // ------------------------------------------------------------------ where nothing can be suppressed

    /** An exception as libraries keep them as constants. */
    private static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1;

        Full() {
            super("full", null, false, false);
        }
    }

    @AsyncTest
    void whatAnExceptionTakesNoSuppressedOnesForIsReported() throws Exception {
        List<UnseenFailure> reported = reports();
        Full full = new Full();
        assertSame(full, await(failureOf(gather(failsAfter(ms(1), full), failsWhenCancelled(flush)))));
        assertFlushReported(reported);
        assertSame(full, await(failureOf(TaskGroup.run(group -> {
            group.spawn("fails too", failsWhenCancelled(first));
            return failsAfter(ms(1), full);
        }))));
        assertSame(first, reported.get(1).failure());
        assertEquals("fails too", reported.get(1).task().name());
    }
}
