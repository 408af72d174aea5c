// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.CancelSafe;
import dev.weft.NotCancelSafe;
import dev.weft.Task;
import dev.weft.sync.Channel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/** Orders go from one channel to another, by a method that loses one when it is cancelled, and by one that does not. */
public final class Forwarding {
    private final Channel<String> from = Channel.unbounded();
    private final Channel<String> to = Channel.rendezvous();

    private Forwarding() {
        from.trySend("tea");
        from.trySend("coffee");
    }

    // region cancel-safety
    @NotCancelSafe("an order that was received and not sent")
    @Async
    Task<Void> forward() {
        String order = await(from.receive());
        await(to.send(order));
        return Task.done();
    }

    private final Deque<String> unsent = new ArrayDeque<>();

    @CancelSafe
    @Async
    Task<Void> forwardSafely() {
        String order = unsent.isEmpty() ? await(from.receive()) : unsent.pop();
        try {
            await(to.send(order));
        } catch (CancellationException e) {
            unsent.push(order);
            throw e;
        }
        return Task.done();
    }
    // endregion

    @Async
    private Task<Void> limited(Awaitable<Void> forwarding) {
        try {
            await(waitFor(forwarding, Duration.ofMillis(10)));
        } catch (TimeoutException e) {
            System.out.println("nobody takes it");
        }
        return Task.done();
    }

    @Async
    private Task<Void> show() {
        await(limited(forward()));
        System.out.println("kept by forward: " + unsent);
        await(limited(forwardSafely()));
        System.out.println("kept by forwardSafely: " + unsent);
        return Task.done();
    }

    /** Runs the sample. */
    public static void main(String[] args) {
        run(new Forwarding().show());
    }
}
