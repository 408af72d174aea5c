// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.cluster.transport.Peer;
import dev.weft.cluster.transport.Receiver;
import dev.weft.cluster.transport.View;
import dev.weft.junit.AsyncTest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node that is killed and begun again before the others have missed it. */
@AsyncTest
class FormerLifeTest {
    private static final Peer SELF = new Peer("a#2", "a", "127.0.0.1:7800");

    /** In its first view is another one of its name. */
    private static final class Again extends DumbTransport {
        final Peer other;
        volatile @Nullable Receiver receiver;

        Again(String address) {
            this.other = new Peer("a#1", "a", address);
        }

        @Override
        public Peer join(String cluster, String node, Receiver itsReceiver) {
            receiver = itsReceiver;
            itsReceiver.view(new View("1", List.of(other, SELF)));
            return SELF;
        }

        void miss() {
            Receiver told = receiver;
            assertTrue(told != null, "it has not joined");
            told.view(new View("2", List.of(SELF)));
        }
    }

    @AsyncTest
    void joinsWhenItsFormerLifeHasBeenMissed() {
        Again transport = new Again(SELF.address());
        ScheduledTask<ClusterNode> joining = spawn(Cluster.join("shop", ClusterConfig.over(transport, "a")));
        await(sleep(Duration.ofSeconds(7)));
        assertTrue(joining.state() == ScheduledTask.State.SUSPENDED, "it goes on beside itself");
        transport.miss();
        ClusterNode node = await(joining);
        assertEquals("[a 127.0.0.1:7800]", node.members().get().toString());
        await(node.leave(Duration.ZERO));
    }

    @AsyncTest
    void isRefusedIfThatIsNeverMissed() {
        Again transport = new Again(SELF.address());
        IllegalStateException refused =
                await(Thrown.by(IllegalStateException.class, Cluster.join("shop", ClusterConfig.over(transport, "a"))));
        assertTrue(refused.toString().contains("The name a is taken"), refused::toString);
    }

    @AsyncTest
    void isRefusedAtOnceIfTheOtherOneIsSomewhereElse(EventLoop loop) {
        Again transport = new Again("127.0.0.1:7801");
        await(Thrown.by(IllegalStateException.class, Cluster.join("shop", ClusterConfig.over(transport, "a"))));
        assertEquals(0, loop.nanoTime(), "it has waited");
    }
}
