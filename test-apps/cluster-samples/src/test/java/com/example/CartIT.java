// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.cluster.Cluster;
import dev.weft.cluster.ClusterConfig;
import dev.weft.cluster.ClusterException;
import dev.weft.cluster.ClusterNode;
import dev.weft.cluster.EntityRef;
import dev.weft.cluster.NotServed;
import dev.weft.cluster.testing.MemoryCluster;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.Backoff;
import dev.weft.sync.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Carts of three nodes whose network falls apart, in memory and in virtual time. */
@AsyncTest(seeds = 10)
class CartIT {
    private static final CartMessage LOOK = new CartMessage.Look();

    // region memory-cluster
    private MemoryCluster cluster;
    private final List<ClusterNode> nodes = new ArrayList<>();

    @BeforeEach
    @Async
    void join() {
        cluster = new MemoryCluster();
        for (String name : List.of("a", "b", "c")) {
            ClusterConfig config = cluster.node(name).codec(new Json()).majority(3);
            ClusterNode node = await(Cluster.join("shop", config));
            new Prices().serve(node);
            node.serveEntities(Cart.KIND, id -> new Cart(node));
            nodes.add(node);
        }
    }

    @AfterEach
    @Async
    void leave() {
        cluster.heal();
        for (ClusterNode node : nodes) {
            await(node.leave(Duration.ZERO));
        }
    }

    @AsyncTest
    void whoeverIsCutOffRefusesAndTheOthersGoOn() {
        ClusterNode c = nodes.get(2);
        cluster.part("c");
        while (c.members().get().size() > 1) {
            await(c.members().changed());
        }
        try {
            await(c.entity(Cart.KIND, "42").ask(LOOK));
            fail("it is one of three");
        } catch (NotServed refused) {
            assertTrue(refused.getMessage().contains("no majority"), refused.getMessage());
        }
        await(sleep(Duration.ofSeconds(10))); // until who of the others owned nothing of it may
        CartView view = await(nodes.get(0).entity(Cart.KIND, "42").ask(new CartMessage.Add("tea")));
        assertEquals(List.of("tea for 300"), view.items());
    }
    // endregion

    @AsyncTest
    void aCartIsEmptyWhereItGoesOnAfterAKill() {
        ClusterNode asks = nodes.get(0);
        String id = await(ofAnother());
        await(asks.entity(Cart.KIND, id).ask(new CartMessage.Add("tea")));
        String owner = await(asks.entity(Cart.KIND, id).ask(LOOK)).node();
        cluster.kill(owner);
        nodes.stream().filter(node -> node.name().equals(owner)).forEach(ClusterNode::close);
        while (asks.members().get().size() == 3) {
            await(asks.members().changed());
        }
        CartView view = await(asks.entity(Cart.KIND, id).ask(LOOK));
        assertEquals(List.of(), view.items());
        assertTrue(!view.node().equals(owner), owner);
    }

    // region again
    static final Retry.Limited UNSERVED = Retry.times(10)
            .when(e -> e instanceof ClusterException failure && !failure.mayHaveRun())
            .pausing(Backoff.exponential(Duration.ofMillis(50), Duration.ofSeconds(1))
                    .withFullJitter())
            .within(Duration.ofSeconds(15));
    // endregion

    @AsyncTest
    void whoTriesAgainWhatNeverRanIsServedWhenTheNetworkIsWholeAgain() throws TimeoutException {
        ClusterNode c = nodes.get(2);
        cluster.part("c");
        while (c.members().get().size() > 1) {
            await(c.members().changed());
        }
        EntityRef<CartMessage, CartView> cart = c.entity(Cart.KIND, "42");
        CartMessage add = new CartMessage.Add("tea");
        ScheduledTask<CartView> asks = spawn(UNSERVED.run(() -> Task.of(await(cart.ask(add, Duration.ofSeconds(10))))));
        await(sleep(Duration.ofSeconds(1)));
        cluster.heal();
        assertEquals(List.of("tea for 300"), await(asks).items());
    }

    /** The id of a cart that the first node does not own. */
    @Async
    private Task<String> ofAnother() {
        for (int i = 0; ; i++) {
            String id = String.valueOf(i);
            if (!await(nodes.get(0).entity(Cart.KIND, id).ask(LOOK)).node().equals("a")) {
                return Task.of(id);
            }
        }
    }
}
