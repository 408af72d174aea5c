// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.Task;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Hands messages from some tasks of a loop to one that waits for them. */
public final class Mailbox {
    private final Queue<String> messages = new ArrayDeque<>();
    private CompletableFuture<Void> more = new CompletableFuture<>();

    // region mailbox
    void send(String message) {
        messages.add(message);
        more.complete(null);
    }

    /** Gives the next message. For one receiver. */
    @Async
    Task<String> receive() {
        while (messages.isEmpty()) {
            more = new CompletableFuture<>();
            await(more);
        }
        return Task.of(messages.remove());
    }

    @Async
    Task<Void> produce() {
        for (String message : new String[] {"one", "two", "end"}) {
            await(sleep(Duration.ofMillis(10)));
            send(message);
        }
        return Task.done();
    }

    @Async
    Task<Void> consume() {
        spawn("producer", produce());
        for (String message = await(receive()); !message.equals("end"); message = await(receive())) {
            System.out.println("received " + message);
        }
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        run(new Mailbox().consume());
    }
}
