// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.Task;
import java.util.concurrent.CountDownLatch;

/** A task whose work blocks a thread of the pool. */
final class PoolWork {
    private static final CountDownLatch BEGUN = new CountDownLatch(1);
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private PoolWork() {}

    @Async
    static Task<Void> open(String argument) {
        var archivist = spawn("archivist", archive());
        await(Standing.until(() -> BEGUN.getCount() == 0));
        await(Standing.untilAwaits("blocking", archivist));
        return Task.done();
    }

    @Async
    static Task<Void> archive() {
        await(blocking(PoolWork::write));
        return Task.done();
    }

    private static Void write() {
        BEGUN.countDown();
        while (true) {
            try {
                NEVER.await();
            } catch (InterruptedException e) {
                return null;
            }
        }
    }
}
