// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failsAfter;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
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
import static org.junit.jupiter.api.Assertions.assertNull;
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
import dev.weft.junit.AsyncTest;
import dev.weft.sync.Mutex;
import dev.weft.sync.MutexStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours of a lock, of asyncio's test_locks, trio's test_sync, kotlinx' MutexTest and Hackerl's, and that none is ever lost. */
@Timeout(120)
@SuppressWarnings("try") // a guard is held, and nothing else is done with it
class MutexTest implements OnEverySchedule {
    private static final int STORMS = Storm.SEEDS;

    /** Locks, says so, and unlocks when it has slept. */
    @Async
    private static Task<Void> locks(Mutex mutex, String name, Duration held, List<String> events) {
        try (Mutex.Guard guard = await(mutex.lock())) {
            events.add(name);
            await(sleep(held));
        }
        return Task.done();
    }

    /** Spawned one after the other, so that each waits before the next does. */
    @Async
    private static Task<List<ScheduledTask<Void>>> waiting(Mutex mutex, List<String> events, String... names) {
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        for (String name : names) {
            tasks.add(spawn(name, locks(mutex, name, Duration.ZERO, events)));
            await(sleep(ms(1)));
        }
        return Task.of(tasks);
    }

    /** asyncio test_locks: repr. */
    @AsyncTest
    void saysWhichOneItIsWhoHoldsItAndHowManyWait() throws Exception {
        Mutex mutex = new Mutex("db");
        assertEquals("mutex \"db\" (free)", mutex.toString());
        assertEquals("\"db\", free", mutex.describe().identity());
        await(mutex.lock());
        List<ScheduledTask<Void>> tasks = await(waiting(mutex, new ArrayList<>(), "a"));
        assertEquals("mutex \"db\" (locked, 1 waiting)", mutex.toString());
        assertEquals("mutex", mutex.describe().kind());
        assertEquals("\"db\", locked, 1 waiting", mutex.describe().identity());
        assertSame(currentTask(), mutex.describe().owner());
        mutex.unlock();
        await(tasks.get(0));
        assertTrue(new Mutex().toString().matches("mutex @[0-9a-f]+ \\(free\\)"), "an anonymous one");
    }

    /** asyncio test_locks: acquire. Those who wait get it in order, one at each release. */
    @AsyncTest
    void whoWaitsGetsItInOrder() throws Exception {
        Mutex mutex = new Mutex();
        List<String> events = new ArrayList<>();
        await(mutex.lock());
        List<ScheduledTask<Void>> tasks = await(waiting(mutex, events, "a", "b"));
        assertEquals(List.of(), events);
        mutex.unlock();
        tasks.add(spawn(locks(mutex, "c", Duration.ZERO, events)));
        for (ScheduledTask<Void> task : tasks) {
            await(task);
        }
        assertEquals(List.of("a", "b", "c"), events);
        assertFalse(mutex.isLocked());
    }

    /** asyncio test_locks: acquire cancel. */
    @AsyncTest
    void whoIsCancelledWhileWaitingLeavesTheLine() throws Exception {
        Mutex mutex = new Mutex();
        await(mutex.lock());
        ScheduledTask<Void> task = await(waiting(mutex, new ArrayList<>(), "a")).get(0);
        assertEquals(1, mutex.statistics().waiting());
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(0, mutex.statistics().waiting());
        mutex.unlock();
        assertFalse(mutex.isLocked());
    }

    /** asyncio test_locks: cancel race. Hackerl: unlock after a cancelled waiter wakes the next one. */
    @AsyncTest
    void theNextGetsItWhenTheFirstIsCancelledInTheTurnOfTheUnlock() throws Exception {
        for (boolean cancelFirst : new boolean[] {true, false}) {
            Mutex mutex = new Mutex();
            List<String> events = new ArrayList<>();
            await(mutex.lock());
            List<ScheduledTask<Void>> tasks = await(waiting(mutex, events, "a", "b"));
            if (cancelFirst) {
                tasks.get(0).cancel();
            }
            mutex.unlock();
            tasks.get(0).cancel();
            assertInstanceOf(CancellationException.class, await(failureOf(tasks.get(0))));
            await(tasks.get(1));
            assertFalse(mutex.isLocked());
        }
    }

    /** asyncio test_locks: cancel release race. With one lock released, one task has it. */
    @AsyncTest
    void oneReleaseLetsOneTaskInWhoeverIsCancelled() throws Exception {
        Mutex mutex = new Mutex();
        List<String> events = new ArrayList<>();
        await(mutex.lock());
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            tasks.add(spawn(locks(mutex, name, LONG, events)));
            await(sleep(ms(1)));
        }
        tasks.get(0).cancel();
        mutex.unlock();
        await(sleep(ms(1)));
        assertEquals(List.of("a", "b"), events);
        assertEquals(1, mutex.statistics().waiting());
        tasks.get(2).cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(tasks.get(2))));
        tasks.get(1).cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(tasks.get(1))));
        assertEquals(List.of("a", "b"), events);
    }

    /** asyncio test_locks: finished waiter cancelled. Decision 5: what it was handed before it could be cancelled it gets. */
    @AsyncTest
    void whoWasHandedItGetsItThoughItIsCancelledInTheSameTurn() throws Exception {
        Mutex mutex = new Mutex();
        await(mutex.lock());
        ScheduledTask<Mutex.Guard> first = spawn(mutex.lock());
        await(sleep(ms(1)));
        ScheduledTask<Mutex.Guard> second = spawn(mutex.lock());
        await(sleep(ms(1)));
        mutex.unlock();
        first.cancel();
        await(first).close();
        await(second).close();
        assertFalse(mutex.isLocked());
    }

    /** asyncio test_locks: release not acquired. */
    @Test
    void unlockingWhatIsNotLockedIsRefused() throws Exception {
        Mutex mutex = new Mutex("db");
        String message =
                assertThrows(IllegalStateException.class, mutex::unlock).getMessage();
        assertTrue(message.startsWith("mutex \"db\" is not locked, so there is nothing to unlock."), message);
    }

    /** asyncio test_locks: release no waiters; kotlinx: tryLock. */
    @AsyncTest
    void tryLockTakesAFreeOneOnly() throws Exception {
        Mutex mutex = new Mutex();
        assertTrue(mutex.tryLock());
        assertTrue(mutex.isLocked());
        ScheduledTask<Boolean> other = spawn(tries(mutex));
        assertFalse(await(other));
        mutex.unlock();
        assertFalse(mutex.isLocked());
        assertTrue(mutex.tryLock());
        mutex.unlock();
    }

    @Async
    private static Task<Boolean> tries(Mutex mutex) {
        await(yieldNow());
        return Task.of(mutex.tryLock());
    }

    @Async
    private static Task<String> leaves(Mutex mutex, String how) throws IOException {
        try (Mutex.Guard guard = await(mutex.lock())) {
            await(yieldNow());
            assertTrue(mutex.isLocked());
            if (how.equals("return")) {
                return Task.of("returned");
            }
            throw new IOException(how);
        }
    }

    /** asyncio test_locks: context manager; kotlinx: withLock, on failure and on early return. */
    @AsyncTest
    void theEndOfTheTryUnlocksHoweverItIsLeft() throws Exception {
        Mutex mutex = new Mutex();
        assertEquals("returned", await(leaves(mutex, "return")));
        assertFalse(mutex.isLocked());
        assertInstanceOf(IOException.class, await(failureOf(leaves(mutex, "throw"))));
        assertFalse(mutex.isLocked());
    }

    @AsyncTest
    void aGuardThatIsClosedTwiceIsRefused() throws Exception {
        Mutex mutex = new Mutex();
        Mutex.Guard guard = await(mutex.lock());
        guard.close();
        assertThrows(IllegalStateException.class, guard::close);
        ScheduledTask<Void> other = spawn("other", locks(mutex, "other", LONG, new ArrayList<>()));
        await(sleep(ms(1)));
        String message = assertThrows(IllegalStateException.class, guard::close).getMessage();
        assertTrue(message.contains("is held by task other"), message);
        other.cancel();
        await(failureOf(other));
    }

    /** trio test_sync: no task takes twice what it owns; kotlinx: illegal state. */
    @AsyncTest
    void aTaskThatLocksAgainWhatItHoldsIsRefused() throws Exception {
        Mutex mutex = new Mutex("db");
        await(mutex.lock());
        String message = await(failureOf(mutex.lock())).getMessage();
        assertTrue(message.startsWith("lock() of mutex \"db\": task main holds it already"), message);
        assertThrows(IllegalStateException.class, mutex::tryLock);
        assertInstanceOf(IllegalStateException.class, await(failureOf(waitFor(mutex.lock(), LONG))));
        assertEquals(0, mutex.statistics().waiting());
        mutex.unlock();
        await(mutex.lock()).close();
    }

    /** trio test_sync: a task cannot release what another one holds. */
    @AsyncTest
    void onlyWhoHoldsItUnlocks() throws Exception {
        Mutex mutex = new Mutex("db");
        ScheduledTask<Void> holder = spawn("holder", locks(mutex, "a", LONG, new ArrayList<>()));
        await(sleep(ms(1)));
        String message =
                assertThrows(IllegalStateException.class, mutex::unlock).getMessage();
        assertTrue(message.startsWith("mutex \"db\" is held by task holder"), message);
        assertTrue(mutex.isLocked());
        holder.cancel();
        await(failureOf(holder));
        assertFalse(mutex.isLocked());
    }

    /** trio test_sync: statistics; kotlinx: holdsLock. */
    @AsyncTest
    void statisticsSayWhoHoldsItAndHowManyWait() throws Exception {
        Mutex mutex = new Mutex();
        assertEquals(new MutexStatistics(false, null, 0), mutex.statistics());
        ScheduledTask<Void> first = spawn(locks(mutex, "a", ms(10), new ArrayList<>()));
        await(sleep(ms(1)));
        ScheduledTask<Void> second = spawn(locks(mutex, "b", ms(10), new ArrayList<>()));
        await(sleep(ms(1)));
        assertEquals(new MutexStatistics(true, first, 1), mutex.statistics());
        await(first);
        await(sleep(ms(1)));
        assertEquals(new MutexStatistics(true, second, 0), mutex.statistics());
        await(second);
        assertEquals(new MutexStatistics(false, null, 0), mutex.statistics());
    }

    /**
     * Hackerl: a lock that is asked for after the unlock, before the woken one has run, goes second. kotlinx: fairness. trio test_sync:
     * generic lock acquire nowait blocks acquire.
     */
    @AsyncTest
    void aNewcomerNeverOvertakesWhoWasWoken() throws Exception {
        Mutex mutex = new Mutex();
        List<String> events = new ArrayList<>();
        await(mutex.lock());
        List<ScheduledTask<Void>> tasks = await(waiting(mutex, events, "a"));
        mutex.unlock();
        assertSame(tasks.get(0), mutex.owner());
        assertFalse(mutex.tryLock());
        await(locks(mutex, "newcomer", Duration.ZERO, events));
        assertEquals(List.of("a", "newcomer"), events);
        await(tasks.get(0));
    }

    private static final class Section {
        int inside;
        int entered;
    }

    @Async
    private static Task<Void> worksInside(Mutex mutex, Section section) {
        for (int i = 0; i < 10; i++) {
            try (Mutex.Guard guard = await(mutex.lock())) {
                section.entered++;
                assertEquals(1, ++section.inside);
                await(yieldNow());
                await(yieldNow());
                section.inside--;
            }
        }
        return Task.done();
    }

    /** trio test_sync: generic lock exclusion. cppcoro async_mutex: counting. */
    @AsyncTest
    void oneIsInsideAtATime() throws Exception {
        Mutex mutex = new Mutex();
        Section section = new Section();
        List<Awaitable<Void>> workers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            workers.add(worksInside(mutex, section));
        }
        await(gather(workers));
        assertEquals(50, section.entered);
    }

    @Async
    private static Task<Void> loops(Mutex mutex, String name, List<String> events) {
        for (int i = 0; i < 5; i++) {
            try (Mutex.Guard guard = await(mutex.lock())) {
                events.add(name);
                await(yieldNow());
            }
        }
        return Task.done();
    }

    /** trio test_sync: generic lock fifo fairness. */
    @AsyncTest
    void thoseWhoLockInALoopTakeTurns() throws Exception {
        Mutex mutex = new Mutex();
        List<String> events = new ArrayList<>();
        await(gather(loops(mutex, "a", events), loops(mutex, "b", events), loops(mutex, "c", events)));
        List<String> order = events.subList(0, 3);
        for (int round = 0; round < 5; round++) {
            assertEquals(order, events.subList(3 * round, 3 * round + 3));
        }
    }

    @AsyncTest
    void aLockWithALimitOfTimeBelongsToWhoeverAwaitsIt() throws Exception {
        Mutex mutex = new Mutex();
        try (Mutex.Guard guard = await(waitFor(mutex.lock(), ms(5)))) {
            assertSame(currentTask(), mutex.owner());
            ScheduledTask<Void> other = spawn(locks(mutex, "a", Duration.ZERO, new ArrayList<>()));
            assertInstanceOf(TimeoutException.class, await(failureOf(spawn(limited(mutex)))));
            assertEquals(1, mutex.statistics().waiting());
            other.cancel();
            await(failureOf(other));
        }
        assertFalse(mutex.isLocked());
    }

    @Async
    private static Task<Void> limited(Mutex mutex) throws TimeoutException {
        await(waitFor(mutex.lock(), ms(5))).close();
        return Task.done();
    }

    /** trio test_sync: an owner that has exited. Here it is no mistake: what the task took belongs to whoever awaits the task. */
    @AsyncTest
    void whatATaskTookThatHasEndedAnyMayUnlock() throws Exception {
        Mutex mutex = new Mutex();
        ScheduledTask<Mutex.Guard> taken = spawn(mutex.lock());
        Mutex.Guard guard = await(taken);
        assertSame(taken, mutex.owner());
        guard.close();
        assertFalse(mutex.isLocked());
    }

    @AsyncTest
    void whatLocksAtOnceMayBeAwaitedAgainAndWhenOthersHoldIt() throws Exception {
        Mutex mutex = new Mutex();
        Awaitable<Mutex.Guard> lock = mutex.lock();
        assertSame(lock, mutex.lock());
        await(lock).close();
        await(lock);
        List<ScheduledTask<Mutex.Guard>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tasks.add(spawn(lock));
            await(sleep(ms(1)));
        }
        assertEquals(4, mutex.statistics().waiting());
        tasks.remove(1).cancel();
        mutex.unlock();
        for (ScheduledTask<Mutex.Guard> task : tasks) {
            Mutex.Guard guard = await(task);
            assertSame(task, mutex.owner());
            guard.close();
        }
        assertFalse(mutex.isLocked());
    }

    @Async
    private static Task<Void> locksMoreOftenThanItMayAtOnce(Mutex mutex, List<String> events) {
        for (int i = 0; i < 1_000; i++) {
            await(mutex.lock()).close();
        }
        events.add("loop");
        return Task.done();
    }

    /** A task that gives way before it takes a free lock finds it taken: it waits, and is not forgotten. */
    @AsyncTest
    void whoGaveWayBeforeItTookTheLockWaitsForIt() throws Exception {
        Mutex mutex = new Mutex();
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> looping = spawn(locksMoreOftenThanItMayAtOnce(mutex, events));
        ScheduledTask<Void> holding = spawn(locks(mutex, "holder", ms(10), events));
        await(looping);
        await(holding);
        assertEquals(List.of("holder", "loop"), events);
        assertFalse(mutex.isLocked());
    }

    @AsyncTest
    void noTimeAtAllIsEnoughForAFreeOneAndNothingIsLeftOfItOtherwise() throws Exception {
        Mutex mutex = new Mutex();
        Awaitable<Mutex.Guard> lock = mutex.lock();
        await(waitFor(lock, Duration.ZERO)).close();
        ScheduledTask<Void> holder = spawn(locks(mutex, "a", ms(1), new ArrayList<>()));
        ScheduledTask<Throwable> hasty = spawn(failureOf(waitFor(lock, Duration.ZERO)));
        Throwable failure = await(hasty);
        if (failure == null) { // it came first, and keeps it
            mutex.unlock();
        } else {
            assertInstanceOf(TimeoutException.class, failure);
        }
        await(holder);
        assertFalse(mutex.isLocked());
    }

    @AsyncTest
    void aGatherThatFailsGivesItBack() throws Exception {
        Mutex mutex = new Mutex();
        assertInstanceOf(
                IOException.class,
                await(failureOf(gather(mutex.lock(), failsAfter(ms(1), new IOException("on purpose"))))));
        assertFalse(mutex.isLocked());
    }

    @AsyncTest(seed = 1, seeds = 1)
    void thousandsThatAreCancelledLeaveAsFastAsTheyCame() throws Exception {
        await(manyCancelled(new Mutex(), 2_000));
    }

    @Async
    private static Task<Void> manyCancelled(Mutex mutex, int count) {
        Awaitable<Mutex.Guard> shared = mutex.lock();
        await(shared);
        List<ScheduledTask<?>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(spawn(i % 2 == 0 ? shared : mutex.lock()));
        }
        await(sleep(ms(1)));
        assertEquals(count, mutex.statistics().waiting());
        for (int i = count - 1; i >= 0; i--) {
            tasks.get(i).cancel();
        }
        await(sleep(ms(1)));
        assertEquals(0, mutex.statistics().waiting());
        mutex.unlock();
        assertFalse(mutex.isLocked());
        return Task.done();
    }

    /** asyncio test_locks: ambiguous loops. */
    @Test
    void anotherLoopIsRefusedUntilTheFirstHasClosed() throws Exception {
        Mutex mutex = new Mutex("db");
        EventLoop first = EventLoop.simulated(1);
        first.run(locks(mutex, "a", Duration.ZERO, new ArrayList<>()));
        try (EventLoop second = EventLoop.simulated(1)) {
            String message = assertThrows(
                            IllegalStateException.class,
                            () -> second.run(locks(mutex, "b", Duration.ZERO, new ArrayList<>())))
                    .getMessage();
            assertTrue(
                    message.startsWith("lock() of mutex \"db\" belongs to the thread that runs its event loop"),
                    message);
            first.close();
            second.run(locks(mutex, "b", Duration.ZERO, new ArrayList<>()));
        }
        assertFalse(mutex.isLocked());
    }

    @Test
    void nobodyWaitsWhereNoLoopRuns() {
        Mutex mutex = new Mutex("db");
        String message = assertThrows(
                        IllegalStateException.class, () -> mutex.lock().result())
                .getMessage();
        assertTrue(message.startsWith("lock() of mutex \"db\" needs a running event loop"), message);
        assertTrue(mutex.tryLock());
        assertNull(mutex.owner());
        mutex.unlock();
    }

    @Async
    private static Task<Void> uses(Mutex mutex, Section section, Random random) throws Exception {
        for (int times = random.nextInt(4); times >= 0; times--) {
            if (random.nextInt(4) == 0) {
                await(random.nextBoolean() ? yieldNow() : sleep(ms(random.nextInt(3))));
            }
            if (random.nextInt(8) == 0) {
                currentTask().cancel();
            }
            Mutex.Guard guard;
            try {
                guard = await(way(mutex, random));
            } catch (TimeoutException late) {
                continue;
            }
            try {
                assertEquals(1, ++section.inside);
                if (random.nextBoolean()) {
                    await(random.nextBoolean() ? yieldNow() : sleep(ms(random.nextInt(3))));
                }
            } finally {
                section.inside--;
                guard.close();
            }
        }
        return Task.done();
    }

    private static Awaitable<Mutex.Guard> way(Mutex mutex, Random random) throws TimeoutException {
        return switch (random.nextInt(4)) {
            case 0 -> waitFor(mutex.lock(), ms(random.nextInt(4)));
            case 1 -> acquires(mutex);
            default -> mutex.lock();
        };
    }

    @Async
    private static Task<Mutex.Guard> acquires(Mutex mutex) {
        return Task.of(await(mutex.lock()));
    }

    /** Nothing is lost: however tasks are cancelled, in the end it is free and nobody waits. */
    @Test
    void isFreeInTheEnd() {
        Storm.rage(STORMS, random -> new Storm.Primitive() {
            private final Mutex mutex = new Mutex();
            private final Section section = new Section();

            @Override
            public Storm.User user() {
                return each -> uses(mutex, section, each);
            }

            @Override
            public void check() {
                assertEquals(new MutexStatistics(false, null, 0), mutex.statistics());
            }
        });
    }

    @AsyncTest
    void aTaskThatWaitsSaysForWhatAndForWhom() throws Exception {
        Mutex mutex = new Mutex("db");
        await(mutex.lock());
        ScheduledTask<Void> task = await(waiting(mutex, new ArrayList<>(), "a")).get(0);
        assertEquals(State.SUSPENDED, task.state());
        Awaitable<Mutex.Guard> lock = mutex.lock();
        assertEquals("mutex", lock.describe().kind());
        assertSame(currentTask(), lock.describe().owner());
        mutex.unlock();
        await(task);
    }
}
