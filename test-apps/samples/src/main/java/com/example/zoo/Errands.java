// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import java.time.Duration;

/** Work that waits now and then, and beside it watchers that have nothing to do but wait. */
final class Errands {
    private static volatile int trips;

    private Errands() {}

    @Async
    static Task<Void> open(String argument) {
        Standing.loop("errands-loop", day());
        await(Standing.until(() -> trips > 1));
        return Task.done();
    }

    @Async
    static Task<Void> day() {
        await(gather(shopping(), evening()));
        return Task.done();
    }

    @Async
    static Task<Void> shopping() {
        while (true) {
            await(trip());
            trips = trips + 1;
        }
    }

    @Async
    static Task<Void> trip() {
        await(sleep(Duration.ofMillis(20)));
        return Task.done();
    }

    /** A deadline. */
    @Async
    static Task<Void> evening() {
        await(sleep(Duration.ofDays(1)));
        return Task.done();
    }
}
