// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.async;
import static dev.weft.Weft.await;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.Task;
import java.util.concurrent.CountDownLatch;

/**
 * A loop that is blocked five calls deep, in a method of which there are two and which calls itself. The outer calls have been suspended
 * and are on no Java stack any more; the inner ones are.
 */
@SuppressWarnings("weft:BlockingCallInAsync") // the fault that is shown
final class Recursion {
    private static final CountDownLatch BEGUN = new CountDownLatch(1);
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private Recursion() {}

    @Async
    static Task<Void> open(String argument) throws InterruptedException {
        Thread thread = Standing.loop("recursive-loop", descend("4"));
        await(Standing.until(() -> BEGUN.getCount() == 0 && thread.getState() == Thread.State.WAITING));
        return Task.done();
    }

    @Async
    static Task<Integer> descend(String depth) throws InterruptedException {
        return Task.of(await(descend(Integer.parseInt(depth))));
    }

    @Async
    static Task<Integer> descend(int depth) throws InterruptedException {
        if (depth == 0) {
            return Task.of(await(bottom()));
        }
        if (depth == 2) {
            await(yieldNow()); // what is above is suspended here
            return Task.of(await(async(() -> Task.of(await(descend(depth - 1))))));
        }
        return Task.of(await(descend(depth - 1)) + 1);
    }

    @Async
    static Task<Integer> bottom() throws InterruptedException {
        BEGUN.countDown();
        NEVER.await();
        return Task.of(0);
    }
}
