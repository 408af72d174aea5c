// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster.testing;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.cluster.Cluster;
import dev.weft.cluster.ClusterConfig;
import dev.weft.cluster.ClusterNode;
import dev.weft.cluster.Member;
import dev.weft.cluster.transport.Transport;
import dev.weft.junit.AsyncTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Who sees whom in a cluster in memory, and what it says to those who misuse it. */
@AsyncTest(seeds = 5)
class MembershipTest {
    private MemoryCluster cluster = new MemoryCluster(EventLoop.simulated(1));
    private final List<ClusterNode> nodes = new ArrayList<>();

    @BeforeEach
    @Async
    void join() {
        cluster = new MemoryCluster();
        for (String name : List.of("a", "b", "c")) {
            nodes.add(await(Cluster.join("test", cluster.node(name))));
        }
    }

    @AfterEach
    @Async
    void leave() {
        for (ClusterNode node : nodes) {
            await(node.leave(Duration.ZERO));
        }
    }

    private static List<String> names(ClusterNode node) {
        return node.members().get().stream().map(Member::name).toList();
    }

    @Async
    private static Task<Void> sees(ClusterNode node, String... names) {
        while (!names(node).equals(List.of(names))) {
            await(node.members().changed());
        }
        return Task.done();
    }

    @AsyncTest
    void givesEachSideAViewOfItsOwnAndOneToAllWhenItIsHealed() {
        cluster.part("b", "c");
        await(sees(nodes.get(0), "a"));
        await(sees(nodes.get(1), "b", "c"));
        cluster.heal();
        await(sees(nodes.get(0), "a", "b", "c"));
        await(sees(nodes.get(1), "a", "b", "c"));
    }

    @AsyncTest
    void takesWhoeverIsKilledOrStoppedOutOfTheView() {
        cluster.stop("b");
        await(sees(nodes.get(0), "a", "c"));
        cluster.goOn("b");
        await(sees(nodes.get(0), "a", "b", "c"));
        cluster.kill("c");
        nodes.get(2).close();
        await(sees(nodes.get(1), "a", "b"));
        assertEquals("memory cluster of [a, b]", cluster.toString());
    }

    @AsyncTest
    void doesNothingToWhoHasLeft() {
        await(nodes.get(2).leave(Duration.ZERO));
        cluster.kill("c");
        cluster.stop("c");
        cluster.goOn("c");
        cluster.part("c");
        await(sees(nodes.get(0), "a", "b"));
        cluster.heal();
        await(sees(nodes.get(1), "a", "b"));
    }

    @AsyncTest
    void refusesNamesOfNobody() {
        for (Runnable misuse : List.<Runnable>of(
                () -> cluster.kill("x"),
                () -> cluster.stop("x"),
                () -> cluster.goOn("x"),
                () -> cluster.part("a", "x"),
                () -> cluster.cut("x"))) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, misuse::run);
            assertEquals("Nobody called x has joined. There were: [a, b, c]", refused.getMessage());
        }
        assertEquals(List.of("a", "b", "c"), names(nodes.get(0)));
    }

    @AsyncTest
    void refusesOneTransportForTwoNodesAndNodesOfAnotherCluster() throws Exception {
        Transport once = cluster.transport();
        await(await(Cluster.join("test", ClusterConfig.over(once, "d"))).leave(Duration.ZERO));
        await(says("has joined already", Cluster.join("test", ClusterConfig.over(once, "e"))));
        await(says("network of cluster test, and not of other", Cluster.join("other", cluster.node("f"))));
    }

    @Async
    private static Task<Void> says(String part, Awaitable<ClusterNode> joining) {
        try {
            await(joining);
        } catch (IllegalStateException refused) {
            assertTrue(refused.toString().contains(part), refused.toString());
            return Task.done();
        }
        throw new AssertionError("it has joined");
    }

    @AsyncTest
    void refusesOtherThreads() throws Exception {
        IllegalStateException refused = await(blocking(() -> assertThrows(IllegalStateException.class, cluster::heal)));
        assertTrue(refused.toString().contains("heal()"), refused.toString());
    }

    @AsyncTest
    void refusesNegativeDelays() {
        Duration negative = Duration.ofMillis(-1);
        assertThrows(IllegalArgumentException.class, () -> cluster.slow(Duration.ZERO, Duration.ZERO, negative));
    }
}
