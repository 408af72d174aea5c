// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.Task;
import java.util.concurrent.CompletableFuture;

/** A task that awaits an answer which nobody can give any more: what could is garbage. */
final class DroppedCompleter {
    private DroppedCompleter() {}

    @Async
    static Task<Void> open(String argument) {
        await(Standing.untilAwaits("stage", spawn("forgotten", question())));
        return Task.done();
    }

    @Async
    static Task<Void> question() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        await(answer);
        return Task.done();
    }
}
