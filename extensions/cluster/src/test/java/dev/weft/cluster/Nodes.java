// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weft.Async;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import dev.weft.cluster.testing.MemoryCluster;
import dev.weft.cluster.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The nodes of one test on a {@link MemoryCluster}, all on one loop. */
final class Nodes {
    final MemoryCluster net;
    private final Map<String, Transport> transports = new LinkedHashMap<>();
    private final Map<String, ClusterNode> nodes = new LinkedHashMap<>();
    private final List<ClusterNode> all = new ArrayList<>();
    private volatile boolean throwsNext;
    private UnaryOperator<ClusterConfig> change = config -> config;

    Nodes(SimulatedLoop loop) {
        this.net = new MemoryCluster(loop);
    }

    /** Says what the configuration of all has, besides. */
    Nodes with(UnaryOperator<ClusterConfig> itsChange) {
        change = itsChange;
        return this;
    }

    @Async
    Task<ClusterNode> join(String name) {
        return Task.of(await(join(name, change)));
    }

    @Async
    Task<ClusterNode> join(String name, UnaryOperator<ClusterConfig> itsChange) {
        Transport transport = new BreakingTransport(net.transport(), this::mayThrow);
        ClusterNode node = await(Cluster.join("memory", itsChange.apply(ClusterConfig.over(transport, name))));
        transports.put(name, transport);
        nodes.put(name, node);
        all.add(node);
        return Task.of(node);
    }

    ClusterNode get(String name) {
        return Objects.requireNonNull(nodes.get(name), name);
    }

    Transport transport(String name) {
        return Objects.requireNonNull(transports.get(name), name);
    }

    /** Has its process end. What its tasks do from then on nobody hears. */
    void kill(String name) {
        net.kill(name);
        get(name).close();
    }

    /** Has what is sent next fail before it is, or the next one who joins. */
    void throwNext() {
        throwsNext = true;
    }

    private void mayThrow() {
        if (throwsNext) {
            throwsNext = false;
            throw new IllegalStateException("this one is not sent");
        }
    }

    /** Waits until a node sees so many members, and knows what they have. */
    @Async
    static Task<Void> until(ClusterNode node, int members) {
        while (node.node().roster().view().peers().size() != members
                || !node.node().roster().isComplete()) {
            await(sleep(Duration.ofMillis(1)));
        }
        return Task.done();
    }

    /** Has all leave, and looks at what they leave behind. */
    @Async
    Task<Void> end() {
        nodes.keySet().forEach(net::goOn);
        net.heal();
        for (ClusterNode node : all) {
            await(node.leave(Duration.ofMinutes(1)));
        }
        await(sleep(Duration.ofMinutes(1))); // for all that is on its way
        for (ClusterNode node : all) {
            assertEquals("", left(node.node()), () -> "left behind by " + node);
        }
        return Task.done();
    }

    /** What a node holds for requests, which is nothing when all have ended. */
    static String left(Node node) {
        StringBuilder left = new StringBuilder();
        count("requests under way", node.calls().size(), left);
        count("lanes", node.lanes().size(), left);
        count("requests served", node.serving().size(), left);
        count("requests counted", node.serving().underWay(), left);
        count("mailboxes without an entity", node.hosting().sizeWithoutEntity(), left);
        return left.toString();
    }

    private static void count(String what, int count, StringBuilder left) {
        if (count != 0) {
            left.append(count).append(' ').append(what).append("; ");
        }
    }
}
