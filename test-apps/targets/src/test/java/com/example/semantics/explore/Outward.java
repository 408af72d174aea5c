// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.explore;

import static com.example.semantics.explore.Actors.succeeded;
import static dev.weft.Weft.await;
import static dev.weft.testing.Explorer.pause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Outcome;
import dev.weft.Task;
import dev.weft.sync.Backoff;
import dev.weft.sync.Lease;
import dev.weft.sync.Pool;
import dev.weft.sync.RateLimiter;
import dev.weft.sync.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Small programs of what stands before calls to others. In each a cancellation comes at any place. */
@SuppressWarnings("try") // guards are for what is around them
final class Outward {
    private Outward() {}

    /** One a second; a place that was given up is given to the next. */
    @Async
    static Task<Void> rateLimiter(Actors actors) throws Exception {
        RateLimiter limiter = RateLimiter.of("limiter", 1, Duration.ofSeconds(1), 1);
        List<Outcome<Void>> outcomes = await(actors.run(number -> acquires(limiter)));
        assertTrue(succeeded(outcomes) >= actors.left());
        long seconds = EventLoop.current().nanoTime() / 1_000_000_000;
        assertTrue(seconds <= succeeded(outcomes) - 1, seconds + " s for " + succeeded(outcomes));
        return Task.done();
    }

    @Async
    private static Task<Void> acquires(RateLimiter limiter) {
        await(limiter.acquire());
        return Task.done();
    }

    /** Each tries until it succeeds, and who is cancelled tries no more: neither in an attempt nor in the pause behind it. */
    @Async
    static Task<Void> retry(Actors actors) throws Exception {
        int[][] attempts = new int[actors.tasks()][1];
        Retry retry = Retry.times(3).on(IOException.class).pausing(Backoff.constant(Duration.ofSeconds(1)));
        boolean pauses = actors.tasks() == 2;
        List<Outcome<Integer>> outcomes = await(actors.run(number -> tries(retry, attempts[number], pauses)));
        for (int number = 0; number < actors.tasks(); number++) {
            Outcome<Integer> outcome = outcomes.get(number);
            boolean succeeds = outcome.isSuccess() && outcome.get() == 2;
            assertTrue(succeeds || (number == 0 && actors.cancels()), outcome.toString());
            assertTrue(succeeds ? attempts[number][0] == 2 : attempts[number][0] < 2, outcome.toString());
        }
        return Task.done();
    }

    /** Returns the number of the attempt that succeeded, or 0 where the failure of one was the answer to a cancellation. */
    @Async
    private static Task<Integer> tries(Retry retry, int[] attempts, boolean pauses) {
        try {
            return Task.of(await(retry.run(() -> {
                if (pauses) {
                    await(pause());
                }
                if (++attempts[0] < 2) {
                    throw new IOException("on purpose");
                }
                return Task.of(attempts[0]);
            })));
        } catch (IOException answer) {
            return Task.of(0);
        }
    }

    /** One object for all: it is made once, never lent to two, and given back. */
    @Async
    static Task<Void> pool(Actors actors) throws Exception {
        int[] lent = new int[2];
        Pool<Integer> pool = Pool.making(() -> makes(lent)).named("pool").max(1).build();
        List<Outcome<Void>> outcomes = await(actors.run(number -> borrows(pool, lent)));
        assertTrue(succeeded(outcomes) >= actors.left());
        assertEquals(0, pool.statistics().lent());
        assertEquals(1, lent[1], "made");
        pool.close();
        await(pool.closed());
        return Task.done();
    }

    @Async
    private static Task<Integer> makes(int[] lent) {
        await(pause());
        return Task.of(++lent[1]);
    }

    @Async
    private static Task<Void> borrows(Pool<Integer> pool, int[] lent) {
        try (Lease<Integer> lease = await(pool.borrow())) {
            assertEquals(1, ++lent[0]);
            try {
                await(pause());
            } finally {
                lent[0]--;
            }
        }
        return Task.done();
    }
}
