// SPDX-License-Identifier: Apache-2.0
package com.example.flow;

import dev.weft.Awaitable;
import dev.weft.EventLoop;
import java.util.concurrent.CompletableFuture;

/** An event loop that runs on a thread of its own until it is closed. */
final class RunningLoop implements AutoCloseable {
    final EventLoop loop = EventLoop.create();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Thread thread = new Thread(() -> loop.run(Awaitable.of(end)), "loop");

    RunningLoop() {
        thread.start();
    }

    @Override
    public void close() {
        end.complete(null);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // and the close below says that it runs
        }
        loop.close();
    }
}
