// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.blocking;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.cluster.Cluster;
import dev.weft.cluster.ClusterConfig;
import dev.weft.cluster.ClusterNode;
import dev.weft.cluster.EntityKind;
import dev.weft.cluster.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A process that serves what {@link Soak} asks for, and writes down what it runs. */
public final class SoakWorker {
    static final Service<Long, String> WORK = Service.of("work", Long.class, String.class);
    static final EntityKind<Long, String> THING = EntityKind.of("thing", Long.class, String.class);

    /** How many nodes there are at most, the one included that asks. */
    static final int NODES = 5;

    static final Duration SILENCE = Duration.ofSeconds(1);
    static final Duration LEASE = Duration.ofMillis(800);

    /** One request in so many fails. */
    static final int FAILS = 50;

    private static final String SERVICE = "-";

    private final SoakLog log;

    private SoakWorker(SoakLog log) {
        this.log = log;
    }

    static ClusterConfig config(String name, int port, String... contacts) {
        return ClusterConfig.tcp("127.0.0.1", port)
                .named(name)
                .contacts(contacts)
                .silence(SILENCE)
                .majority(NODES)
                .lease(LEASE);
    }

    @Async
    private Task<String> work(String entity, long request) throws IOException {
        log.start(request, entity);
        await(sleep(Duration.ofMillis(1 + request % 10)));
        if (request % FAILS == 0) {
            throw new IllegalStateException("as it should");
        }
        log.end(request, entity);
        return Task.of("done " + request);
    }

    @Async
    private static Task<Void> serve(String name, int port, String contact, Path folder) throws IOException {
        SoakWorker worker = new SoakWorker(new SoakLog(folder, name));
        try (ClusterNode node = await(Cluster.join("soak", config(name, port, contact)))) {
            node.serve(WORK, request -> worker.work(SERVICE, request));
            node.serveEntities(THING, id -> request -> worker.work(id, request));
            System.out.println(name + " serves");
            await(blocking(System.in::read)); // its end, when this is to leave
            await(node.leave(Duration.ofSeconds(5)));
        }
        return Task.done();
    }

    /** The arguments are a name, a port, where another one is, and a folder for what is written down. */
    public static void main(String[] args) throws IOException {
        Quiet.jgroups();
        run(serve(args[0], Integer.parseInt(args[1]), args[2], Path.of(args[3])));
    }
}
