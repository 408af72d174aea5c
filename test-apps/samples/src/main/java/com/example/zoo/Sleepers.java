// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.time.Duration;

/** Tasks that sleep: three, or as many as are wanted. */
final class Sleepers {
    private Sleepers() {}

    @Async
    static Task<Void> open(String argument) {
        spawn("sleeper-1", nap(Duration.ofMinutes(1)));
        spawn("sleeper-2", nap(Duration.ofHours(1)));
        await(Standing.untilAwaits("sleep", spawn("sleeper-3", nap(Duration.ofDays(1)))));
        return Task.done();
    }

    @Async
    static Task<Void> nap(Duration time) {
        await(sleep(time));
        return Task.done();
    }

    @Async
    static Task<Void> crowd(String number) {
        int sleepers = Integer.parseInt(number);
        for (int i = 1; i < sleepers; i++) {
            spawn(doze());
        }
        ScheduledTask<Void> last = spawn(doze());
        await(Standing.untilAwaits("sleep", last));
        return Task.done();
    }

    @Async
    static Task<Void> doze() {
        await(sleep(Duration.ofDays(1)));
        return Task.done();
    }
}
