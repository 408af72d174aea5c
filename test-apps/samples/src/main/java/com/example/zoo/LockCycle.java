// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.sync.Mutex;

/** Two tasks that lock two accounts in different order. */
@SuppressWarnings("try") // the accounts are held, and nothing else is done with them
final class LockCycle {
    private static final Mutex FIRST = new Mutex("account-1");
    private static final Mutex SECOND = new Mutex("account-2");

    private LockCycle() {}

    @Async
    static Task<Void> open(String argument) {
        ScheduledTask<Void> there = spawn("transfer-there", there());
        ScheduledTask<Void> back = spawn("transfer-back", back());
        await(Standing.untilAwaits("mutex", there));
        await(Standing.untilAwaits("mutex", back));
        return Task.done();
    }

    @Async
    static Task<Void> there() {
        try (Mutex.Guard from = await(FIRST.lock())) {
            await(yieldNow());
            try (Mutex.Guard to = await(SECOND.lock())) { // there waits here
                await(yieldNow());
            }
        }
        return Task.done();
    }

    @Async
    static Task<Void> back() {
        try (Mutex.Guard from = await(SECOND.lock())) {
            await(yieldNow());
            try (Mutex.Guard to = await(FIRST.lock())) { // back waits here
                await(yieldNow());
            }
        }
        return Task.done();
    }
}
