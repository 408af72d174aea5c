// SPDX-License-Identifier: Apache-2.0
package dev.weft.proof.stress;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.sync.Mutex;
import dev.weft.sync.RwLock;
import dev.weft.sync.Semaphore;
import java.time.Duration;
import java.util.Random;

/** What stands at the leaves: one use of one primitive, as a task or as the bare operation. */
@SuppressWarnings("try") // a guard is held, and nothing else is done with it
final class Use {
    private final Shared shared;

    Use(Shared shared) {
        this.shared = shared;
    }

    /** Draws one. */
    Awaitable<?> draw(Random random) throws Exception {
        Duration time = Duration.ofMillis(random.nextInt(6));
        return switch (random.nextInt(18)) {
            case 0 -> locked(time);
            case 1 -> permitted(time);
            case 2 -> reading(time);
            case 3 -> writing(time);
            case 4, 5 -> sending();
            case 6 -> putting();
            case 7 -> receiving();
            case 8, 9 -> shared.channel.receive();
            case 10 -> shared.channel.next();
            case 11 -> shared.queue.get();
            case 12 -> signalled();
            case 13 -> signalling();
            case 14 -> setting();
            case 15 -> failing(time);
            case 16 -> cleaningUp(time);
            default -> sleep(time);
        };
    }

    /** Draws the bare operation of a lock, which whoever gets the result has to close. */
    Awaitable<? extends AutoCloseable> drawHeld(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> shared.mutex.lock();
            case 1 -> shared.semaphore.permit();
            case 2 -> shared.rwLock.read();
            default -> shared.rwLock.write();
        };
    }

    @Async
    private Task<Void> inside(String place, int most, Duration time, String... without) {
        shared.comesIn(place, most, without);
        try {
            await(sleep(time));
        } finally {
            shared.leaves(place);
        }
        return Task.done();
    }

    @Async
    private Task<Void> locked(Duration time) {
        try (Mutex.Guard held = await(shared.mutex.lock())) {
            await(inside("mutex", 1, time));
        }
        return Task.done();
    }

    @Async
    private Task<Void> permitted(Duration time) {
        try (Semaphore.Permit held = await(shared.semaphore.permit())) {
            await(inside("semaphore", Shared.PERMITS, time));
        }
        return Task.done();
    }

    @Async
    private Task<Void> reading(Duration time) {
        try (RwLock.ReadGuard held = await(shared.rwLock.read())) {
            await(inside("reading", Integer.MAX_VALUE, time, "writing"));
        }
        return Task.done();
    }

    @Async
    private Task<Void> writing(Duration time) {
        try (RwLock.WriteGuard held = await(shared.rwLock.write())) {
            await(inside("writing", 1, time, "reading"));
        }
        return Task.done();
    }

    /** Behind the signal the mutex is held again, also when the wait was cancelled. */
    @Async
    private Task<Void> signalled() {
        try (Mutex.Guard held = await(shared.mutex.lock())) {
            try {
                await(shared.condition.untilSignalled());
            } finally {
                await(inside("mutex", 1, Duration.ZERO));
            }
        }
        return Task.done();
    }

    @Async
    private Task<Void> signalling() {
        try (Mutex.Guard held = await(shared.mutex.lock())) {
            shared.condition.signal();
        }
        return Task.done();
    }

    @Async
    private Task<Void> sending() {
        int element = shared.element();
        await(shared.channel.send(element));
        shared.given(element);
        return Task.done();
    }

    @Async
    private Task<Void> putting() {
        int element = shared.element();
        await(shared.queue.put(element));
        shared.given(element);
        return Task.done();
    }

    @Async
    private Task<Void> receiving() throws Exception {
        shared.got(await(shared.channel.receive()));
        return Task.done();
    }

    @Async
    private Task<Void> setting() {
        shared.event.set();
        await(shared.event.untilSet());
        return Task.done();
    }

    @Async
    private static Task<Void> failing(Duration time) throws Planned {
        await(sleep(time));
        throw new Planned("fails");
    }

    @Async
    private static Task<Void> cleaningUp(Duration time) {
        try {
            await(sleep(time));
        } finally {
            await(sleep(Duration.ofMillis(2)));
            await(yieldNow());
        }
        return Task.done();
    }
}
