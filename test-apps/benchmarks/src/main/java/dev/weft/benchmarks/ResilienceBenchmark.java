// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.sync.Lease;
import dev.weft.sync.Pool;
import dev.weft.sync.RateLimiter;
import dev.weft.sync.Retry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * What a client pays for each request where nothing goes wrong: a permit of a limit of rate that is far off, an attempt that succeeds, an
 * object of a pool that has one. One op is one of these.
 */
public class ResilienceBenchmark extends AsyncBenchmark {
    private static final int ROUNDS = 10_000;
    private static final Retry RETRY = Retry.times(3);
    private static final Retry.Limited LIMITED = RETRY.within(Duration.ofSeconds(100));

    private final RateLimiter limiter = RateLimiter.of(1_000_000_000, Duration.ofSeconds(1));
    private final Pool<String> pool =
            Pool.making(() -> Task.of("one")).idleTime(Duration.ofHours(1)).build();

    @Override
    List<Class<?>> woven() {
        return List.of(ResilienceBenchmark.class);
    }

    @Override
    public void closeLoop() {
        loop.run(closing());
        super.closeLoop();
    }

    @Async
    private Task<Void> closing() {
        pool.close();
        await(pool.closed());
        return Task.done();
    }

    /** A permit of a limit of rate. */
    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public int weftRateLimit() {
        return loop.run(permits());
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private Task<Integer> permits() {
        for (int i = 0; i < ROUNDS; i++) {
            await(limiter.acquire());
        }
        return Task.of(ROUNDS);
    }

    /** A first attempt that succeeds. */
    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public int weftRetry() {
        return loop.run(attempts());
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private Task<Integer> attempts() {
        int sum = 0;
        for (int i = 0; i < ROUNDS; i++) {
            sum += await(RETRY.run(() -> Task.of(1)));
        }
        return Task.of(sum);
    }

    /** The same with a limit of time. */
    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public int weftRetryWithin() {
        return loop.run(limitedAttempts());
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private Task<Integer> limitedAttempts() {
        int sum = 0;
        for (int i = 0; i < ROUNDS; i++) {
            try {
                sum += await(LIMITED.run(() -> Task.of(1)));
            } catch (TimeoutException late) {
                return Task.failed(late);
            }
        }
        return Task.of(sum);
    }

    /** An object borrowed, and given back at the end of a {@code try}. */
    @Benchmark
    @OperationsPerInvocation(ROUNDS)
    public int weftBorrow() {
        return loop.run(borrows());
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private Task<Integer> borrows() {
        int length = 0;
        for (int i = 0; i < ROUNDS; i++) {
            try (Lease<String> lease = await(pool.borrow())) {
                length += lease.get().length();
            }
        }
        return Task.of(length);
    }
}
