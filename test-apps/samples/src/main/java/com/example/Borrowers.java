// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.sync.Backoff;
import dev.weft.sync.Lease;
import dev.weft.sync.Pool;
import dev.weft.sync.RateLimiter;
import dev.weft.sync.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Calls something outside no more often than it allows, again when it fails, and over connections that are borrowed. */
public final class Borrowers {
    private Borrowers() {}

    private static void say(String what) {
        System.out.println(Duration.ofNanos(EventLoop.current().nanoTime()).toMillis() + " ms: " + what);
    }

    // region rate-limit
    @Async
    static Task<Void> callsWithinTheRate() {
        RateLimiter limiter = RateLimiter.of("api", 10, Duration.ofSeconds(1), 2);
        for (int call = 1; call <= 4; call++) {
            await(limiter.acquire());
            say("call " + call);
        }
        return Task.done();
    }
    // endregion

    // region retry
    private static final Retry RETRY = Retry.times(3)
            .on(IOException.class)
            .pausing(Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(5)))
            .onFailure(attempt -> say("attempt " + attempt.number() + " failed, pause " + attempt.pause()));

    @Async
    static Task<Void> triesAgain() throws IOException {
        Flaky server = new Flaky(2);
        say("answer: " + await(RETRY.run(() -> server.ask())));
        Flaky down = new Flaky(9);
        try {
            await(RETRY.run(() -> down.ask()));
        } catch (IOException last) {
            say(last.getMessage() + ", and before that "
                    + Stream.of(last.getSuppressed()).map(Throwable::getMessage).toList());
        }
        return Task.done();
    }
    // endregion

    // region pool
    @Async
    static Task<String> query(Pool<Connection> pool, String sql) throws TimeoutException {
        try (Lease<Connection> lease = await(waitFor(pool.borrow(), Duration.ofSeconds(2)))) {
            return Task.of(await(lease.get().query(sql)));
        }
    }

    @Async
    static Task<Void> queries() throws TimeoutException {
        Pool<Connection> pool = Pool.making(() -> Connection.open())
                .named("db")
                .max(2)
                .idleTime(Duration.ofMinutes(5))
                .check(connection -> connection.ping())
                .closing(connection -> connection.close())
                .build();
        say(await(gather(List.of(query(pool, "a"), query(pool, "b"), query(pool, "c"))))
                .toString());
        say(pool.toString());
        pool.close();
        await(pool.closed());
        return Task.done();
    }
    // endregion

    /** Answers when it has failed so many times. */
    private static final class Flaky {
        private final int failures;
        private int calls;

        Flaky(int failures) {
            this.failures = failures;
        }

        @Async
        Task<String> ask() throws IOException {
            await(sleep(Duration.ofMillis(10)));
            if (++calls <= failures) {
                throw new IOException("failure " + calls);
            }
            return Task.of("42");
        }
    }

    /** A connection to a database that is not there. */
    private static final class Connection {
        @Async
        static Task<Connection> open() {
            await(sleep(Duration.ofMillis(20)));
            say("connects");
            return Task.of(new Connection());
        }

        @Async
        Task<String> query(String sql) {
            await(sleep(Duration.ofMillis(10)));
            return Task.of("rows of " + sql);
        }

        @Async
        Task<Boolean> ping() {
            await(sleep(Duration.ofMillis(1)));
            return Task.of(true);
        }

        @Async
        Task<Void> close() {
            await(sleep(Duration.ofMillis(1)));
            say("disconnects");
            return Task.done();
        }
    }

    @Async
    private static Task<Void> all() throws Exception {
        await(callsWithinTheRate());
        await(triesAgain());
        await(queries());
        return Task.done();
    }

    /** Runs the sample, in virtual time. */
    public static void main(String[] args) throws Exception {
        try (EventLoop loop = EventLoop.simulated(1)) {
            loop.run(all());
        }
    }
}
