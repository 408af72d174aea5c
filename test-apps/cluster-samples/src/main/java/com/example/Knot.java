// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.cluster.Cluster;
import dev.weft.cluster.ClusterConfig;
import dev.weft.cluster.ClusterNode;
import dev.weft.cluster.EntityKind;
import dev.weft.cluster.Service;
import dev.weft.process.Output;
import dev.weft.process.Subprocess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Three nodes, each a process, that wait for one another: an order for the stock, the stock for a price, and the price for the order. */
public final class Knot {
    private static final EntityKind<String, String> ORDER = EntityKind.of("order", String.class, String.class);
    private static final EntityKind<String, String> STOCK = EntityKind.of("stock", String.class, String.class);
    private static final EntityKind<String, String> PRICE = EntityKind.of("price", String.class, String.class);
    private static final Service<String, Integer> QUOTED = Service.of("quoted", String.class, Integer.class);

    private final ClusterNode node;
    private final AtomicInteger quoted = new AtomicInteger();

    private Knot(ClusterNode node) {
        this.node = node;
    }

    // region knot
    @Async
    private Task<String> sell(String item) {
        String place = await(node.entity(STOCK, item).ask("reserve"));
        return Task.of(item + " of " + place);
    }

    @Async
    private Task<String> reserve(String item) {
        String price = await(node.entity(PRICE, item).ask("quote"));
        return Task.of("the shelf, for " + price);
    }

    @Async
    private Task<String> quote(String item) {
        quoted.incrementAndGet();
        String volume = await(node.entity(ORDER, item).ask("how many")); // it is in sell, and does one thing at a time
        return Task.of("1 per " + volume);
    }
    // endregion

    private void serve() {
        switch (node.name()) {
            case "a" -> node.serveEntities(ORDER, id -> message -> sell(id));
            case "b" -> node.serveEntities(STOCK, id -> message -> reserve(id));
            default -> {
                node.serveEntities(PRICE, id -> message -> quote(id));
                node.serve(QUOTED, item -> Task.of(quoted.get()));
            }
        }
    }

    @Async
    private static Task<ClusterNode> join(String name, int port, String... contacts) {
        ClusterConfig config = ClusterConfig.tcp("127.0.0.1", port).named(name).contacts(contacts);
        ClusterNode node = await(Cluster.join("knot", config));
        new Knot(node).serve();
        return Task.of(node);
    }

    @Async
    private static Task<Void> other(String name, int port, String contact) {
        try (ClusterNode node = await(join(name, port, contact))) {
            System.out.println(name + " serves on " + node.address());
            while (node.members().get().stream()
                    .anyMatch(member -> member.name().equals("a"))) {
                await(node.members().changed());
            }
        }
        return Task.done();
    }

    @Async
    private static Task<Void> first() throws IOException {
        try (ClusterNode node = await(join("a", Again.freePort()))) {
            await(start("b", node));
            await(start("c", node));
            var asking = spawn("asks", ask(node));
            while (await(node.member("c").ask(QUOTED, "tea")) == 0) {
                await(sleep(Duration.ofMillis(10)));
            }
            Output check = await(Again.weft("check", "--cluster").output());
            while (check.status().isSuccess()) { // it is sure of what has stood for a second
                check = await(Again.weft("check", "--cluster").output());
            }
            System.out.println(new String(check.stdout(), UTF_8) + check.status());
            asking.cancel();
        }
        return Task.done();
    }

    @Async
    private static Task<Void> ask(ClusterNode node) {
        System.out.println(await(node.entity(ORDER, "tea").ask("sell")));
        return Task.done();
    }

    @Async
    private static Task<Void> start(String name, ClusterNode node) throws IOException {
        String port = Integer.toString(Again.freePort());
        Subprocess process =
                await(Again.node(Knot.class, name, port, node.address()).start());
        System.out.println(await(process.stdout().readLine(UTF_8, 1_000)));
        return Task.done();
    }

    /** Runs the sample. The arguments are for the other nodes: a name, a port, and where the first one is. */
    public static void main(String[] args) throws IOException {
        Quiet.jgroups();
        run(args.length == 0 ? first() : other(args[0], Integer.parseInt(args[1]), args[2]));
    }
}
