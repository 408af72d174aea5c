// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** Starts two greetings in the background, and cancels the second before it is said. */
public final class ScheduleAndCancel {
    private ScheduleAndCancel() {}

    // region schedule-and-cancel
    @Async
    static Task<Void> sayAfter(Duration delay, String greeting) {
        await(sleep(delay));
        System.out.println(greeting);
        return Task.done();
    }

    @Async
    static Task<Void> greet() {
        ScheduledTask<Void> hello = spawn("hello", sayAfter(Duration.ofMillis(100), "hello"));
        ScheduledTask<Void> world = spawn("world", sayAfter(Duration.ofSeconds(10), "world"));
        await(hello);
        world.cancel();
        try {
            await(world);
        } catch (CancellationException e) {
            System.out.println("world was cancelled");
        }
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(greet());
    }
}
