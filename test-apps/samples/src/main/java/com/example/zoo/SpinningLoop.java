// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.Task;

/** A loop one of whose tasks never comes to an await again. */
final class SpinningLoop {
    private static volatile long rounds;

    private SpinningLoop() {}

    @Async
    static Task<Void> open(String argument) {
        Standing.loop("spinning-loop", search());
        await(Standing.until(() -> rounds > 0));
        return Task.done();
    }

    @Async
    static Task<Void> search() {
        await(scan());
        return Task.done();
    }

    @Async
    static Task<Void> scan() {
        await(yieldNow());
        while (true) {
            rounds = rounds + 1;
        }
    }
}
