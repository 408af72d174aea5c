// SPDX-License-Identifier: Apache-2.0
package dev.weft.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.SimulatedLoop;
import dev.weft.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Has things happen to nodes that the seed draws, one after the other. */
final class Chaos {
    private final SimulatedLoop loop;
    private final Nodes nodes;
    private final Consumer<ClusterNode> serve;

    /** Those that things happen to. */
    private final List<String> names;

    private int joined;

    Chaos(SimulatedLoop loop, Nodes nodes, Consumer<ClusterNode> serve, String... names) {
        this.loop = loop;
        this.nodes = nodes;
        this.serve = serve;
        this.names = new ArrayList<>(List.of(names));
    }

    private String any() {
        return names.get(loop.random().nextInt(names.size()));
    }

    @Async
    Task<Void> reign(int times, int mostMillis) {
        for (int i = 0; i < times; i++) {
            await(happen(loop.random().nextInt(8)));
            await(sleep(Duration.ofMillis(loop.random().nextInt(mostMillis))));
        }
        names.forEach(name -> nodes.net.goOn(name));
        nodes.net.heal();
        return Task.done();
    }

    /** Has members come and go, and nothing else. */
    @Async
    Task<Void> come(int times, int mostMillis) {
        for (int i = 0; i < times; i++) {
            await(happen(5 + loop.random().nextInt(3)));
            await(sleep(Duration.ofMillis(loop.random().nextInt(mostMillis))));
        }
        return Task.done();
    }

    @Async
    private Task<Void> happen(int what) {
        switch (what) {
            case 0 -> nodes.net.part(any());
            case 1 -> nodes.net.heal();
            case 2 -> nodes.net.stop(any());
            case 3, 4 -> names.forEach(name -> nodes.net.goOn(name));
            case 5 -> end(any());
            default -> await(join());
        }
        return Task.done();
    }

    /** One is gone, by a kill or by leaving; as long as there are others. */
    private void end(String name) {
        if (names.size() > 1) {
            names.remove(name);
            if (loop.random().nextBoolean()) {
                nodes.kill(name);
            } else {
                nodes.get(name).close();
            }
        }
    }

    @Async
    private Task<Void> join() {
        joined++;
        String name = "late-" + joined;
        ClusterNode node = await(nodes.join(name));
        names.add(name);
        serve.accept(node);
        return Task.done();
    }
}
