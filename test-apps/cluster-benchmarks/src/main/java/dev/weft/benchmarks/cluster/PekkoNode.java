// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.pattern.Patterns;

/**
 * Actors of Pekko in a cluster: {@code PekkoNode server 7800}, and {@code PekkoNode client 7801 7800}. Nothing decides on who is down, as is
 * Pekko's default: of two nodes its split brain resolver ends the one that asks, whose asks then never end.
 */
public final class PekkoNode implements Asker {
    private static final Duration LIMIT = Duration.ofSeconds(LIMIT_SECONDS);

    private final ActorRef echo;
    private final ActorRef hang;
    private final LongAdder answered = new LongAdder();
    private volatile boolean isRunning;

    private PekkoNode(ActorRef echo, ActorRef hang) {
        this.echo = echo;
        this.hang = hang;
    }

    /** Answers with what it is told. */
    static final class Echo extends AbstractActor {
        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(String.class, text -> getSender().tell(text, getSelf()))
                    .build();
        }
    }

    /** Never answers. */
    static final class Hang extends AbstractActor {
        @Override
        public Receive createReceive() {
            return receiveBuilder().match(String.class, text -> {}).build();
        }
    }

    /** Runs a node. */
    public static void main(String[] args) throws Exception {
        ActorSystem system = ActorSystem.create("benchmark", config(args));
        if (args[0].equals("server")) {
            system.actorOf(Props.create(Echo.class, Echo::new), "echo");
            system.actorOf(Props.create(Hang.class, Hang::new), "hang");
            Cluster.get(system).registerOnMemberUp(() -> System.out.println("ready"));
        } else {
            CountDownLatch up = new CountDownLatch(1);
            Cluster.get(system).registerOnMemberUp(up::countDown);
            up.await();
            new Commands(new PekkoNode(find(system, args[2], "echo"), find(system, args[2], "hang"))).run();
        }
    }

    private static ActorRef find(ActorSystem system, String port, String name) throws Exception {
        return system.actorSelection("pekko://benchmark@127.0.0.1:" + port + "/user/" + name)
                .resolveOne(LIMIT)
                .toCompletableFuture()
                .get();
    }

    private static Config config(String[] args) {
        return ConfigFactory.parseString("""
                        pekko {
                          loglevel = WARNING
                          actor.provider = cluster
                          remote.artery.canonical { hostname = "127.0.0.1", port = %s }
                          cluster.seed-nodes = ["pekko://benchmark@127.0.0.1:%s"]
                        }
                        """.formatted(args[1], args[args.length - 1]))
                .withFallback(ConfigFactory.load());
    }

    // ------------------------------------------------------------------ asking

    @Override
    public void start(int atOnce) {
        isRunning = true;
        for (int i = 0; i < atOnce; i++) {
            one();
        }
    }

    private void one() {
        Patterns.ask(echo, TEXT, LIMIT).whenComplete((answer, failure) -> {
            answered.increment();
            if (isRunning) {
                one();
            }
        });
    }

    @Override
    public void stop() {
        isRunning = false;
    }

    @Override
    public long answered() {
        return answered.sum();
    }

    @Override
    public CompletionStage<?> hang() {
        return Patterns.ask(hang, TEXT, LIMIT);
    }
}
