// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.cluster;

import com.hazelcast.config.Config;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** The event bus of Vert.x, over Hazelcast: {@code VertxNode server 7800}, and {@code VertxNode client 7801 7800}. */
public final class VertxNode implements Asker {
    private static final DeliveryOptions OPTIONS = new DeliveryOptions().setSendTimeout(LIMIT_SECONDS * 1000L);

    private final Vertx vertx;
    private volatile boolean isRunning;
    private final LongAdder answered = new LongAdder();

    private VertxNode(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Runs a node. */
    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.builder()
                .with(options())
                .withClusterManager(new HazelcastClusterManager(config(args)))
                .buildClustered()
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        if (args[0].equals("server")) {
            vertx.eventBus()
                    .<String>consumer("echo", message -> message.reply(message.body()))
                    .completion()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            vertx.eventBus()
                    .<String>consumer("hang", message -> {})
                    .completion()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            System.out.println("ready");
        } else {
            new Commands(new VertxNode(vertx)).run();
        }
    }

    private static VertxOptions options() {
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(1);
        options.getEventBusOptions().setHost("127.0.0.1");
        return options;
    }

    private static Config config(String[] args) {
        Config config = new Config();
        config.setClusterName("benchmark");
        config.setProperty("hazelcast.logging.type", "none");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.getNetworkConfig().setPort(Integer.parseInt(args[1])).setPortAutoIncrement(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        config.getNetworkConfig()
                .getJoin()
                .getTcpIpConfig()
                .setEnabled(true)
                .addMember("127.0.0.1:" + args[args.length - 1]);
        return config;
    }

    // ------------------------------------------------------------------ asking

    @Override
    public void start(int atOnce) {
        isRunning = true;
        vertx.runOnContext(ignored -> {
            for (int i = 0; i < atOnce; i++) {
                one();
            }
        });
    }

    private void one() {
        var unused = vertx.eventBus().<String>request("echo", TEXT, OPTIONS).onComplete(answer -> {
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
        return vertx.eventBus().<String>request("hang", TEXT, OPTIONS).toCompletionStage();
    }
}
