// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks.net;

import static dev.weft.Weft.await;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.ForeignLoop;
import dev.weft.Task;
import dev.weft.sync.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What a switch and a wake of a task cost on a loop of Netty's, beside what plain code pays there: {@code EventLoop.execute}. One round of
 * each after the other, several times, in one JVM; the agent has to weave it.
 */
public final class ForeignLoops {
    private static final int ROUNDS = 1_000_000;
    private static final int ROUND_TRIPS = 50_000;
    private static final int REPEATS = 8;

    private final EventLoop netty;
    private final ForeignLoop weft;

    private ForeignLoops(EventLoop netty) {
        this.netty = netty;
        this.weft = dev.weft.EventLoop.over(netty);
    }

    /** Prints nanoseconds for each of what is compared, a line for each repeat. */
    public static void main(String[] args) throws Exception {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        ForeignLoops loops = new ForeignLoops(group.next());
        System.out.printf(
                "%12s %12s %12s | %12s %12s | %12s %12s%n",
                "execute", "yield", "own yield", "2 executes", "wake", "submit, get", "run");
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            loops.repeat();
        }
        loops.weft.close();
        var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    private void repeat() throws Exception {
        double execute = nanos(ROUNDS, this::executes);
        double yield = nanos(ROUNDS, () -> weft.run(yields()));
        double ownYield = nanos(ROUNDS, ForeignLoops::yieldsOnOwnLoop);
        double wake = nanos(ROUNDS, () -> weft.run(wakes()));
        double submit = nanos(ROUND_TRIPS, this::submits);
        double run = nanos(ROUND_TRIPS, this::runs);
        System.out.printf(
                Locale.ROOT,
                "%12.1f %12.1f %12.1f | %12.1f %12.1f | %12.0f %12.0f%n",
                execute,
                yield,
                ownYield,
                2 * execute,
                wake,
                submit,
                run);
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double nanos(int rounds, Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        return (double) (System.nanoTime() - begin) / rounds;
    }

    /** Each thing that the thread runs hands over the next. */
    private void executes() throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        netty.execute(new Runnable() {
            private int left = ROUNDS;

            @Override
            public void run() {
                if (--left > 0) {
                    netty.execute(this);
                } else {
                    end.complete(null);
                }
            }
        });
        var unused = end.get();
    }

    /** A task gives way again and again. */
    @Async
    private static Task<Void> yields() {
        for (int i = 0; i < ROUNDS; i++) {
            await(yieldNow());
        }
        return Task.done();
    }

    private static void yieldsOnOwnLoop() {
        try (dev.weft.EventLoop own = dev.weft.EventLoop.create()) {
            own.run(yields());
        }
    }

    /** Plain code of the thread wakes a task, which has the thread run the plain code again: two things that are handed over. */
    @Async
    private Task<Void> wakes() {
        Channel<Integer> channel = Channel.bounded(1);
        Runnable plain = () -> channel.trySend(1);
        for (int i = 0; i < ROUNDS; i++) {
            netty.execute(plain);
            await(channel.receive());
        }
        return Task.done();
    }

    private void submits() throws Exception {
        for (int i = 0; i < ROUND_TRIPS; i++) {
            Future<?> end = netty.submit(() -> {});
            end.get();
        }
    }

    private void runs() {
        for (int i = 0; i < ROUND_TRIPS; i++) {
            weft.run(Task.done());
        }
    }
}
