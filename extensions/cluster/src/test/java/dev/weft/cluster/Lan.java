// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.cluster.jgroups.JGroupsTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jgroups.Address;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG2;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.SHARED_LOOPBACK;
import org.jgroups.protocols.SHARED_LOOPBACK_PING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;

/** A network of JGroups inside of one JVM, that can lose what its nodes send one another. */
final class Lan {
    private static final AtomicInteger LANS = new AtomicInteger();

    private final String cluster = "lan-" + LANS.incrementAndGet();
    private final Map<String, DISCARD> losses = new LinkedHashMap<>();
    private final Supplier<List<Protocol>> below;
    private final Duration patience;
    private final List<ClusterNode> nodes = new ArrayList<>();

    /** Whose nodes believe one another alive for a minute of silence: a machine that gives the test no time parts none of them. */
    Lan() {
        this(List::of);
    }

    /** Whose nodes miss one that is not heard for so long. */
    Lan(Duration patience) {
        this(List::of, patience);
    }

    /** Puts protocols between the network and the others, made for each node: one object in two stacks belongs to neither. */
    Lan(Supplier<List<Protocol>> below) {
        this(below, Duration.ofMinutes(1));
    }

    private Lan(Supplier<List<Protocol>> below, Duration patience) {
        this.below = below;
        this.patience = patience;
    }

    String cluster() {
        return cluster;
    }

    ClusterConfig config(String name) {
        return ClusterConfig.over(JGroupsTransport.over("memory", () -> stack(name)), name);
    }

    @Async
    Task<ClusterNode> join(String name) {
        return Task.of(await(join(config(name))));
    }

    @Async
    Task<ClusterNode> join(ClusterConfig config) {
        ClusterNode node = await(Cluster.join(cluster, config));
        nodes.add(node);
        return Task.of(node);
    }

    /** Has all nodes leave. */
    @Async
    Task<Void> end() {
        for (ClusterNode node : nodes) {
            await(node.leave(Duration.ZERO));
        }
        return Task.done();
    }

    private List<Protocol> stack(String name) {
        DISCARD loss = new DISCARD();
        losses.put(name, loss);
        List<Protocol> stack = new ArrayList<>();
        stack.add(new SHARED_LOOPBACK());
        stack.addAll(below.get());
        stack.addAll(List.of(
                loss,
                new SHARED_LOOPBACK_PING(),
                new MERGE3().setMinInterval(200).setMaxInterval(500),
                new FD_ALL3().setTimeout(patience.toMillis()).setInterval(250),
                new VERIFY_SUSPECT2().setTimeout(200),
                new NAKACK2().useMcastXmit(false),
                new UNICAST3().setXmitInterval(50),
                new STABLE(),
                new GMS().printLocalAddress(false).setJoinTimeout(200),
                new MFC(),
                new UFC(),
                new FRAG2()));
        return stack;
    }

    /** Has the nodes of two groups not hear one another. */
    void part(List<String> some, List<String> others) {
        some.forEach(one -> others.forEach(other -> {
            loss(one).addIgnoreMember(address(other));
            loss(other).addIgnoreMember(address(one));
        }));
    }

    /** Has a part of what comes to a node get lost, and be sent again. */
    void lose(String name, double part) {
        loss(name).setUpDiscardRate(part);
    }

    /** Has one node hear nothing of others, who hear it. */
    void deaf(String one, List<String> others) {
        others.forEach(other -> loss(one).addIgnoreMember(address(other)));
    }

    /** Has all hear one another again. */
    void heal() {
        losses.values().forEach(DISCARD::resetIgnoredMembers);
    }

    private DISCARD loss(String name) {
        DISCARD loss = losses.get(name);
        if (loss == null) {
            throw new IllegalArgumentException(name);
        }
        return loss;
    }

    private Address address(String name) {
        return loss(name).getAddress();
    }
}
