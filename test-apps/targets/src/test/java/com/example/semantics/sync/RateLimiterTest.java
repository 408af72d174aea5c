// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.sync;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failsAfter;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.millis;
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
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.RateLimiter;
import dev.weft.sync.RateLimiterStatistics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behaviours of a rate limiter, of aiolimiter's tests, Guava's RateLimiterTest and Go's x/time/rate, and that no permit is lost. */
@Timeout(300)
class RateLimiterTest implements OnEverySchedule {
    private static final int STORMS = Storm.SEEDS;
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Async
    private static Task<Void> acquires(RateLimiter limiter, int weight, List<String> events) {
        await(limiter.acquire(weight));
        events.add(weight + " at " + millis());
        return Task.done();
    }

    /** Spawned one after the other, each a millisecond later. */
    @Async
    private static Task<List<ScheduledTask<Void>>> waiting(RateLimiter limiter, List<String> events, int... weights) {
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        for (int weight : weights) {
            tasks.add(spawn(acquires(limiter, weight, events)));
            await(sleep(ms(1)));
        }
        return Task.of(tasks);
    }

    @Async
    private static Task<Void> all(List<ScheduledTask<Void>> tasks) {
        for (ScheduledTask<Void> task : tasks) {
            await(task);
        }
        return Task.done();
    }

    /** aiolimiter: over acquire; Guava: acquire parameter validation; x/time: wait that exceeds the burst. */
    @Test
    void refusesWhatCouldNeverBe() {
        assertThrows(IllegalArgumentException.class, () -> RateLimiter.of(0, SECOND));
        assertThrows(IllegalArgumentException.class, () -> RateLimiter.of(1, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> RateLimiter.of(1, SECOND.negated()));
        assertThrows(IllegalArgumentException.class, () -> RateLimiter.of(1, SECOND, 0));
        assertThrows(IllegalArgumentException.class, () -> RateLimiter.of(1, Duration.ofDays(365), 1_000));
        assertThrows(IllegalArgumentException.class, () -> RateLimiter.of(1, Duration.ofDays(365 * 300)));
        RateLimiter limiter = RateLimiter.of("api", 5, SECOND, 2);
        String message = assertThrows(IllegalArgumentException.class, () -> limiter.acquire(3))
                .getMessage();
        assertEquals("limiter \"api\": 3 permits cannot be acquired; there are never more than 2, its burst", message);
        assertThrows(IllegalArgumentException.class, () -> limiter.acquire(0));
        assertThrows(IllegalArgumentException.class, () -> limiter.tryAcquire(-1));
    }

    /** aiolimiter: attributes, has capacity. */
    @AsyncTest
    void saysWhichOneItIsHowManyPermitsItHasAndWhenAWaitEnds() throws Exception {
        RateLimiter limiter = RateLimiter.of("api", 10, SECOND, 2);
        assertEquals("limiter \"api\" (10 in PT1S, 2 of 2 permits, 0 waiting)", limiter.toString());
        await(limiter.acquire(2));
        Awaitable<Void> wait = limiter.acquire();
        Awaitable<Void> heavy = limiter.acquire(2);
        ScheduledTask<Void> first = spawn(wait);
        await(sleep(ms(1)));
        ScheduledTask<Void> second = spawn(heavy);
        await(sleep(ms(1)));
        assertEquals("limiter", limiter.describe().kind());
        assertEquals("\"api\", 0 of 2 permits, 2 waiting", limiter.describe().identity());
        assertEquals(limiter.describe().identity(), wait.describe().identity());
        assertEquals(ms(100).toNanos(), wait.describe().deadlineNanos());
        assertEquals(ms(300).toNanos(), heavy.describe().deadlineNanos());
        assertEquals(new RateLimiterStatistics(0, 2, 2), limiter.statistics());
        await(first);
        await(second);
        assertEquals(300, millis());
    }

    /** Guava: simple, and with wait; x/time: burst of 1. */
    @AsyncTest
    void aBurstOfOneSpacesThemEvenly() throws Exception {
        RateLimiter limiter = RateLimiter.of(100, SECOND, 1);
        for (int i = 0; i < 20; i++) {
            await(limiter.acquire());
            assertEquals(10L * i, millis());
        }
    }

    /**
     * x/time: no truncation errors, long-running requests. The time of the last is exact, though a permit takes 333,333,333.3 ns.
     * x/time/rate: no truncation errors; long-running requests.
     */
    @AsyncTest(seed = 1, seeds = 1)
    void theRateDoesNotDrift() throws Exception {
        await(threeInASecond());
    }

    @Async
    private static Task<Void> threeInASecond() {
        RateLimiter limiter = RateLimiter.of(3, SECOND, 1);
        for (int i = 0; i <= 3_000; i++) {
            await(limiter.acquire());
        }
        assertEquals(Duration.ofSeconds(1_000).toNanos(), EventLoop.current().nanoTime());
        return Task.done();
    }

    /** aiolimiter: acquire, acquire wait time; Guava: one second burst. */
    @AsyncTest
    void aBurstGoesAtOnceAndComesBackInAPause() throws Exception {
        RateLimiter limiter = RateLimiter.of(10, SECOND);
        List<String> events = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            events.clear();
            long begin = millis();
            for (int i = 0; i < 12; i++) {
                await(limiter.acquire());
                events.add(String.valueOf(millis() - begin));
            }
            assertEquals(List.of("0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "100", "200"), events);
            await(sleep(Duration.ofHours(1)));
        }
    }

    /** Guava: one second burst, taken in parts. What was left before a pause is not there twice after it. */
    @AsyncTest
    void aBurstThatWasTakenInPartIsNoLarger() throws Exception {
        RateLimiter limiter = RateLimiter.of(10, SECOND, 3);
        assertTrue(limiter.tryAcquire());
        await(sleep(Duration.ofHours(1)));
        assertTrue(limiter.tryAcquire(3));
        assertFalse(limiter.tryAcquire());
        await(sleep(ms(300)));
        await(limiter.acquire());
        await(limiter.acquire());
        await(limiter.acquire());
        assertFalse(limiter.tryAcquire());
    }

    /** Not as in aiolimiter (decreasing acquire), where who wants less overtakes; nor as in Guava (simple weights), where the next one pays. */
    @AsyncTest
    void whoWaitsLongestIsFirstAndWhoWantsManyHoldsUpThoseBehind() throws Exception {
        RateLimiter limiter = RateLimiter.of(10, SECOND, 3);
        List<String> events = new ArrayList<>();
        assertTrue(limiter.tryAcquire(3));
        await(all(await(waiting(limiter, events, 1, 3, 1, 2))));
        assertEquals(List.of("1 at 100", "3 at 400", "1 at 500", "2 at 700"), events);
    }

    /** Guava: immediate try acquire, no wait allowed; x/time: burst of 3. x/time/rate: burst of 1; burst of 3. */
    @AsyncTest
    void aTryNeitherWaitsNorOvertakes() throws Exception {
        RateLimiter limiter = RateLimiter.of(10, SECOND, 3);
        assertTrue(limiter.tryAcquire());
        assertTrue(limiter.tryAcquire(2));
        assertFalse(limiter.tryAcquire());
        await(sleep(ms(100)));
        assertTrue(limiter.tryAcquire());
        ScheduledTask<Void> heavy = spawn(limiter.acquire(3));
        await(sleep(ms(150)));
        assertEquals(new RateLimiterStatistics(1, 3, 1), limiter.statistics());
        assertFalse(limiter.tryAcquire());
        await(heavy);
        assertEquals(400, millis());
    }

    /** aiolimiter: task cancelled; x/time: wait that is cancelled. x/time/rate: wait: simple, cancelled, with a deadline. */
    @AsyncTest
    void whoIsCancelledTakesNothingAndThoseBehindGoOn() throws Exception {
        RateLimiter limiter = RateLimiter.of(10, SECOND, 3);
        List<String> events = new ArrayList<>();
        assertTrue(limiter.tryAcquire(2));
        List<ScheduledTask<Void>> tasks = await(waiting(limiter, events, 3, 1, 1));
        assertEquals(List.of(), events);
        tasks.get(0).cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(tasks.get(0))));
        await(all(tasks.subList(1, 3)));
        assertEquals(List.of("1 at 3", "1 at 100"), events);
        assertEquals(0, limiter.statistics().waiting());
    }

    @AsyncTest
    void oneInTheMiddleThatIsCancelledLetsThoseBehindComeSooner() throws Exception {
        RateLimiter limiter = RateLimiter.of(10, SECOND, 2);
        List<String> events = new ArrayList<>();
        assertTrue(limiter.tryAcquire(2));
        List<ScheduledTask<Void>> tasks = await(waiting(limiter, events, 1, 2, 1));
        tasks.get(1).cancel();
        await(failureOf(tasks.get(1)));
        await(all(List.of(tasks.get(0), tasks.get(2))));
        assertEquals(List.of("1 at 100", "1 at 200"), events);
    }

    /** Guava: some wait allowed; x/time: wait timeout. */
    @AsyncTest
    void aWaitWithALimitOfTimeGivesUp() throws Exception {
        RateLimiter limiter = RateLimiter.of("api", 10, SECOND, 1);
        await(waitFor(limiter.acquire(), ms(1)));
        Throwable late = await(failureOf(waitFor(limiter.acquire(), ms(50))));
        assertInstanceOf(TimeoutException.class, late);
        assertEquals("limiter \"api\", 0 of 1 permits, 1 waiting did not end within PT0.05S", late.getMessage());
        await(waitFor(limiter.acquire(), ms(50)));
        assertEquals(100, millis());
    }

    /** x/time: cancel of the last. x/time/rate: cancel: the last, too late, several. */
    @AsyncTest
    void aGatherThatFailsGivesThemBack() throws Exception {
        RateLimiter limiter = RateLimiter.of(1, SECOND, 5);
        List<Awaitable<?>> parts =
                List.of(limiter.acquire(), limiter.acquire(3), failsAfter(ms(1), new IOException("on purpose")));
        assertInstanceOf(IOException.class, await(failureOf(gather(parts))));
        assertEquals(new RateLimiterStatistics(5, 5, 0), limiter.statistics());
    }

    /** What is given back goes to who waits, before its time. */
    @AsyncTest
    void whatIsGivenBackServesTheFirst() throws Exception {
        RateLimiter limiter = RateLimiter.of(1, SECOND, 5);
        List<String> events = new ArrayList<>();
        List<Awaitable<?>> parts = List.of(limiter.acquire(5), failsAfter(ms(10), new IOException("on purpose")));
        ScheduledTask<Throwable> failing = spawn(failureOf(gather(parts)));
        await(sleep(ms(1)));
        List<ScheduledTask<Void>> tasks = await(waiting(limiter, events, 2, 4));
        await(failing);
        await(all(tasks));
        assertEquals(List.of("2 at 10", "4 at 1010"), events);
    }

    @AsyncTest
    void whatAcquiresAtOnceMayBeAwaitedAgainAndWhenThereAreNoneLeft() throws Exception {
        RateLimiter limiter = RateLimiter.of(10, SECOND, 2);
        assertTrue(limiter.tryAcquire());
        Awaitable<Void> acquire = limiter.acquire();
        await(acquire);
        List<ScheduledTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            tasks.add(spawn(acquire));
            await(sleep(ms(1)));
        }
        tasks.get(1).cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(tasks.get(1))));
        await(tasks.get(0));
        await(tasks.get(2));
        assertEquals(200, millis());
    }

    /** aiolimiter: multiple loops. */
    @Test
    void belongsToOneLoopAndThenToTheNextWithAClockOfItsOwn() throws Exception {
        RateLimiter limiter = RateLimiter.of("api", 10, SECOND, 1);
        assertTrue(assertThrows(IllegalStateException.class, limiter::tryAcquire)
                .getMessage()
                .startsWith("tryAcquire() of limiter \"api\" needs a running event loop"));
        Awaitable<Void> early = limiter.acquire();
        EventLoop first = EventLoop.simulated(1);
        first.run(sleep(LONG));
        first.run(early);
        try (EventLoop second = EventLoop.simulated(2)) {
            assertTrue(assertThrows(IllegalStateException.class, () -> second.run(limiter.acquire()))
                    .getMessage()
                    .startsWith("acquire() of limiter \"api\" belongs to the thread that runs its event loop"));
            first.close();
            second.run(limiter.acquire());
            assertEquals(ms(100).toNanos(), second.nanoTime());
        }
    }

    @AsyncTest(seed = 1, seeds = 1)
    void thousandsThatAreCancelledLeaveAsFastAsTheyCame() throws Exception {
        await(manyCancelled(RateLimiter.of(1, LONG, 3), 2_000));
    }

    @Async
    private static Task<Void> manyCancelled(RateLimiter limiter, int count) {
        assertTrue(limiter.tryAcquire(3));
        List<ScheduledTask<?>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(spawn(limiter.acquire(1 + i % 3)));
        }
        await(sleep(ms(1)));
        assertEquals(count, limiter.statistics().waiting());
        for (int i = count - 1; i >= 0; i--) {
            tasks.get(i).cancel();
        }
        await(sleep(ms(1)));
        assertEquals(new RateLimiterStatistics(0, 3, 0), limiter.statistics());
        return Task.done();
    }

    private static final int BURST = 3;

    /** In 10 ms one comes. */
    private static final int RATE = 100;

    @Async
    private static Task<Void> uses(RateLimiter limiter, int[] taken, Random random) throws Exception {
        for (int times = random.nextInt(4); times >= 0; times--) {
            if (random.nextInt(4) == 0) {
                await(random.nextBoolean() ? yieldNow() : sleep(ms(random.nextInt(20))));
            }
            if (random.nextInt(8) == 0) {
                currentTask().cancel();
            }
            int weight = 1 + random.nextInt(BURST);
            try {
                await(way(limiter, weight, random));
            } catch (TimeoutException late) {
                continue;
            }
            taken[0] += weight;
            assertTrue(taken[0] <= BURST + millis() * RATE / 1_000, "more than have come");
        }
        return Task.done();
    }

    private static Awaitable<?> way(RateLimiter limiter, int weight, Random random) throws TimeoutException {
        Awaitable<?> acquire = weight == 1 ? limiter.acquire() : limiter.acquire(weight);
        return switch (random.nextInt(3)) {
            case 0 -> waitFor(acquire, ms(random.nextInt(30)));
            case 1 -> gather(List.of(acquire, sleep(ms(random.nextInt(2)))));
            default -> acquire;
        };
    }

    /** Nothing is lost and nothing doubled: never more is taken than has come, and in the end nobody waits and a whole burst comes back. */
    @Test
    void givesNoMoreThanHasComeHoweverTasksAreCancelled() {
        Storm.rage(STORMS, random -> new Storm.Primitive() {
            private final RateLimiter limiter = RateLimiter.of(RATE, SECOND, BURST);
            private final int[] taken = new int[1];

            @Override
            public Storm.User user() {
                return each -> uses(limiter, taken, each);
            }

            @Override
            public void check() {
                assertEquals(0, limiter.statistics().waiting());
                int left = limiter.statistics().available();
                assertTrue(taken[0] + left <= BURST + millis() * RATE / 1_000, "doubled");
                assertTrue(left == BURST || taken[0] > 0, "lost");
            }
        });
    }
}
