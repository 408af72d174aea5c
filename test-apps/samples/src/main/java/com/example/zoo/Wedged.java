// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.sync.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Ten tasks, of which two do not move: nobody sends to them. */
final class Wedged {
    private static final Channel<String> JOBS = Channel.<String>bounded(1).named("jobs");

    private Wedged() {}

    @Async
    static Task<Void> open(String argument) {
        List<ScheduledTask<?>> wedged = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            if (i % 5 == 0) {
                wedged.add(spawn("wedged-" + i, takeOne()));
            } else {
                spawn("ticking-" + i, tick());
            }
        }
        for (ScheduledTask<?> each : wedged) {
            await(Standing.untilAwaits("receive", each));
        }
        return Task.done();
    }

    @Async
    static Task<Void> takeOne() {
        await(JOBS.receive());
        return Task.done();
    }

    @Async
    static Task<Void> tick() {
        while (true) {
            await(sleep(Duration.ofMillis(5)));
        }
    }
}
