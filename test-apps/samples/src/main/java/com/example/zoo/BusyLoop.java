// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.Task;
import java.time.Duration;

/** A loop with a task that always has something to do, and one that holds the thread for a while now and then. */
@SuppressWarnings("weft:BlockingCallInAsync") // the fault that is shown
final class BusyLoop {
    private static volatile long rounds;
    private static volatile long stalls;

    private BusyLoop() {}

    @Async
    static Task<Void> open(String argument) throws InterruptedException {
        Standing.loop("busy-loop", work());
        await(Standing.until(() -> rounds > 0 && stalls > 0));
        return Task.done();
    }

    @Async
    static Task<Void> work() throws InterruptedException {
        spawn("hot", hot());
        spawn("stalling", stalling());
        await(sleep(Duration.ofDays(1)));
        return Task.done();
    }

    @Async
    static Task<Void> hot() {
        while (true) {
            rounds = rounds + 1;
            await(yieldNow());
        }
    }

    @Async
    static Task<Void> stalling() throws InterruptedException {
        while (true) {
            await(sleep(Duration.ofMillis(100)));
            stalls = stalls + 1;
            Thread.sleep(20);
        }
    }
}
