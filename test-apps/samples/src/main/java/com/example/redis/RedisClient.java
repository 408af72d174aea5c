// SPDX-License-Identifier: Apache-2.0
package com.example.redis;

import static dev.weft.Weft.await;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.NotCancelSafe;
import dev.weft.Task;
import dev.weft.net.Tcp;
import dev.weft.sync.Lease;
import dev.weft.sync.Mutex;
import dev.weft.sync.Pool;
import dev.weft.sync.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * A client of a Redis server. All tasks share one connection, but for commands that let a connection wait, which borrow one of a pool. A
 * connection that is lost is opened anew by the next command; the command that it was lost with fails, for nobody knows whether the
 * server has executed it.
 */
@SuppressWarnings("try") // the guard is held, and nothing else is done with it
public final class RedisClient implements AutoCloseable {
    private final String host;
    private final int port;
    private final Duration limit;
    private final Retry.Limited retry;
    private final Mutex connecting = new Mutex("connecting");
    private final Pool<RedisConnection> pool;
    private RedisConnection shared;

    /** Makes a client that waits no longer than the limit for a connection, and for a reply. Connects when it is used. */
    public RedisClient(String host, int port, Duration limit) {
        this.host = host;
        this.port = port;
        this.limit = limit;
        retry = Retry.times(10).on(IOException.class).within(limit);
        pool = Pool.making(this::open)
                .max(10)
                .idleTime(Duration.ofMinutes(1))
                .check(connection -> Task.of(connection.isOpen()))
                .build();
    }

    // region client
    @Async
    private Task<RedisConnection> open() throws IOException, TimeoutException {
        return Task.of(await(retry.run(() -> Task.of(new RedisConnection(await(Tcp.openConnection(host, port)))))));
    }

    /** The connection that all share: the first to come opens it, and the others wait for that. */
    @Async
    private Task<RedisConnection> shared() throws IOException, TimeoutException {
        try (Mutex.Guard held = await(connecting.lock())) {
            if (shared == null || !shared.isOpen()) {
                shared = await(open());
            }
            return Task.of(shared);
        }
    }

    /** Sends a command, and waits for its reply. A server that does not answer in time is given up. */
    @NotCancelSafe("whether the server has executed the command")
    @Async
    public Task<Object> send(String... command) throws IOException, TimeoutException {
        RedisConnection connection = await(shared());
        try {
            return Task.of(await(waitFor(connection.send(command), limit)));
        } catch (TimeoutException late) {
            connection.close();
            throw late;
        }
    }

    /** Takes the first element of a list, and waits for one as long as it is told to. Nobody else can use the connection then. */
    @NotCancelSafe("an element that the server has taken from the list")
    @Async
    public Task<Optional<String>> pop(String list, Duration patience) throws IOException, TimeoutException {
        try (Lease<RedisConnection> lease = await(pool.borrow())) {
            boolean answered = false;
            try {
                Object reply = await(waitFor(
                        lease.get().send("BLPOP", list, Long.toString(patience.toSeconds())), patience.plus(limit)));
                answered = true;
                return Task.of(Optional.ofNullable((List<?>) reply).map(pair -> (String) pair.get(1)));
            } finally {
                if (!answered) {
                    lease.invalidate();
                }
            }
        }
    }
    // endregion

    /** The value of a key, null if there is none. */
    @Async
    public Task<String> get(String key) throws IOException, TimeoutException {
        return Task.of((String) await(send("GET", key)));
    }

    /** Gives a key a value. */
    @Async
    public Task<Void> set(String key, String value) throws IOException, TimeoutException {
        await(send("SET", key, value));
        return Task.done();
    }

    /** Adds one to the number that a key has, and gives the sum. */
    @Async
    public Task<Long> increment(String key) throws IOException, TimeoutException {
        return Task.of((Long) await(send("INCR", key)));
    }

    @Override
    public void close() {
        pool.close();
        if (shared != null) {
            shared.close();
        }
    }
}
