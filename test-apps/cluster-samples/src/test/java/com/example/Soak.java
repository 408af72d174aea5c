// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.moveOnAfter;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.cluster.Cluster;
import dev.weft.cluster.ClusterNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Asks a cluster of processes for thousands of things, while one of them is killed, one is stopped for longer than the others bear with,
 * one leaves and others join. Compares how each request has ended with what each process has written down. The arguments are how many runs,
 * and how many requests in each at least: {@code 10 10000}. The exit status is 1 if a promise was broken.
 */
public final class Soak {
    /** No request outlives the failure detector by as much as this. */
    private static final Duration LAST = Duration.ofSeconds(10);

    private Soak() {}

    public static void main(String[] args) throws IOException {
        Quiet.jgroups();
        int broken = 0;
        int runs = Integer.parseInt(args[0]);
        for (int i = 1; i <= runs; i++) {
            System.out.println(
                    "run " + i + " of " + runs + ", JDK " + Runtime.version().feature());
            broken += run(soak(Integer.parseInt(args[1])));
        }
        System.out.println(broken == 0 ? "all promises were kept" : broken + " promises were broken");
        System.exit(broken == 0 ? 0 : 1);
    }

    @Async
    private static Task<Integer> soak(int requests) throws IOException {
        Path folder = Files.createTempDirectory("weft-soak");
        SoakAsks asks;
        try (ClusterNode node = await(Cluster.join("soak", SoakWorker.config("a", Again.freePort())))) {
            SoakTroubles troubles = new SoakTroubles(node, folder);
            for (String name : List.of("b", "c", "d", "e")) {
                await(troubles.start(name));
            }
            asks = new SoakAsks(node, requests);
            ScheduledTask<Void> asking = spawn("asks", asks.ask());
            await(troubles.make());
            asks.mayEnd();
            await(asking);
            await(moveOnAfter(LAST, scope -> ended(asks)));
            await(troubles.leaveAll());
        }
        List<SoakLog.Line> lines = SoakLog.read(folder);
        List<String> wrong = SoakVerdict.of(asks, lines);
        System.out.println("  " + asks.asked() + " requests: " + asks.counts());
        wrong.stream().limit(20).forEach(line -> System.out.println("  WRONG: " + line));
        System.out.println("  " + wrong.size() + " wrong");
        if (wrong.isEmpty()) {
            delete(folder);
        }
        return Task.of(wrong.size());
    }

    @Async
    private static Task<Void> ended(SoakAsks asks) {
        while (asks.ends().size() < asks.asked()) {
            await(sleep(Duration.ofMillis(5)));
        }
        return Task.done();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
