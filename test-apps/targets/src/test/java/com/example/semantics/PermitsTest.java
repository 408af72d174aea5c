// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.allSettled;
import static dev.weft.Weft.any;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.race;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.timeout;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.Waiter;
import dev.weft.support.Scale;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A semaphore as a user writes it. However tasks wait for its permits, and whatever ends their waits, in the end all permits are free
 * again. As asyncio test_locks: cancel between release and wake-up, but of each combination and in many orders.
 */
@Timeout(120)
class PermitsTest {
    private static final int PERMITS = 3;

    /** Thirty, for each number of users once. */
    private static final int SEEDS = Scale.of(30, 75, 150);

    /** How a task waits for a permit. */
    private interface Way {
        Awaitable<?> permit(Semaphore semaphore, Duration limit) throws Exception;
    }

    static Stream<Named<Way>> ways() {
        return Stream.of(
                Named.of("acquire", (semaphore, limit) -> semaphore.acquire()),
                Named.of("task", (semaphore, limit) -> acquires(semaphore)),
                Named.of("spawned", (semaphore, limit) -> spawn(semaphore.acquire())),
                Named.of("waitFor", (semaphore, limit) -> waitFor(semaphore.acquire(), limit)),
                Named.of("waitFor task", (semaphore, limit) -> waitFor(acquires(semaphore), limit)),
                Named.of("waitFor spawned", (semaphore, limit) -> waitFor(spawn(semaphore.acquire()), limit)),
                Named.of("gather", (semaphore, limit) -> gather(semaphore.acquire(), sleep(ms(1)))),
                Named.of("gather that may fail", (semaphore, limit) -> gather(semaphore.acquire(), fails(limit))),
                Named.of("gather list", (semaphore, limit) -> gather(List.of(sleep(limit), semaphore.acquire()))),
                Named.of(
                        "gather in gather",
                        (semaphore, limit) -> gather(gather(semaphore.acquire(), sleep(limit)), sleep(ms(1)))),
                Named.of(
                        "waitFor in gather",
                        (semaphore, limit) -> gather(waitFor(semaphore.acquire(), limit), sleep(ms(1)))),
                Named.of(
                        "gather in waitFor",
                        (semaphore, limit) -> waitFor(gather(semaphore.acquire(), sleep(ms(1))), limit)),
                Named.of("any", (semaphore, limit) -> any(semaphore.acquire(), semaphore.acquire())),
                Named.of("race", (semaphore, limit) -> race(semaphore.acquire(), semaphore.acquire())),
                Named.of("all settled", (semaphore, limit) -> allSettled(semaphore.acquire(), sleep(limit))),
                Named.of(
                        "race of gathers",
                        (semaphore, limit) -> race(
                                gather(semaphore.acquire(), sleep(limit)), gather(semaphore.acquire(), sleep(ms(1))))),
                Named.of("any in waitFor", (semaphore, limit) -> waitFor(any(semaphore.acquire()), limit)),
                Named.of("shield", (semaphore, limit) -> shield(semaphore.acquire())),
                Named.of("shield in waitFor", (semaphore, limit) -> waitFor(shield(semaphore.acquire()), limit)),
                Named.of("timeout", (semaphore, limit) -> timeout(limit, scope -> acquires(semaphore))));
    }

    @Async
    private static Task<Void> acquires(Semaphore semaphore) {
        await(semaphore.acquire());
        return Task.done();
    }

    @Async
    private static Task<Void> fails(Duration after) throws IOException {
        await(sleep(after));
        if (after.toMillis() == 0) {
            throw new IOException("fails");
        }
        return Task.done();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void areFreeInTheEnd(Way way) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            try (EventLoop loop = EventLoop.simulated(seed)) {
                Semaphore semaphore = new Semaphore(PERMITS);
                loop.run(manyUsers(semaphore, way, 3 + seed % 30, new Random(seed)));
                loop.run(sleep(ms(20))); // for what is shielded
                assertEquals(PERMITS, semaphore.free, "with seed " + seed);
            }
        }
    }

    @Async
    private static Task<Void> manyUsers(Semaphore semaphore, Way way, int count, Random random) throws Exception {
        List<ScheduledTask<Void>> users = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            users.add(spawn(user(semaphore, way, random)));
            if (random.nextInt(3) == 0) {
                await(sleep(ms(1)));
            }
            if (random.nextInt(2) == 0) {
                users.get(random.nextInt(users.size())).cancel();
            }
        }
        for (ScheduledTask<Void> user : users) {
            try {
                await(user);
            } catch (CancellationException cancelled) {
                // as asked
            }
        }
        return Task.done();
    }

    @Async
    private static Task<Void> user(Semaphore semaphore, Way way, Random random) throws Exception {
        try {
            await(sleep(ms(random.nextInt(3))));
            if (random.nextBoolean()) {
                await(yieldNow());
            }
            if (random.nextInt(4) == 0) {
                currentTask().cancel();
            }
            await(way.permit(semaphore, ms(random.nextInt(4))));
        } catch (TimeoutException | IOException none) {
            return Task.done();
        }
        try {
            await(sleep(ms(random.nextInt(3))));
        } finally {
            semaphore.release();
        }
        return Task.done();
    }

    /** First come, first served; a permit that is released goes to whoever waits longest. */
    private static final class Semaphore {
        private final Deque<Acquire> queue = new ArrayDeque<>();
        private int free;

        Semaphore(int permits) {
            free = permits;
        }

        Awaitable<Void> acquire() {
            return new Acquire();
        }

        void release() {
            Acquire next = queue.poll();
            if (next == null) {
                free++;
            } else {
                next.held = true;
                next.waiter.wake();
            }
        }

        private final class Acquire implements Awaitable<Void> {
            private boolean held;
            private Waiter waiter;

            @Override
            public boolean isReady() {
                if (!held && waiter == null && free > 0) {
                    free--;
                    held = true;
                }
                return held;
            }

            @Override
            public Void result() {
                held = false;
                return null;
            }

            @Override
            public void subscribe(Waiter newWaiter) {
                waiter = newWaiter;
                queue.add(this);
            }

            @Override
            public boolean withdraw(Waiter gone) {
                queue.remove(this);
                if (held) {
                    held = false;
                    release();
                }
                return true;
            }

            @Override
            public void discard(Void permit) {
                release();
            }
        }
    }
}
