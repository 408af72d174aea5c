// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.cluster;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.cluster.Cluster;
import dev.weft.cluster.ClusterConfig;
import dev.weft.cluster.ClusterNode;
import dev.weft.cluster.Entity;
import dev.weft.cluster.EntityKind;

/** What an entity takes that has handled a message and waits for the next: {@code IdleEntities 7800 100000}. */
public final class IdleEntities {
    private static final EntityKind<String, String> KIND = EntityKind.of("thing", String.class, String.class);

    private IdleEntities() {}

    /** Runs the program. */
    public static void main(String[] args) {
        Weft.run(measure(Integer.parseInt(args[0]), Integer.parseInt(args[1])));
    }

    @Async
    private static Task<Void> measure(int port, int count) {
        try (ClusterNode node = await(Cluster.join("idle", ClusterConfig.tcp("127.0.0.1", port)))) {
            node.serveEntities(KIND, id -> new Thing());
            await(node.entity(KIND, "first").ask("hello"));
            long before = used();
            for (int i = 0; i < count; i++) {
                await(node.entity(KIND, "thing-" + i).ask("hello"));
            }
            System.out.printf("idle,%d,%.1f%n", count, (used() - before) / (double) count);
        }
        return Task.done();
    }

    /** An entity with one field. */
    private static final class Thing implements Entity<String, String> {
        private int told;

        @Override
        public Task<String> receive(String message) {
            told++;
            return Task.of(message + told);
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
