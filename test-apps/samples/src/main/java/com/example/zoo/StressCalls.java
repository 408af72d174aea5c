// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.race;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.sync.Event;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls others: in groups, with limits of time, on the pool; and cancels them. */
final class StressCalls {
    private static final Duration SHORT = Duration.ofMillis(2);

    void addTo(Stress stress) {
        stress.add(() -> {
            await(gather(part(), part()));
            return Task.done();
        });
        stress.add(() -> Task.of(await(race(part(), forever()))));
        stress.add(() -> Task.of(await(TaskGroup.run(StressCalls::children))));
        stress.add(StressCalls::outOfTime);
        stress.add(() -> Task.of(await(moveOnAfter(SHORT, scope -> forever()))));
        stress.add(() -> Task.of(await(shield(part()))));
        stress.add(() -> Task.of(await(blocking(StressCalls::block))));
        stress.add(StressCalls::cancelled);
        stress.add(() -> {
            var later = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);
            await(CompletableFuture.runAsync(() -> {}, later));
            return Task.done();
        });
    }

    @Async
    private static Task<Void> part() {
        await(sleep(SHORT));
        return Task.done();
    }

    @Async
    private static Task<Void> forever() {
        await(new Event().untilSet());
        return Task.done();
    }

    @Async
    private static Task<Void> children(TaskGroup group) {
        group.spawn(part());
        group.spawn(part());
        await(sleep(SHORT));
        group.cancel();
        return Task.done();
    }

    @Async
    private static Task<Void> outOfTime() {
        try {
            await(waitFor(forever(), SHORT));
        } catch (TimeoutException expected) {
            await(sleep(SHORT));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> cancelled() {
        ScheduledTask<Void> task = spawn(forever());
        await(sleep(SHORT));
        task.cancel();
        try {
            await(task);
        } catch (CancellationException expected) {
            if (!task.state().equals(ScheduledTask.State.CANCELLED)) {
                throw expected;
            }
        }
        return Task.done();
    }

    private static Void block() throws InterruptedException {
        Thread.sleep(1);
        return null;
    }
}
