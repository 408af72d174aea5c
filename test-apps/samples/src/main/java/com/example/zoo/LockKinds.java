// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.sync.Mutex;
import dev.weft.sync.Pool;
import dev.weft.sync.RateLimiter;
import dev.weft.sync.RwLock;
import dev.weft.sync.Semaphore;
import java.time.Duration;

/** Waits for what another task holds. */
@SuppressWarnings("try") // the locks are held, and nothing else is done with them
final class LockKinds {
    private static final Mutex MUTEX = new Mutex("key");
    private static final RwLock BOOK = new RwLock("book");
    private static final Semaphore SEATS = new Semaphore("seats", 1);
    private static final RateLimiter LIMITER = RateLimiter.of("tickets", 1, Duration.ofDays(1), 1);
    private static final Pool<String> POOL =
            Pool.making(() -> Task.of("boat")).named("boats").max(1).build();

    private LockKinds() {}

    @Async
    static Task<Void> spawnAll(Kinds kinds) throws Exception {
        var holder = spawn("holder", hold());
        await(Standing.untilAwaits("sleep", holder));
        kinds.add("mutex", () -> Task.of(await(MUTEX.lock())));
        kinds.add("rwlock", () -> Task.of(await(BOOK.read())));
        kinds.add("semaphore", () -> Task.of(await(SEATS.permit())));
        kinds.add("limiter", () -> Task.of(await(LIMITER.acquire())));
        kinds.add("pool", () -> Task.of(await(POOL.borrow())));
        return Task.done();
    }

    @Async
    static Task<Void> hold() {
        await(LIMITER.acquire());
        try (var key = await(MUTEX.lock());
                var page = await(BOOK.write());
                var seat = await(SEATS.permit());
                var boat = await(POOL.borrow())) {
            await(sleep(Duration.ofDays(1)));
        }
        return Task.done();
    }
}
