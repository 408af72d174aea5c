// SPDX-License-Identifier: Apache-2.0
package com.example.zoo;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.Weft;
import java.util.concurrent.CompletableFuture;

/** A call that no loop runs, since a thread of others has made it. */
final class PlainThread {
    private static final CompletableFuture<String> NEWS = new CompletableFuture<>();

    private PlainThread() {}

    @Async
    static Task<Void> open(String argument) {
        Thread thread = new Thread(PlainThread::listen, "plain");
        thread.start();
        await(Standing.until(() -> !Weft.detached().isEmpty()));
        return Task.done();
    }

    private static void listen() {
        subscribe().exceptionally(failure -> {
            failure.printStackTrace();
            return null;
        });
    }

    @Async
    static CompletableFuture<Void> subscribe() {
        await(NEWS);
        return CompletableFuture.completedFuture(null);
    }
}
