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
import static dev.weft.Weft.allSettled;
import static dev.weft.Weft.any;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.race;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.AllFailedException;
import dev.weft.Awaitable;
import dev.weft.Outcome;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Tuple2;
import dev.weft.Waiter;
import dev.weft.junit.AsyncTest;
import dev.weft.spi.SingleUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours of asyncio's test_staggered and of wait in test_tasks, and of Hackerl's all, any and race, which cancel and wait for the others. */
@Timeout(120)
class RaceTest implements OnEverySchedule {
    /** A permit that has to come back, taken by who awaits it after a time. */
    private static final class Permit extends SingleUse<String> {
        private final List<String> events;

        Permit(List<String> events) {
            this.events = events;
        }

        @Override
        protected String operation() {
            return "permit";
        }

        @Override
        protected void begin(Waiter waiter) {
            complete();
        }

        @Override
        protected String value() {
            events.add("taken");
            return "permit";
        }

        @Override
        public void discard(String permit) {
            events.add("given back");
        }
    }

    // ------------------------------------------------------------------ any

    /** Hackerl: any gives the first success, and the others have ended when it does. */
    @Test
    void anyGivesTheFirstSuccessAfterTheOthersHaveEnded() throws Exception {
        onEverySchedule(() -> {
            List<String> events = new ArrayList<>();
            String first = await(any(
                    failsAfter(ms(1), new IOException()),
                    named("quick", ms(2), events),
                    slowToEnd("slow", ms(5), events, new IOException())));
            assertEquals("quick", first);
            assertEquals(List.of("quick", "slow has ended at 7"), events);
            return Task.done();
        });
    }

    /** Hackerl: any, all errors in argument order. */
    @AsyncTest
    void anyThrowsAllFailuresInArgumentOrder() throws Exception {
        IOException late = new IOException("late");
        IOException early = new IOException("early");
        Throwable thrown = await(failureOf(any(List.of(failsAfter(ms(2), late), failsAfter(ms(1), early)))));
        AllFailedException failed = assertInstanceOf(AllFailedException.class, thrown);
        assertEquals(List.of(late, early), failed.failures());
        assertEquals("All 2 have failed, the first with java.io.IOException", failed.getMessage());
    }

    /** What fails around the call is suppressed in the exception too, and no failure of a part. */
    @AsyncTest
    void theFailuresOfAnyAreThoseOfItsPartsWhateverElseFails() throws Exception {
        List<String> events = new ArrayList<>();
        IOException a = new IOException("a");
        IOException b = new IOException("b");
        IOException sibling = new IOException("sibling");
        Throwable thrown = await(failureOf(
                gather(any(failsAfter(ms(1), a), failsAfter(ms(1), b)), slowToEnd("slow", ms(1), events, sibling))));
        AllFailedException failed = assertInstanceOf(AllFailedException.class, thrown);
        assertEquals(List.of(a, b), failed.failures());
        assertEquals(List.of(a, b, sibling), List.of(failed.getSuppressed()));
    }

    @AsyncTest
    void aPartThatOthersCancelHasFailedForAny() throws Exception {
        ScheduledTask<Void> cancelled = spawn(sleep(LONG));
        await(sleep(ms(1)));
        cancelled.cancel();
        Throwable thrown = await(failureOf(any(cancelled)));
        List<Throwable> failures = ((AllFailedException) thrown).failures();
        assertInstanceOf(CancellationException.class, failures.get(0));
    }

    /** The contract: any and race of nothing are refused. asyncio test_tasks: wait errors. */
    @AsyncTest
    void anyAndRaceOfNothingAreRefused() throws Exception {
        List<Task<String>> none = List.of();
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> any(none));
        assertTrue(refused.getMessage().startsWith("any(...) of nothing"), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> race(none));
    }

    @AsyncTest
    void aResultOfAPartThatLosesIsGivenBack() throws Exception {
        List<String> events = new ArrayList<>();
        assertEquals("permit", await(any(new Permit(events), new Permit(events))));
        events.removeIf("taken"::equals);
        assertEquals(List.of("given back"), events);
    }

    @AsyncTest
    void theResultOfTheWinnerIsGivenBackIfTheWaiterIsCancelledWhileTheOthersEnd() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> task = spawn(any(List.of(new Permit(events), slowToEnd("slow", ms(5), events, null))));
        await(sleep(ms(1)));
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(1, events.stream().filter("given back"::equals).count(), events::toString);
    }

    // ------------------------------------------------------------------ race

    /** asyncio test_tasks: wait for the first completed; Hackerl: race, which cancels the others and waits for them. */
    @Test
    void raceGivesTheFirstToEndAfterTheOthersHaveEnded() throws Exception {
        onEverySchedule(() -> {
            List<String> events = new ArrayList<>();
            assertEquals(
                    "quick",
                    await(race(named("quick", ms(2), events), slowToEnd("slow", ms(5), events, new IOException()))));
            assertEquals(7, millis());
            return Task.done();
        });
    }

    /** asyncio test_tasks: wait for the first exception. Hackerl: race: the first to end. */
    @AsyncTest
    void raceThrowsTheFailureOfTheFirstToEndWithWhatElseFails() throws Exception {
        List<String> events = new ArrayList<>();
        IOException first = new IOException("first");
        IOException other = new IOException("other");
        Throwable thrown = await(failureOf(race(slowToEnd("slow", ms(5), events, other), failsAfter(ms(1), first))));
        assertSame(first, thrown);
        assertArrayEquals(new Throwable[] {other}, thrown.getSuppressed());
    }

    /** Hackerl: race: cancel. */
    @AsyncTest
    void aCancellationOfARaceGoesToAllParts() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> task =
                spawn(race(slowToEnd("a", ms(2), events, null), slowToEnd("b", ms(1), events, new IOException("b"))));
        await(sleep(ms(1)));
        task.cancel();
        Throwable thrown = await(failureOf(task));
        assertInstanceOf(CancellationException.class, thrown);
        assertEquals("b", thrown.getSuppressed()[0].getMessage());
        assertEquals(List.of("b has ended at 2", "a has ended at 3"), events);
    }

    @AsyncTest
    void aCancelledTaskStartsNoRace() throws Exception {
        List<String> events = new ArrayList<>();
        currentTask().cancel();
        Awaitable<String> race = race(named("a", ms(1), events), named("b", ms(1), events));
        assertInstanceOf(CancellationException.class, await(failureOf(race)));
        assertEquals(List.of(), events);
    }

    // ------------------------------------------------------------------ all settled

    /** asyncio test_tasks: gather that returns exceptions; Hackerl: allSettled. cppcoro: when_all_ready: never throws. */
    @AsyncTest
    void allSettledWaitsForAllHoweverTheyEnd() throws Exception {
        List<String> events = new ArrayList<>();
        IOException failure = new IOException();
        Tuple2<Outcome<String>, Outcome<String>> both =
                await(allSettled(failsAfter(ms(1), failure), named("slow", ms(5), events)));
        assertEquals(new Outcome<>(null, failure), both.first());
        assertEquals(new Outcome<>("slow", null), both.second());
        assertSame(failure, assertThrows(IOException.class, () -> getOf(both.first())));
        assertEquals("slow", both.second().get());
        assertEquals(5, millis());
    }

    private static void getOf(Outcome<?> outcome) throws Exception {
        outcome.get();
    }

    /** asyncio test_tasks: wait with iterator of tasks; result exception one cancellation. */
    @AsyncTest
    void allSettledOfAListKeepsTheArgumentOrder() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> cancelled = spawn(named("c", LONG, events));
        await(sleep(ms(1)));
        cancelled.cancel();
        List<Outcome<String>> all =
                await(allSettled(List.of(named("a", ms(3), events), cancelled, named("b", ms(1), events))));
        assertEquals("a", all.get(0).value());
        assertInstanceOf(CancellationException.class, all.get(1).failure());
        assertTrue(all.get(2).isSuccess());
        assertEquals(List.of(), await(allSettled(List.<Task<String>>of())));
    }

    /** Hackerl: allSettled: success, failure and cancel. */
    @AsyncTest
    void aCancelledAllSettledThrowsAndGivesBack() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<List<Outcome<String>>> task =
                spawn(allSettled(List.of(new Permit(events), slowToEnd("slow", ms(5), events, null))));
        await(sleep(ms(1)));
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(List.of("taken", "given back", "slow has ended at 6"), events);
    }
}
