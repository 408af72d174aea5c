// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.cluster;

import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.cluster.Cluster;
import dev.weft.cluster.ClusterConfig;
import dev.weft.cluster.ClusterNode;
import dev.weft.cluster.Service;
import dev.weft.spi.LoopThread;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** Weft, over JGroups: {@code WeftNode server 7800}, and {@code WeftNode client 7801 7800}. */
public final class WeftNode implements Asker {
    private static final Service<String, String> ECHO = Service.of("echo", String.class, String.class);
    private static final Service<String, String> HANG = Service.of("hang", String.class, String.class);

    private final ClusterNode node;
    private final EventLoop loop = LoopThread.current("a node");
    private volatile boolean isRunning;
    private final LongAdder answered = new LongAdder();

    private WeftNode(ClusterNode node) {
        this.node = node;
    }

    /** Runs a node. */
    public static void main(String[] args) throws Exception {
        Weft.run(args[0].equals("server") ? serve(config(args)) : ask(config(args)));
    }

    private static ClusterConfig config(String[] args) {
        ClusterConfig config =
                ClusterConfig.tcp("127.0.0.1", Integer.parseInt(args[1])).named(args[0]);
        return args.length == 2 ? config : config.contacts("127.0.0.1:" + args[2]);
    }

    @Async
    private static Task<Void> serve(ClusterConfig config) {
        ClusterNode node = await(Cluster.join("benchmark", config));
        node.serve(ECHO, Task::of);
        node.serve(HANG, text -> forever());
        System.out.println("ready");
        await(sleep(Duration.ofDays(1)));
        return Task.done();
    }

    @Async
    private static Task<String> forever() {
        await(sleep(Duration.ofDays(1)));
        return Task.of("");
    }

    @Async
    private static Task<Void> ask(ClusterConfig config) throws Exception {
        WeftNode asker = new WeftNode(await(Cluster.join("benchmark", config)));
        await(Weft.blocking(() -> {
            new Commands(asker).run();
            return asker;
        }));
        return Task.done();
    }

    // ------------------------------------------------------------------ asking

    @Override
    public void start(int atOnce) {
        isRunning = true;
        for (int i = 0; i < atOnce; i++) {
            loop.post(() -> spawn(one()));
        }
    }

    @Async
    private Task<Void> one() {
        while (isRunning) {
            await(node.ask(ECHO, TEXT));
            answered.increment();
        }
        return Task.done();
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
        return loop.spawn(hung()).toCompletableFuture();
    }

    @Async
    private Task<String> hung() {
        return Task.of(await(node.ask(HANG, TEXT)));
    }
}
