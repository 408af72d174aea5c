// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes two mistakes that no caller is told of, so that they go to the log. */
public final class Reports {
    private Reports() {}

    // region reports
    @Async
    static Task<Void> send(String message) {
        if (message.isEmpty()) {
            throw new IllegalArgumentException("nothing to send");
        }
        await(sleep(Duration.ofMillis(1)));
        return Task.done();
    }

    @Async
    static Task<Void> nobodyAwaitsTheFailure() {
        spawn("sender", send(""));
        await(sleep(Duration.ofMillis(10)));
        return Task.done();
    }

    @Async
    static Task<Void> nobodyAwaitsTheTask() {
        List<Task<Void>> tasks = new ArrayList<>();
        tasks.add(send("hello"));
        await(sleep(Duration.ofMillis(10)));
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%3$s: %5$s%6$s%n");
        run(nobodyAwaitsTheFailure());
        run(nobodyAwaitsTheTask());
    }
}
