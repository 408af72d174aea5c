// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.Task;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Limits the time of an operation: once it ends in time, once it does not. */
public final class WaitFor {
    private WaitFor() {}

    // region wait-for
    @Async
    static Task<String> work(Duration duration) {
        try {
            await(sleep(duration));
            return Task.of("done after " + duration.toMillis() + " ms");
        } finally {
            System.out.println("work ends");
        }
    }

    @Async
    static Task<Void> limited(Duration duration, Duration timeout) {
        try {
            System.out.println("in time: " + await(waitFor(work(duration), timeout)));
        } catch (TimeoutException e) {
            System.out.println("too late: " + e.getMessage());
        }
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(limited(Duration.ofMillis(12), Duration.ofMillis(120)));
        run(limited(Duration.ofSeconds(10), Duration.ofMillis(100)));
    }
}
