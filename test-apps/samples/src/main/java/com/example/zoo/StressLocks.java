// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.yieldNow;

import dev.weft.Task;
import dev.weft.sync.Mutex;
import dev.weft.sync.Pool;
import dev.weft.sync.RateLimiter;
import dev.weft.sync.RwLock;
import dev.weft.sync.Semaphore;
import java.time.Duration;

/** Takes locks and the like, holds them for a moment, and gives them back. */
@SuppressWarnings("try") // they are held, and nothing else is done with them
final class StressLocks {
    private final Mutex mutex = new Mutex("stressed");
    private final RwLock book = new RwLock("stressed");
    private final Semaphore seats = new Semaphore("stressed", 2);
    private final RateLimiter limiter = RateLimiter.of("stressed", 5_000, Duration.ofSeconds(1), 2);
    private final Pool<String> pool =
            Pool.making(() -> Task.of("boat")).named("stressed").max(2).build();

    void addTo(Stress stress) {
        stress.add(() -> {
            try (var held = await(mutex.lock())) {
                await(yieldNow());
            }
            return Task.done();
        });
        stress.add(() -> {
            try (var held = await(book.read())) {
                await(yieldNow());
            }
            return Task.done();
        });
        stress.add(() -> {
            try (var held = await(book.write())) {
                await(yieldNow());
            }
            return Task.done();
        });
        stress.add(() -> {
            try (var held = await(seats.permit())) {
                await(yieldNow());
            }
            return Task.done();
        });
        stress.add(() -> {
            try (var held = await(pool.borrow())) {
                await(yieldNow());
            }
            return Task.done();
        });
        stress.add(() -> Task.of(await(limiter.acquire())));
    }
}
