// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.cluster.testing.MemoryCluster;
import dev.weft.cluster.transport.Peer;
import dev.weft.cluster.transport.Receiver;
import dev.weft.cluster.transport.View;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A loop that ends while its node leaves. */
class LoopEndTest {
    /** One node alone, which takes a while to leave. */
    private static final class Alone extends DumbTransport {
        final CompletableFuture<Void> begins = new CompletableFuture<>();
        final CountDownLatch never = new CountDownLatch(1);
        volatile String left = "has not left";

        @Override
        public Peer join(String cluster, String node, Receiver receiver) {
            Peer self = new Peer("1", node, "here");
            receiver.view(new View("v", List.of(self)));
            return self;
        }

        @Override
        public void leave() {
            begins.complete(null);
            try {
                var unused = never.await(300, TimeUnit.MILLISECONDS);
                left = "has left";
            } catch (InterruptedException interrupted) {
                left = "was interrupted";
            }
        }
    }

    private final Alone alone = new Alone();

    @Async
    private Task<Void> joinsAndCloses(boolean waits) {
        try (ClusterNode node = await(Cluster.join("alone", ClusterConfig.over(alone, "a")))) {
            assertEquals("a", node.name());
        }
        if (waits) {
            await(alone.begins);
        }
        return Task.done();
    }

    @Test
    void waitsUntilTheNodeHasLeft() {
        Weft.run(joinsAndCloses(true));
        assertEquals("has left", alone.left);
    }

    @Test
    void waitsUntilTheNodeHasLeftThatWasClosedInTheLastTurn() {
        Weft.run(joinsAndCloses(false));
        assertEquals("has left", alone.left);
    }

    @Test
    void waitsUntilTheNodeHasLeftThatNobodyHasClosed() {
        Weft.run(Cluster.join("alone", ClusterConfig.over(alone, "a")));
        assertEquals("has left", alone.left);
    }

    @Test
    void leavesWhenASimulatedLoopIsClosed() {
        MemoryCluster cluster;
        try (SimulatedLoop loop = EventLoop.simulated(1)) {
            cluster = new MemoryCluster(loop);
            loop.run(Cluster.join("alone", cluster.node("a")));
            assertEquals("memory cluster of [a]", cluster.toString());
        }
        assertEquals("memory cluster of []", cluster.toString());
    }
}
