// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.race;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.timeout;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TaskGroup;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Waits for time, for other tasks, and for other threads. */
final class CallKinds {
    private static final Duration LONG = Duration.ofDays(1);
    private static final CompletableFuture<String> FOREIGN = new CompletableFuture<>();

    private CallKinds() {}

    static void spawnAll(Kinds kinds) throws Exception {
        ScheduledTask<Void> sleeper = spawn("awaited", part());
        kinds.add("sleep", () -> Task.of(await(sleep(LONG))));
        kinds.add("task", () -> Task.of(await(sleeper)));
        kinds.add("gather", () -> Task.of(await(gather(part(), part()))));
        kinds.add("race", () -> Task.of(await(race(part(), part()))));
        kinds.add("shield", () -> Task.of(await(shield(part()))));
        kinds.add("waitFor", () -> Task.of(await(waitFor(part(), LONG.multipliedBy(2)))));
        kinds.add("timeout", () -> Task.of(await(timeout(LONG.multipliedBy(2), scope -> part()))));
        kinds.add("group", () -> Task.of(await(TaskGroup.run(CallKinds::threeChildren))));
        kinds.add("blocking", () -> Task.of(await(blocking(CallKinds::block))));
        kinds.add("stage", () -> Task.of(await(FOREIGN)));
    }

    @Async
    static Task<Void> part() {
        await(sleep(LONG));
        return Task.done();
    }

    @Async
    static Task<Void> threeChildren(TaskGroup group) {
        for (int i = 1; i <= 3; i++) {
            group.spawn("child-" + i, part());
        }
        return Task.done();
    }

    private static Void block() throws InterruptedException {
        new CountDownLatch(1).await();
        return null;
    }
}
