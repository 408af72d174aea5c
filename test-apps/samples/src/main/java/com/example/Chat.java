// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;

import com.example.chat.ChatServer;
import dev.weft.Async;
import dev.weft.Task;
import dev.weft.net.Network;
import dev.weft.net.Tcp;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A chat server, for {@code nc 127.0.0.1 8888}. The argument is the port, 8888 without one. Serves until the JVM is told to end, and then
 * tells all who are there.
 */
public final class Chat {
    private Chat() {}

    // region chat
    @Async
    static Task<Void> serve(Network network, int port, CompletableFuture<Void> stop) throws IOException {
        ChatServer chat = new ChatServer(network, "127.0.0.1", port);
        System.out.println("serving on port " + chat.port());
        await(stop);
        return chat.stop(Duration.ofSeconds(10));
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8888;
        CompletableFuture<Void> stop = new CompletableFuture<>();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.complete(null);
            try {
                ended.await(15, TimeUnit.SECONDS); // the JVM halts when its hooks have returned
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try {
            run(serve(Tcp.network(), port, stop));
        } finally {
            ended.countDown();
        }
    }
}
