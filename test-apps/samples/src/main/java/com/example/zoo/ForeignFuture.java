// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.Task;
import java.util.concurrent.CompletableFuture;

/** A task that awaits the future of another library. */
final class ForeignFuture {
    private static final CompletableFuture<String> REPLY = new CompletableFuture<>();

    private ForeignFuture() {}

    @Async
    static Task<Void> open(String argument) {
        await(Standing.untilAwaits("stage", spawn("stranger", call())));
        return Task.done();
    }

    @Async
    static Task<Void> call() {
        await(REPLY);
        return Task.done();
    }
}
