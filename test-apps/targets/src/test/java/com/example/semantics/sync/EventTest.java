// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.support.Scale;
import dev.weft.sync.Event;
import dev.weft.sync.EventStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours of an event, of asyncio's test_locks and trio's test_sync, of one that resets itself, and across threads. */
@Timeout(120)
class EventTest implements OnEverySchedule {
    private static final int STORMS = Storm.SEEDS;

    @Async
    private static Task<Void> waits(Event event, String name, List<String> events) {
        await(event.untilSet());
        events.add(name);
        return Task.done();
    }

    /** Spawned one after the other, so that each waits before the next does. */
    @Async
    private static Task<List<ScheduledTask<Void>>> waiting(Event event, List<String> events, String... names) {
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        for (String name : names) {
            tasks.add(spawn(waits(event, name, events)));
            await(sleep(ms(1)));
        }
        return Task.of(tasks);
    }

    /** asyncio test_locks: repr; trio test_sync: statistics. */
    @AsyncTest
    void saysWhichOneItIsWhetherItIsSetAndHowManyWait() throws Exception {
        Event event = new Event("ready");
        assertEquals("event \"ready\" (not set, 0 waiting)", event.toString());
        ScheduledTask<Void> task = await(waiting(event, new ArrayList<>(), "a")).get(0);
        assertEquals(
                "\"ready\", not set, 1 waiting", event.untilSet().describe().identity());
        assertEquals("event", event.describe().kind());
        assertEquals(new EventStatistics(false, 1), event.statistics());
        event.set();
        assertEquals("event \"ready\" (set, 0 waiting)", event.toString());
        await(task);
    }

    /** asyncio test_locks: wait; trio test_sync: all who wait are woken. Hackerl event: several waiters; cancel. */
    @AsyncTest
    void allWhoWaitGoOnWhenItIsSet() throws Exception {
        Event event = new Event();
        List<String> events = new ArrayList<>();
        List<ScheduledTask<Void>> tasks = await(waiting(event, events, "a", "b"));
        assertEquals(List.of(), events);
        tasks.add(spawn(waits(event, "c", events)));
        event.set();
        for (ScheduledTask<Void> task : tasks) {
            await(task);
        }
        assertEquals(3, events.size());
        assertTrue(event.isSet());
    }

    /** asyncio test_locks: wait on set, clear. */
    @AsyncTest
    void nobodyWaitsWhileItIsSetAndAllDoWhenItIsCleared() throws Exception {
        Event event = new Event();
        event.set();
        await(event.untilSet());
        await(event.untilSet());
        event.clear();
        assertFalse(event.isSet());
        assertInstanceOf(TimeoutException.class, await(failureOf(waitFor(event.untilSet(), ms(1)))));
        assertEquals(new EventStatistics(false, 0), event.statistics());
    }

    /** asyncio test_locks: wait cancel. Hackerl event: several waiters; cancel. */
    @AsyncTest
    void whoIsCancelledLeavesNothing() throws Exception {
        Event event = new Event();
        ScheduledTask<Void> task = await(waiting(event, new ArrayList<>(), "a")).get(0);
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(0, event.statistics().waiting());
    }

    /** asyncio test_locks: clear with waiters. */
    @AsyncTest
    void whoWaitedWhenItWasSetGoesOnThoughItIsClearedAtOnce() throws Exception {
        Event event = new Event();
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> task = await(waiting(event, events, "a")).get(0);
        event.set();
        event.clear();
        assertFalse(event.isSet());
        await(task);
        assertEquals(List.of("a"), events);
    }

    @AsyncTest
    void oneThatResetsItselfLetsInOneEachTimeInOrder() throws Exception {
        Event event = Event.autoReset();
        List<String> events = new ArrayList<>();
        List<ScheduledTask<Void>> tasks = await(waiting(event, events, "a", "b"));
        event.set();
        await(tasks.get(0));
        assertFalse(event.isSet());
        assertEquals(List.of("a"), events);
        event.set();
        await(tasks.get(1));
        event.set();
        event.set();
        assertTrue(event.isSet());
        await(event.untilSet());
        assertFalse(event.isSet());
    }

    @Async
    private static Task<Void> passesOn(Event event, List<String> events) {
        await(event.untilSet());
        try {
            await(sleep(LONG));
            events.add("never");
        } finally {
            event.set();
        }
        return Task.done();
    }

    @AsyncTest
    void whatOneThatIsCancelledWasLetInForGoesToTheNext() throws Exception {
        for (boolean cancelFirst : new boolean[] {true, false}) {
            Event event = Event.autoReset();
            List<String> events = new ArrayList<>();
            ScheduledTask<Void> first = spawn(passesOn(event, events));
            await(sleep(ms(1)));
            List<ScheduledTask<Void>> tasks = await(waiting(event, events, "b"));
            if (cancelFirst) {
                first.cancel();
            }
            event.set();
            first.cancel();
            assertInstanceOf(CancellationException.class, await(failureOf(first)));
            await(tasks.get(0));
            assertEquals(List.of("b"), events);
        }
    }

    /** What was asked whether it is ready, and is withdrawn then, has taken nothing. */
    @Test
    void oneThatResetsItselfStaysSetWhenWhoAskedIsWithdrawn() throws Exception {
        Event event = Event.autoReset();
        event.set();
        Awaitable<Void> asked = event.untilSet();
        assertTrue(asked.isReady());
        assertFalse(event.isSet());
        asked.withdraw(() -> {});
        assertTrue(event.isSet());
    }

    @Test
    void aPlainThreadSetsItForTasksOfTwoLoopsAndWaitsForIt() throws Exception {
        Event event = new Event();
        Event back = new Event();
        List<CompletableFuture<Void>> futures = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            futures.add(CompletableFuture.runAsync(() -> {
                try (EventLoop loop = EventLoop.create()) {
                    loop.run(waitsAndSets(event, back));
                }
            }));
        }
        event.set();
        back.untilSet().block();
        for (CompletableFuture<Void> future : futures) {
            future.join();
        }
        assertEquals(new EventStatistics(true, 0), event.statistics());
    }

    @Async
    private static Task<Void> waitsAndSets(Event event, Event back) {
        await(event.untilSet());
        back.set();
        return Task.done();
    }

    /** Two threads hand a token to and fro between tasks of two loops, so often that the wakes and the waits meet. */
    @Test
    void aTokenThatIsHandedBetweenLoopsIsNeverLost() throws Exception {
        int rounds = Scale.of(500, 100_000);
        Event there = Event.autoReset();
        Event back = Event.autoReset();
        CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
            try (EventLoop loop = EventLoop.create()) {
                loop.run(relays(there, back, rounds));
            }
        });
        there.set();
        try (EventLoop loop = EventLoop.create()) {
            loop.run(relays(back, there, rounds));
        }
        other.join();
        there.untilSet().block();
        assertEquals(new EventStatistics(false, 0), there.statistics());
        assertEquals(new EventStatistics(false, 0), back.statistics());
    }

    @Async
    private static Task<Void> relays(Event from, Event to, int rounds) {
        for (int i = 0; i < rounds; i++) {
            await(from.untilSet());
            to.set();
        }
        return Task.done();
    }

    @Async
    private static Task<Void> uses(Event event, Random random) throws Exception {
        for (int times = random.nextInt(4); times >= 0; times--) {
            if (random.nextInt(8) == 0) {
                currentTask().cancel();
            }
            try {
                await(random.nextBoolean() ? event.untilSet() : waitFor(event.untilSet(), ms(random.nextInt(4))));
            } catch (TimeoutException late) {
                continue;
            }
            try {
                await(sleep(ms(random.nextInt(3))));
            } finally {
                event.set();
            }
        }
        return Task.done();
    }

    /** Who is let in sets it again: it is set in the end, whoever was cancelled, and nobody waits. */
    @Test
    void isSetInTheEnd() {
        Storm.rage(STORMS, random -> new Storm.Primitive() {
            private final Event event = Event.autoReset();

            {
                event.set();
            }

            @Override
            public Storm.User user() {
                return each -> uses(event, each);
            }

            @Override
            public void check() {
                assertEquals(new EventStatistics(true, 0), event.statistics());
            }
        });
    }
}
