// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.cluster.Cluster;
import dev.weft.cluster.ClusterConfig;
import dev.weft.cluster.ClusterException;
import dev.weft.cluster.ClusterNode;
import dev.weft.cluster.Member;
import dev.weft.process.Subprocess;
import dev.weft.sync.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A shop of three nodes, each a process: the first one starts the two others, puts things into carts, and kills one of them. */
public final class Shop {
    private static final String FIRST = "a";

    /** Made before the loop runs: it loads classes for a while. */
    private static final Json JSON = new Json();

    // region node
    @Async
    private static Task<ClusterNode> join(String name, int port, String... contacts) {
        ClusterConfig config = ClusterConfig.tcp("127.0.0.1", port)
                .named(name)
                .contacts(contacts)
                .codec(JSON)
                .majority(3)
                .lease(Duration.ofMillis(500));
        ClusterNode node = await(Cluster.join("shop", config));
        new Prices().serve(node);
        node.serveEntities(Cart.KIND, id -> new Cart(node));
        return Task.of(node);
    }

    /** Another node, which goes when the first one has gone. */
    @Async
    private static Task<Void> other(String name, int port, String contact) {
        try (ClusterNode node = await(join(name, port, contact))) {
            Watch.Observer<List<Member>> members = node.members();
            System.out.println(name + " serves on " + node.address());
            while (members.get().stream().anyMatch(member -> member.name().equals(FIRST))) {
                await(members.changed());
            }
        }
        return Task.done();
    }
    // endregion

    // region shop
    @Async
    private static Task<Void> first() throws IOException {
        try (ClusterNode node = await(join(FIRST, Again.freePort()))) {
            Subprocess b = await(start("b", node));
            await(start("c", node));
            Map<String, String> carts = await(cartOfEachNode(node));
            for (String owner : carts.keySet()) {
                await(tell(owner, node.entity(Cart.KIND, carts.get(owner)).ask(new CartMessage.Add("tea"))));
            }
            List<ScheduledTask<Void>> adding = carts.keySet().stream()
                    .map(owner -> spawn(
                            "adds gold to a cart of " + owner,
                            tell(owner, node.entity(Cart.KIND, carts.get(owner)).ask(new CartMessage.Add("gold")))))
                    .toList();
            while (await(node.member("b").ask(Prices.WAITING, "gold")) < adding.size()) {
                await(sleep(Duration.ofMillis(10)));
            }
            System.out.println(
                    new String(await(Again.weft("tree", "--cluster").output()).stdout(), UTF_8));
            b.kill();
            System.out.println("b was killed");
            for (ScheduledTask<Void> task : adding) {
                await(task);
            }
            for (String owner : carts.keySet()) {
                await(tell(owner, node.entity(Cart.KIND, carts.get(owner)).ask(new CartMessage.Look())));
            }
        }
        return Task.done();
    }

    /** Tells how a request to a cart ends that was on a node. */
    @Async
    private static Task<Void> tell(String owner, Awaitable<CartView> asked) {
        try {
            CartView cart = await(asked);
            System.out.println("cart of " + owner + ": " + cart.items() + ", is on " + cart.node());
        } catch (ClusterException failure) {
            System.out.println("cart of " + owner + ": " + failure);
        }
        return Task.done();
    }
    // endregion

    @Async
    private static Task<Subprocess> start(String name, ClusterNode node) throws IOException {
        String port = Integer.toString(Again.freePort());
        Subprocess process =
                await(Again.node(Shop.class, name, port, node.address()).start());
        System.out.println(await(process.stdout().readLine(UTF_8, 1_000)));
        await(node.member(name).ask(Prices.PRICE, "tea")); // what it has said before has come, too
        return Task.of(process);
    }

    /** The id of a cart on each node. */
    @Async
    private static Task<Map<String, String>> cartOfEachNode(ClusterNode node) {
        Map<String, String> carts = new TreeMap<>();
        for (int id = 1; carts.size() < node.members().get().size(); id++) {
            String cart = Integer.toString(id);
            String owner = await(node.entity(Cart.KIND, cart).ask(new CartMessage.Look()))
                    .node();
            carts.putIfAbsent(owner, cart);
        }
        return Task.of(carts);
    }

    /** Runs the sample. The arguments are for the other nodes: a name, a port, and where the first one is. */
    public static void main(String[] args) throws IOException {
        Quiet.jgroups();
        run(args.length == 0 ? first() : other(args[0], Integer.parseInt(args[1]), args[2]));
    }
}
