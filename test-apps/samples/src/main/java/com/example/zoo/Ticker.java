// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.Task;
import java.time.Duration;

/** A task that moves, and is always found at the same line. */
final class Ticker {
    private Ticker() {}

    @Async
    static Task<Void> open(String argument) {
        await(Standing.untilAwaits("sleep", spawn("ticker", tick())));
        return Task.done();
    }

    @Async
    static Task<Void> tick() {
        while (true) {
            await(sleep(Duration.ofMillis(200)));
        }
    }
}
