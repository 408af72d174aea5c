// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.shield;

import dev.weft.Async;
import dev.weft.BlockingPool;
import dev.weft.SimulatedLoop;
import dev.weft.SimulatedLoop.Hold;
import dev.weft.Task;
import dev.weft.cluster.transport.Transport;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How a transport leaves, whoever cancels that meanwhile: the end of the loop cancels what blocks for it, and a node that has not left keeps
 * its threads and its port, while the others go on to ask it.
 */
final class Departure {
    private Departure() {}

    @Async
    @SuppressWarnings("weft:CancellationSwallowed") // until it has left, which does not last
    static Task<Void> of(Node node) {
        CompletableFuture<Void> left = begun(node);
        CancellationException cancelled = null;
        while (!left.isDone()) {
            try {
                await(shield(left));
            } catch (CancellationException again) {
                cancelled = again;
            }
        }
        if (cancelled != null) {
            throw cancelled;
        }
        return Task.done();
    }

    private static CompletableFuture<Void> begun(Node node) {
        Transport transport = node.transport();
        CompletableFuture<Void> left = new CompletableFuture<>();
        Hold held = node.loop() instanceof SimulatedLoop simulated ? simulated.hold(node + " leaves") : null;
        BlockingPool.shared().execute(() -> leave(transport, left, held));
        return left;
    }

    /** Holds the clock, if it is virtual, until the loop has been told. */
    @SuppressWarnings("try") // it is held, and nothing else is done with it
    private static void leave(Transport transport, CompletableFuture<Void> left, @Nullable Hold held) {
        try (Hold until = held) {
            transport.leave();
            left.complete(null);
        } catch (Throwable failed) {
            left.completeExceptionally(failed);
        }
    }
}
