// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** Tasks that wait for what other loops and other threads complete. */
final class RaceTasks {
    private RaceTasks() {}

    /** Waits for anything, on behalf of a world that counts it. */
    @Async
    static Task<Void> awaits(Awaitable<?> other, World world) {
        world.begun.incrementAndGet();
        try {
            await(other);
            return Task.done();
        } finally {
            world.ended.incrementAndGet();
        }
    }

    @Async
    static Task<Void> awaitsTwo(Awaitable<?> one, Awaitable<?> other, World world) {
        await(gather(awaits(one, world), awaits(other, world)));
        return Task.done();
    }

    @Async
    static Task<Void> awaitsAWhile(Awaitable<?> other, int millis, World world) {
        try {
            await(waitFor(awaits(other, world), Duration.ofMillis(millis)));
        } catch (TimeoutException expected) {
            return Task.done();
        }
        return Task.done();
    }

    /** Waits for a task that is to be known later. */
    @Async
    static Task<Void> awaitsIn(CompletableFuture<ScheduledTask<?>> where, World world) {
        world.begun.incrementAndGet();
        try {
            await(await(where));
            return Task.done();
        } finally {
            world.ended.incrementAndGet();
        }
    }

    /** Starts at once on the calling thread, and goes on without a loop. */
    @Async
    static CompletableFuture<Void> detached(Awaitable<?> other, CompletableFuture<String> stage, World world) {
        world.begun.incrementAndGet();
        try {
            await(stage);
            await(sleep(Duration.ofNanos(1000)));
            await(other);
            return CompletableFuture.completedFuture(null);
        } finally {
            world.ended.incrementAndGet();
        }
    }
}
