// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.asCompleted;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.timeout;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static dev.weft.sync.Select.on;
import static dev.weft.sync.Select.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.Condition;
import dev.weft.sync.ConditionStatistics;
import dev.weft.sync.Mutex;
import dev.weft.sync.MutexStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours of a condition, of asyncio's test_locks, trio's test_sync and Hackerl's, and that no signal is lost. */
@Timeout(120)
@SuppressWarnings("try") // a guard is held, and nothing else is done with it
class ConditionTest implements OnEverySchedule {
    private static final int STORMS = Storm.SEEDS;

    private final Mutex mutex = new Mutex("items");
    private final Condition condition = new Condition("not empty", mutex);
    private final List<String> events = new ArrayList<>();
    private int items;

    @Async
    private Task<Void> waits(String name) {
        try (Mutex.Guard guard = await(mutex.lock())) {
            await(condition.untilSignalled());
            assertSame(currentTask(), mutex.owner());
            events.add(name);
        }
        return Task.done();
    }

    /** Takes one of the items, waiting until there is one. */
    @Async
    private Task<Void> takes(String name) {
        try (Mutex.Guard guard = await(mutex.lock())) {
            await(condition.waitFor(() -> items > 0));
            assertSame(currentTask(), mutex.owner());
            items--;
            events.add(name);
        }
        return Task.done();
    }

    /** Spawned one after the other, so that each waits before the next does. */
    @Async
    private Task<List<ScheduledTask<Void>>> waiting(String... names) {
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        for (String name : names) {
            tasks.add(spawn(name, waits(name)));
            await(sleep(ms(1)));
        }
        return Task.of(tasks);
    }

    @Async
    private Task<Void> signals(int most) {
        try (Mutex.Guard guard = await(mutex.lock())) {
            condition.signal(most);
        }
        return Task.done();
    }

    /** asyncio test_locks: wait. trio test_sync: the same. */
    @AsyncTest
    void thoseWhoAreSignalledGoOnInOrderEachWithTheMutex() {
        List<ScheduledTask<Void>> tasks = await(waiting("a", "b", "c"));
        assertFalse(mutex.isLocked());
        try (Mutex.Guard guard = await(mutex.lock())) {
            condition.signal();
            await(sleep(ms(1)));
            assertEquals(List.of(), events);
        }
        await(sleep(ms(1)));
        assertEquals(List.of("a"), events);
        await(signals(2));
        for (ScheduledTask<Void> task : tasks) {
            await(task);
        }
        assertEquals(List.of("a", "b", "c"), events);
        assertFalse(mutex.isLocked());
    }

    /** As a task does that is cancelled before it could wait for what another one awaits. */
    @AsyncTest
    void whoNeverWaitedTakesNobodyOutOfTheLine() {
        Awaitable<Void> wait = condition.untilSignalled();
        ScheduledTask<Void> task = spawn("a", waitsFor(wait));
        await(sleep(ms(1)));
        assertTrue(wait.withdraw(() -> {}));
        assertEquals(1, condition.statistics().waiting());
        await(signals(1));
        await(task);
        assertFalse(mutex.isLocked());
    }

    @Async
    private Task<Void> waitsFor(Awaitable<Void> wait) {
        try (Mutex.Guard guard = await(mutex.lock())) {
            await(wait);
        }
        return Task.done();
    }

    /** asyncio test_locks: wait cancel. trio test_sync: who was cancelled holds the lock all the same. */
    @AsyncTest
    void whoIsCancelledHasTheMutexWhenItIsThrown() {
        ScheduledTask<Void> task = await(waiting("a")).get(0);
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(new ConditionStatistics(0, new MutexStatistics(false, null, 0)), condition.statistics());
    }

    @Async
    private Task<Void> saysWhoHoldsItAtTheEnd() {
        Mutex.Guard guard = await(mutex.lock());
        try {
            await(condition.untilSignalled());
        } catch (CancellationException cancelled) {
            assertSame(currentTask(), mutex.owner());
            events.add(cancelled.getMessage());
            throw cancelled;
        } finally {
            guard.close();
        }
        return Task.done();
    }

    /** asyncio test_locks: cancelled error wakeup, cancelled error re-acquire. The exception says who asked, as any. */
    @AsyncTest
    void whoIsCancelledWaitsForTheMutexAndIsToldWhoAsked() {
        for (boolean signalled : new boolean[] {false, true}) {
            events.clear();
            ScheduledTask<Void> task = spawn("a", saysWhoHoldsItAtTheEnd());
            await(sleep(ms(1)));
            try (Mutex.Guard guard = await(mutex.lock())) {
                if (signalled) {
                    condition.signal();
                }
                task.cancel();
                await(sleep(ms(1)));
                assertEquals(State.SUSPENDED, task.state());
                assertEquals(1, mutex.statistics().waiting());
                task.cancel();
                await(sleep(ms(1)));
                assertEquals(State.SUSPENDED, task.state());
            }
            assertInstanceOf(CancellationException.class, await(failureOf(task)));
            assertTrue(events.get(0).startsWith("cancelled by task main at "), events::toString);
            assertFalse(mutex.isLocked());
        }
    }

    /**
     * asyncio test_locks: wait cancel contested, wait cancel after notify, cancelled wakeup, cancelled wakeup relock. Hackerl: forwarded.
     */
    @AsyncTest
    void aSignalThatHitOneWhoIsCancelledGoesToTheNext() {
        for (int when = 0; when < 3; when++) {
            events.clear();
            ScheduledTask<Void> first = spawn(takes("a"));
            await(sleep(ms(1)));
            ScheduledTask<Void> second = spawn(takes("b"));
            await(sleep(ms(1)));
            try (Mutex.Guard guard = await(mutex.lock())) {
                items++;
                if (when == 0) {
                    first.cancel();
                }
                condition.signal();
                if (when == 2) {
                    await(sleep(ms(1)));
                }
                if (when > 0) {
                    first.cancel();
                }
                await(sleep(ms(1))); // it is cancelled before the mutex is free
            }
            await(second);
            assertInstanceOf(CancellationException.class, await(failureOf(first)));
            assertEquals(List.of("b"), events);
            assertEquals(0, items);
        }
    }

    /**
     * Decision 5: who had the mutex already when it was cancelled goes on, and is cancelled at the next await. asyncio test_locks: wait
     * cancel contested; wait cancel after notify; cancelled wakeup; cancelled wakeup relock.
     */
    @AsyncTest
    void whoHasTheMutexAlreadyGoesOn() {
        ScheduledTask<Void> task = await(waiting("a")).get(0);
        await(signals(1));
        task.cancel();
        await(task);
        assertEquals(List.of("a"), events);
    }

    /** asyncio test_locks: wait unacquired, notify unacquired, notify all unacquired. trio test_sync: the same. */
    @AsyncTest
    void withoutTheMutexItIsRefused() {
        Throwable failure = await(failureOf(condition.untilSignalled()));
        assertEquals(
                "untilSignalled() of condition \"not empty\" needs mutex \"items\" to be held by the calling task, but it is"
                        + " free. Lock it first.",
                failure.getMessage());
        assertInstanceOf(IllegalStateException.class, await(failureOf(condition.waitFor(() -> false))));
        assertThrows(IllegalStateException.class, condition::signal);
        assertThrows(IllegalStateException.class, condition::signalAll);
        ScheduledTask<Void> holder = spawn("holder", holds());
        await(sleep(ms(1)));
        String message =
                assertThrows(IllegalStateException.class, condition::signal).getMessage();
        assertTrue(message.contains("it is held by task holder"), message);
        await(holder);
    }

    @Async
    private Task<Void> holds() {
        try (Mutex.Guard guard = await(mutex.lock())) {
            assertThrows(IllegalArgumentException.class, () -> condition.signal(-1));
            await(sleep(ms(5)));
        }
        return Task.done();
    }

    private interface Call {
        Awaitable<?> make() throws Exception;
    }

    /** The wait would lock for a task that has gone on, and so for ever. */
    @AsyncTest
    void aWaitFromWhichItsTaskMayGoOnIsRefusedAndTheMutexStaysHeld() throws Exception {
        List<Call> calls = List.of(
                () -> shield(condition.untilSignalled()),
                () -> shield(condition.waitFor(() -> false)),
                () -> waitFor(shield(condition.untilSignalled()), ms(5)),
                () -> shield(waitFor(condition.untilSignalled(), ms(5))),
                () -> shield(gather(List.of(condition.untilSignalled()))),
                () -> shield(select(on(condition.untilSignalled(), signalled -> "signalled"))),
                () -> shield(timeout(ms(5), scope -> Task.of(await(condition.untilSignalled())))),
                () -> select(on(shield(condition.untilSignalled()), signalled -> "signalled")),
                () -> TaskGroup.run(group -> Task.of(await(group.spawn(condition.untilSignalled())))),
                () -> asCompleted(List.of(condition.untilSignalled()), parts -> Task.of(await(parts.next()))));
        for (Call call : calls) {
            try (Mutex.Guard guard = await(mutex.lock())) {
                Throwable refused = await(failureOf(call.make()));
                assertInstanceOf(IllegalStateException.class, refused);
                assertTrue(
                        refused.getMessage()
                                .contains(" of condition \"not empty\" gives mutex \"items\" away until it ends"),
                        refused.getMessage());
                assertSame(currentTask(), mutex.owner());
            }
        }
        assertEquals(0, condition.statistics().waiting());
    }

    /** asyncio test_locks: wait for. */
    @AsyncTest
    void aPredicateIsWaitedForOverSignalsThatComeTooEarly() {
        ScheduledTask<Void> task = spawn(takes("a"));
        await(sleep(ms(1)));
        await(signals(1));
        await(sleep(ms(1)));
        assertEquals(State.SUSPENDED, task.state());
        assertEquals(new ConditionStatistics(1, new MutexStatistics(false, null, 0)), condition.statistics());
        items = 1;
        await(signals(1));
        await(task);
        assertEquals(List.of("a"), events);
    }

    /** asyncio test_locks: wait for unacquired. A predicate that is true needs no mutex. */
    @AsyncTest
    void aPredicateThatIsTrueWaitsForNothing() throws Exception {
        await(condition.waitFor(() -> true));
        assertFalse(mutex.isLocked());
    }

    @Async
    private Task<Void> fails() {
        try (Mutex.Guard guard = await(mutex.lock())) {
            await(condition.waitFor(() -> {
                if (items > 0) {
                    throw new IllegalArgumentException("on purpose");
                }
                return false;
            }));
        }
        return Task.done();
    }

    @AsyncTest
    void whatThePredicateThrowsIsThrownWithTheMutexHeld() {
        ScheduledTask<Void> task = spawn(fails());
        await(sleep(ms(1)));
        items = 1;
        await(signals(1));
        assertInstanceOf(IllegalArgumentException.class, await(failureOf(task)));
        assertFalse(mutex.isLocked());
    }

    /** asyncio test_locks: notify, notify all. */
    @AsyncTest
    void moreSignalsThanWaitersWakeAll() {
        List<ScheduledTask<Void>> tasks = await(waiting("a", "b", "c"));
        await(signals(1));
        await(sleep(ms(1)));
        assertEquals(List.of("a"), events);
        await(signals(2_048));
        await(sleep(ms(1)));
        assertEquals(List.of("a", "b", "c"), events);
        tasks.addAll(await(waiting("d", "e")));
        try (Mutex.Guard guard = await(mutex.lock())) {
            condition.signalAll();
        }
        for (ScheduledTask<Void> task : tasks) {
            await(task);
        }
        assertEquals(List.of("a", "b", "c", "d", "e"), events);
    }

    /** trio test_sync: who is signalled waits for the lock. asyncio test_locks: repr. */
    @AsyncTest
    void saysHowManyWaitHereAndForTheMutex() {
        assertEquals("condition \"not empty\" (0 waiting, of mutex \"items\" (free))", condition.toString());
        List<ScheduledTask<Void>> tasks = await(waiting("a", "b", "c"));
        assertEquals("\"not empty\", 3 waiting", condition.describe().identity());
        assertEquals("condition", condition.untilSignalled().describe().kind());
        try (Mutex.Guard guard = await(mutex.lock())) {
            condition.signal(2);
            assertEquals(1, condition.statistics().waiting());
            assertEquals(2, condition.statistics().mutex().waiting());
        }
        assertEquals(1, condition.statistics().mutex().waiting());
        await(sleep(ms(1)));
        await(signals(1));
        for (ScheduledTask<Void> task : tasks) {
            await(task);
        }
    }

    /** asyncio test_locks: explicit lock. */
    @AsyncTest
    void oneMutexMayHaveSeveralConditions() throws Exception {
        Condition other = new Condition(mutex);
        assertSame(mutex, other.mutex());
        ScheduledTask<Void> task = await(waiting("a")).get(0);
        await(mutex.lock());
        other.signalAll();
        mutex.unlock();
        await(sleep(ms(1)));
        assertEquals(List.of(), events);
        await(signals(1));
        await(task);
    }

    @Async
    private Task<Void> waitsFor(long millis) throws TimeoutException {
        try (Mutex.Guard guard = await(mutex.lock())) {
            try {
                await(waitFor(condition.untilSignalled(), ms(millis)));
                events.add("in time");
            } finally {
                assertSame(currentTask(), mutex.owner());
            }
        }
        return Task.done();
    }

    /** asyncio test_locks: timeout in block. */
    @AsyncTest
    void aWaitWithALimitOfTimeHasTheMutexHoweverItEnds() throws TimeoutException {
        assertInstanceOf(TimeoutException.class, await(failureOf(waitsFor(5))));
        assertFalse(mutex.isLocked());
        ScheduledTask<Void> task = spawn(waitsFor(5));
        await(sleep(ms(1)));
        await(signals(1));
        await(task);
        assertEquals(List.of("in time"), events);
        assertEquals(new ConditionStatistics(0, new MutexStatistics(false, null, 0)), condition.statistics());
    }

    /** asyncio test_locks: ambiguous loops. */
    @Test
    void belongsToTheLoopOfItsMutex() throws Exception {
        try (EventLoop first = EventLoop.simulated(1);
                EventLoop second = EventLoop.simulated(1)) {
            first.run(signals(1));
            Throwable failure = second.run(failureOf(condition.untilSignalled()));
            assertTrue(
                    failure.getMessage().contains("belongs to the thread that runs its event loop"), failure::toString);
        }
    }

    @Async
    private Task<Void> consumes(Random random) throws Exception {
        try (Mutex.Guard guard = await(mutex.lock())) {
            Awaitable<Void> wait = condition.waitFor(() -> items > 0);
            await(random.nextInt(3) == 0 ? waitFor(wait, ms(random.nextInt(4))) : wait);
            items--;
            if (random.nextBoolean()) {
                await(yieldNow());
            }
        } catch (TimeoutException late) {
            events.add("late");
        }
        return Task.done();
    }

    /** Puts one item, also if it is cancelled meanwhile: it starts with the mutex free, or waits for it in vain. */
    @Async
    private Task<Void> produces(Random random) {
        await(sleep(ms(random.nextInt(4))));
        try (Mutex.Guard guard = await(mutex.lock())) {
            items++;
            condition.signal();
            if (random.nextBoolean()) {
                await(yieldNow());
            }
        }
        return Task.done();
    }

    /** When nobody runs any more who could signal, nobody waits while there is an item: a signal that hit one who was cancelled went on. */
    @Test
    void noSignalIsLost() {
        Storm.rage(STORMS, random -> new Storm.Primitive() {
            private final ConditionTest test = new ConditionTest();

            @Override
            public Storm.User user() {
                return each -> each.nextBoolean() ? test.produces(each) : test.consumesAndWatches(each);
            }

            @Override
            public void check() {
                assertEquals(
                        new ConditionStatistics(0, new MutexStatistics(false, null, 0)), test.condition.statistics());
            }
        });
    }

    /** Consumes in a task of its own, which is cancelled if it waits though all is quiet; then there must be no item. */
    @Async
    private Task<Void> consumesAndWatches(Random random) throws Exception {
        ScheduledTask<Void> consumer = spawn(consumes(random));
        try {
            await(sleep(ms(50)));
        } finally {
            if (currentTask().cancelling() == 0
                    && consumer.state() == State.SUSPENDED
                    && condition.statistics().waiting() > 0) {
                assertEquals(0, items, "there is an item, and somebody waits for one");
            }
            consumer.cancel();
            await(failureOf(consumer));
        }
        return Task.done();
    }
}
