// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.Task;
import java.time.Duration;

/** A loop one of whose tasks blocks its thread, while another one sleeps. */
@SuppressWarnings("weft:BlockingCallInAsync") // the fault that is shown
final class BlockedLoop {
    private BlockedLoop() {}

    @Async
    static Task<Void> open(String argument) throws InterruptedException {
        Thread thread = Standing.loop("blocked-loop", serve());
        await(Standing.until(() -> thread.getState() == Thread.State.TIMED_WAITING && inSleep(thread)));
        return Task.done();
    }

    private static boolean inSleep(Thread thread) {
        for (StackTraceElement line : thread.getStackTrace()) {
            if (line.getMethodName().equals("load")) {
                return true;
            }
        }
        return false;
    }

    @Async
    static Task<Void> serve() throws InterruptedException {
        spawn("neighbour", idle());
        await(request());
        return Task.done();
    }

    @Async
    static Task<Void> idle() {
        await(sleep(Duration.ofDays(1)));
        return Task.done();
    }

    @Async
    static Task<Void> request() throws InterruptedException {
        await(page());
        return Task.done();
    }

    @Async
    static Task<Void> page() throws InterruptedException {
        await(yieldNow());
        load();
        return Task.done();
    }

    private static void load() throws InterruptedException {
        Thread.sleep(Duration.ofDays(1).toMillis());
    }
}
