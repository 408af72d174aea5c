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
import dev.weft.sync.Semaphore;
import dev.weft.sync.SemaphoreStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours of a semaphore, of asyncio's test_locks, trio's test_sync and kotlinx' SemaphoreTest, and that no permit is lost. */
@Timeout(120)
@SuppressWarnings("try") // a permit is held, and nothing else is done with it
class SemaphoreTest implements OnEverySchedule {
    private static final int STORMS = Storm.SEEDS;
    private static final int MOST = Integer.MAX_VALUE;

    @Async
    private static Task<Void> acquires(Semaphore semaphore, int permits, String name, List<String> events) {
        await(semaphore.acquire(permits));
        events.add(name);
        return Task.done();
    }

    /** Spawned one after the other, so that each waits before the next does. */
    @Async
    private static Task<List<ScheduledTask<Void>>> waiting(Semaphore semaphore, List<String> events, String... names) {
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        for (String name : names) {
            tasks.add(spawn(name, acquires(semaphore, 1, name, events)));
            await(sleep(ms(1)));
        }
        return Task.of(tasks);
    }

    /** asyncio test_locks: semaphore value, initial value zero; trio test_sync: the same; kotlinx: illegal arguments. */
    @Test
    void hasNoFewerThanNoPermits() {
        assertEquals(0, new Semaphore(0).available());
        assertFalse(new Semaphore(0).tryAcquire());
        assertThrows(IllegalArgumentException.class, () -> new Semaphore(-1));
        assertThrows(IllegalArgumentException.class, () -> Semaphore.bounded(-1));
        Semaphore three = Semaphore.bounded("db", 3);
        String message = assertThrows(IllegalArgumentException.class, () -> three.acquire(4))
                .getMessage();
        assertEquals("semaphore \"db\": 4 permits cannot be acquired; there are never more than 3", message);
        assertThrows(IllegalArgumentException.class, () -> three.acquire(0));
        assertThrows(IllegalArgumentException.class, () -> three.release(0));
    }

    /** asyncio test_locks: repr. */
    @AsyncTest
    void saysWhichOneItIsHowManyPermitsItHasAndHowManyWait() throws Exception {
        Semaphore semaphore = Semaphore.bounded("db", 1);
        assertEquals("semaphore \"db\" (1 of 1 permits, 0 waiting)", semaphore.toString());
        await(semaphore.acquire());
        ScheduledTask<Void> task =
                await(waiting(semaphore, new ArrayList<>(), "a")).get(0);
        assertEquals("semaphore", semaphore.describe().kind());
        assertEquals("\"db\", 0 of 1 permits, 1 waiting", semaphore.describe().identity());
        assertEquals(
                "\"db\", 0 of 1 permits, 1 waiting",
                semaphore.acquire().describe().identity());
        assertEquals(new SemaphoreStatistics(0, 1, 1), semaphore.statistics());
        semaphore.release();
        await(task);
        semaphore.release();
        assertEquals(new SemaphoreStatistics(2, MOST, 0), new Semaphore(2).statistics());
    }

    /** asyncio test_locks: acquire. kotlinx SemaphoreTest: simple; simple as mutex; fairness. */
    @AsyncTest
    void asManyComeInAsThereArePermits() throws Exception {
        Semaphore semaphore = new Semaphore(3);
        List<String> events = new ArrayList<>();
        await(semaphore.acquire());
        await(semaphore.acquire());
        List<ScheduledTask<Void>> tasks = await(waiting(semaphore, events, "a", "b", "c"));
        assertEquals(List.of("a"), events);
        assertEquals(2, semaphore.statistics().waiting());
        tasks.add(spawn(acquires(semaphore, 1, "d", events)));
        semaphore.release();
        semaphore.release();
        assertEquals(0, semaphore.available());
        await(sleep(ms(1)));
        assertEquals(3, events.size());
        assertEquals(1, semaphore.statistics().waiting());
        semaphore.release();
        for (ScheduledTask<Void> task : tasks) {
            await(task);
        }
        assertEquals("d", events.get(3));
    }

    /** asyncio test_locks: acquire cancel; kotlinx: a cancellation returns the permit. */
    @AsyncTest
    void whoIsCancelledWhileWaitingLeavesTheLine() throws Exception {
        Semaphore semaphore = new Semaphore(0);
        ScheduledTask<Void> task =
                await(waiting(semaphore, new ArrayList<>(), "a")).get(0);
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(new SemaphoreStatistics(0, MOST, 0), semaphore.statistics());
        semaphore.release();
        assertEquals(1, semaphore.available());
    }

    /** asyncio test_locks: acquire cancel before awoken. kotlinx: a cancellation resumes nobody. */
    @AsyncTest
    void aPermitGoesPastThoseWhoWereCancelled() throws Exception {
        Semaphore semaphore = new Semaphore(0);
        List<String> events = new ArrayList<>();
        List<ScheduledTask<Void>> tasks = await(waiting(semaphore, events, "a", "b", "c", "d"));
        tasks.get(0).cancel();
        tasks.get(1).cancel();
        await(sleep(ms(1)));
        assertEquals(List.of(), events);
        semaphore.release();
        await(sleep(ms(1)));
        assertEquals(List.of("c"), events);
        assertEquals(State.SUSPENDED, tasks.get(3).state());
        tasks.get(3).cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(tasks.get(3))));
    }

    /** asyncio test_locks: acquire hang. The one who is cancelled in the turn of the release gets it and gives it back. */
    @AsyncTest
    void aPermitThatWasHandedToOneWhoIsCancelledIsNotLost() throws Exception {
        Semaphore semaphore = new Semaphore(0);
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> first = spawn(holds(semaphore, "a", LONG, events));
        await(sleep(ms(1)));
        ScheduledTask<Void> second = spawn(holds(semaphore, "b", Duration.ZERO, events));
        await(sleep(ms(1)));
        first.cancel();
        semaphore.release();
        assertInstanceOf(CancellationException.class, await(failureOf(first)));
        await(second);
        assertEquals(1, semaphore.available());
    }

    @Async
    private static Task<Void> holds(Semaphore semaphore, String name, Duration held, List<String> events) {
        try (Semaphore.Permit permit = await(semaphore.permit())) {
            events.add(name);
            await(sleep(held));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> cancelsWhenItHasReleased(Semaphore semaphore, List<ScheduledTask<Void>> tasks) {
        await(semaphore.acquire());
        await(sleep(ms(2)));
        semaphore.release();
        tasks.get(0).cancel();
        return Task.done();
    }

    /** asyncio test_locks: acquire no hang. */
    @AsyncTest
    void whoIsCancelledByTheOneThatReleasesHoldsUpNobody() throws Exception {
        Semaphore semaphore = new Semaphore(1);
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        ScheduledTask<Void> first = spawn(cancelsWhenItHasReleased(semaphore, tasks));
        await(sleep(ms(1)));
        tasks.add(spawn(holds(semaphore, "b", LONG, new ArrayList<>())));
        await(first);
        assertInstanceOf(CancellationException.class, await(failureOf(tasks.get(0))));
        await(waitFor(semaphore.acquire(), ms(1)));
    }

    /** asyncio test_locks: release not acquired; trio test_sync: bounded; kotlinx: release of acquired permits. */
    @Test
    void aBoundedOneRefusesAReleaseTooMany() {
        Semaphore semaphore = Semaphore.bounded("db", 2);
        String message =
                assertThrows(IllegalStateException.class, semaphore::release).getMessage();
        assertEquals(
                "semaphore \"db\" has 2 of 2 permits, and cannot take 1 more: something was released that was not"
                        + " acquired.",
                message);
        assertTrue(semaphore.tryAcquire(2));
        assertThrows(IllegalStateException.class, () -> semaphore.release(3));
        semaphore.release(2);
        assertEquals(2, semaphore.available());
    }

    /** trio test_sync: a semaphore without a bound grows; asyncio test_locks: release no waiters; kotlinx: tryAcquire. */
    @Test
    void oneWithoutABoundGrows() {
        Semaphore semaphore = new Semaphore(1);
        semaphore.release();
        assertEquals(2, semaphore.available());
        assertTrue(semaphore.tryAcquire());
        assertTrue(semaphore.tryAcquire());
        assertFalse(semaphore.tryAcquire());
        semaphore.release(2);
        assertFalse(semaphore.tryAcquire(3));
        assertEquals(2, semaphore.available());
        assertThrows(IllegalStateException.class, () -> semaphore.release(MOST));
    }

    /** asyncio test_locks: with statement; kotlinx: withPermit, on failure and on early return. */
    @AsyncTest
    void theEndOfTheTryReleasesAndASecondCloseIsRefused() throws Exception {
        Semaphore semaphore = new Semaphore("db", 3);
        try (Semaphore.Permit permit = await(semaphore.permit(2))) {
            assertEquals(1, semaphore.available());
        }
        assertEquals(3, semaphore.available());
        Semaphore.Permit permit = await(semaphore.permit());
        permit.close();
        String message =
                assertThrows(IllegalStateException.class, permit::close).getMessage();
        assertEquals("A permit of semaphore \"db\" was closed before. Close it once.", message);
        assertEquals(3, semaphore.available());
    }

    @Async
    private static Task<Void> twice(Semaphore semaphore, String name, List<String> events) {
        for (int i = 1; i <= 2; i++) {
            await(semaphore.acquire());
            events.add(name + i);
            await(sleep(ms(10)));
            semaphore.release();
        }
        return Task.done();
    }

    /** asyncio test_locks: acquire fifo order. */
    @AsyncTest
    void thoseWhoComeAgainGoToTheEndOfTheLine() throws Exception {
        Semaphore semaphore = new Semaphore(1);
        List<String> events = new ArrayList<>();
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            tasks.add(spawn(twice(semaphore, name, events)));
            await(sleep(ms(1)));
        }
        for (ScheduledTask<Void> task : tasks) {
            await(task);
        }
        assertEquals(List.of("a1", "b1", "c1", "a2", "b2", "c2"), events);
    }

    @Async
    private static Task<Void> comesAgain(Semaphore semaphore, List<String> events) {
        await(semaphore.acquire());
        events.add("b");
        semaphore.release();
        await(semaphore.acquire());
        events.add("b again");
        return Task.done();
    }

    /** asyncio test_locks: acquire fifo order 2. trio test_sync: no newcomer takes a permit that was handed on. */
    @AsyncTest
    void whoReleasesAndComesAgainDoesNotOvertake() throws Exception {
        Semaphore semaphore = new Semaphore(0);
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> a = spawn(acquires(semaphore, 1, "a", events));
        await(sleep(ms(1)));
        ScheduledTask<Void> b = spawn(comesAgain(semaphore, events));
        await(sleep(ms(1)));
        ScheduledTask<Void> c = spawn(acquires(semaphore, 1, "c", events));
        await(sleep(ms(1)));
        semaphore.release();
        assertFalse(semaphore.tryAcquire());
        await(a);
        semaphore.release();
        await(c);
        semaphore.release();
        await(b);
        assertEquals(List.of("a", "b", "c", "b again"), events);
    }

    /** asyncio test_locks: acquire fifo order 3. */
    @AsyncTest
    void theOrderOfTheOthersStaysWhenTheFirstIsCancelled() throws Exception {
        Semaphore semaphore = new Semaphore(0);
        List<String> events = new ArrayList<>();
        List<ScheduledTask<Void>> tasks = await(waiting(semaphore, events, "a", "b", "c"));
        tasks.get(0).cancel();
        await(sleep(ms(1)));
        semaphore.release();
        await(tasks.get(1));
        semaphore.release();
        await(tasks.get(2));
        assertEquals(List.of("b", "c"), events);
        await(failureOf(tasks.get(0)));
    }

    /** asyncio test_locks: acquire fifo order 4. Here a permit belongs to who waits as soon as it is released. */
    @AsyncTest
    void severalPermitsGoToSeveralAtOnce() throws Exception {
        Semaphore semaphore = new Semaphore(0);
        List<String> events = new ArrayList<>();
        List<ScheduledTask<Void>> tasks = await(waiting(semaphore, events, "a", "b", "c"));
        semaphore.release(2);
        assertEquals(new SemaphoreStatistics(0, MOST, 1), semaphore.statistics());
        await(tasks.get(0));
        await(tasks.get(1));
        assertEquals(2, events.size());
        semaphore.release();
        await(tasks.get(2));
    }

    /** Who wants several does not starve: those who want one, and come later, wait behind. */
    @AsyncTest
    void whoWantsManyHoldsUpThoseBehindUntilTheyHaveThem() throws Exception {
        Semaphore semaphore = new Semaphore(2);
        List<String> events = new ArrayList<>();
        await(semaphore.acquire());
        ScheduledTask<Void> two = spawn(acquires(semaphore, 2, "two", events));
        await(sleep(ms(1)));
        ScheduledTask<Void> one = spawn(acquires(semaphore, 1, "one", events));
        await(sleep(ms(1)));
        assertEquals(new SemaphoreStatistics(1, MOST, 2), semaphore.statistics());
        assertFalse(semaphore.tryAcquire());
        semaphore.release();
        await(two);
        assertEquals(List.of("two"), events);
        semaphore.release();
        await(one);
    }

    @AsyncTest
    void thoseBehindGoOnWhenWhoWantedManyIsCancelled() throws Exception {
        Semaphore semaphore = new Semaphore(1);
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> two = spawn(acquires(semaphore, 2, "two", events));
        await(sleep(ms(1)));
        ScheduledTask<Void> one = spawn(acquires(semaphore, 1, "one", events));
        await(sleep(ms(1)));
        two.cancel();
        await(one);
        await(failureOf(two));
        assertEquals(List.of("one"), events);
    }

    @AsyncTest
    void whatAcquiresAtOnceMayBeAwaitedAgainAndWhenThereAreNoneLeft() throws Exception {
        Semaphore semaphore = new Semaphore(2);
        Awaitable<Void> acquire = semaphore.acquire();
        await(acquire);
        await(acquire);
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tasks.add(spawn(acquire));
            await(sleep(ms(1)));
        }
        tasks.get(1).cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(tasks.get(1))));
        semaphore.release(2);
        await(tasks.get(0));
        await(tasks.get(2));
        assertEquals(new SemaphoreStatistics(0, MOST, 0), semaphore.statistics());
    }

    @AsyncTest
    void aGatherThatFailsGivesThemBack() throws Exception {
        Semaphore semaphore = new Semaphore(3);
        List<Awaitable<?>> parts =
                List.of(semaphore.acquire(), semaphore.permit(2), failsAfter(ms(1), new IOException("on purpose")));
        assertInstanceOf(IOException.class, await(failureOf(gather(parts))));
        assertEquals(3, semaphore.available());
    }

    @AsyncTest
    void whoeverHasNoPermitMayReleaseOne() throws Exception {
        Semaphore semaphore = new Semaphore(0);
        EventLoop.current().post(semaphore::release);
        await(semaphore.acquire());
        assertEquals(0, semaphore.available());
    }

    @AsyncTest(seed = 1, seeds = 1)
    void thousandsThatAreCancelledLeaveAsFastAsTheyCame() throws Exception {
        await(manyCancelled(new Semaphore(0), 2_000));
    }

    @Async
    private static Task<Void> manyCancelled(Semaphore semaphore, int count) {
        List<ScheduledTask<?>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(spawn(semaphore.acquire(1 + i % 3)));
        }
        await(sleep(ms(1)));
        assertEquals(count, semaphore.statistics().waiting());
        for (int i = count - 1; i >= 0; i--) {
            tasks.get(i).cancel();
        }
        await(sleep(ms(1)));
        assertEquals(new SemaphoreStatistics(0, MOST, 0), semaphore.statistics());
        return Task.done();
    }

    private static final int PERMITS = 3;

    @Async
    private static Task<Void> uses(Semaphore semaphore, int[] taken, Random random) throws Exception {
        for (int times = random.nextInt(4); times >= 0; times--) {
            if (random.nextInt(4) == 0) {
                await(random.nextBoolean() ? yieldNow() : sleep(ms(random.nextInt(3))));
            }
            if (random.nextInt(8) == 0) {
                currentTask().cancel();
            }
            int permits = 1 + random.nextInt(PERMITS);
            try {
                await(way(semaphore, permits, random));
            } catch (TimeoutException late) {
                continue;
            }
            try {
                taken[0] += permits;
                assertTrue(taken[0] <= PERMITS, "more than there are");
                if (random.nextBoolean()) {
                    await(random.nextBoolean() ? yieldNow() : sleep(ms(random.nextInt(3))));
                }
            } finally {
                taken[0] -= permits;
                semaphore.release(permits);
            }
        }
        return Task.done();
    }

    private static Awaitable<?> way(Semaphore semaphore, int permits, Random random) throws TimeoutException {
        Awaitable<?> acquire = permits == 1 ? semaphore.acquire() : semaphore.acquire(permits);
        return switch (random.nextInt(4)) {
            case 0 -> waitFor(acquire, ms(random.nextInt(4)));
            case 1 -> semaphore.permit(permits);
            case 2 -> gather(List.of(acquire, sleep(ms(random.nextInt(2)))));
            default -> acquire;
        };
    }

    /** Nothing is lost: however tasks are cancelled, in the end all permits are there and nobody waits. */
    @Test
    void hasAllPermitsInTheEnd() {
        Storm.rage(STORMS, random -> new Storm.Primitive() {
            private final Semaphore semaphore = Semaphore.bounded(PERMITS);
            private final int[] taken = new int[1];

            @Override
            public Storm.User user() {
                return each -> uses(semaphore, taken, each);
            }

            @Override
            public void check() {
                assertEquals(new SemaphoreStatistics(PERMITS, PERMITS, 0), semaphore.statistics());
            }
        });
    }
}
