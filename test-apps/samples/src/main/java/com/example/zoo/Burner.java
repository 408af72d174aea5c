// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.Task;

/** A loop whose task computes under async callers, of which none is on the Java stack. */
final class Burner {
    private static volatile long result;

    private Burner() {}

    @Async
    static Task<Void> open(String argument) {
        Standing.loop("burner-loop", invoice());
        await(Standing.until(() -> result != 0));
        return Task.done();
    }

    @Async
    static Task<Void> invoice() {
        await(total());
        return Task.done();
    }

    @Async
    static Task<Void> total() {
        for (long seed = 1; ; seed++) {
            await(yieldNow());
            result = burn(seed);
        }
    }

    private static long burn(long seed) {
        long value = seed;
        for (int i = 0; i < 1_000_000; i++) {
            value = value * 6364136223846793005L + 1442695040888963407L;
        }
        return value | 1;
    }
}
