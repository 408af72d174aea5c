// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until something stands where it should. */
final class Standing {
    private Standing() {}

    /** Ends when the task awaits what is of this kind. */
    static Task<Void> untilAwaits(String kind, ScheduledTask<?> task) {
        return until(
                () -> task.state() == State.SUSPENDED && task.waitsFor().kind().equals(kind));
    }

    @Async
    static Task<Void> until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            await(sleep(Duration.ofMillis(1)));
        }
        return Task.done();
    }

    /** Starts a thread of this name that runs a loop; the JVM does not wait for it. */
    static Thread loop(String name, Awaitable<?> main) {
        Thread thread = new Thread(() -> run(main), name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
