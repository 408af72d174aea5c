// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.benchmarks.ea.EaLoops;
import dev.weft.benchmarks.kotlin.KotlinLoops;
import dev.weft.benchmarks.kotlin.KotlinTasks;
import dev.weft.benchmarks.kotlin.Started;
import dev.weft.benchmarks.work.PeerLoop;
import dev.weft.benchmarks.work.QueuedSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Two tasks on one loop that take turns. One op is one switch from one to the other. */
public class SwitchBenchmark extends AsyncBenchmark {
    private static final int TURNS = 10_000;
    private static final int SWITCHES = 2 * TURNS;

    private final PeerLoop peerLoop = new PeerLoop();

    @Override
    List<Class<?>> woven() {
        return List.of(AsyncLoops.class, SwitchBenchmark.class);
    }

    /** Two objects that queue themselves. */
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public int floor() {
        CallbackLoops.Posting first = new CallbackLoops.Posting(peerLoop, TURNS);
        CallbackLoops.Posting second = new CallbackLoops.Posting(peerLoop, TURNS);
        peerLoop.execute(first);
        peerLoop.execute(second);
        peerLoop.run();
        return first.total() + second.total();
    }

    /** Two raw coroutines of Kotlin. */
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public int kotlinRaw() {
        Started<Integer> first = KotlinLoops.raw(new QueuedSource(peerLoop), TURNS);
        Started<Integer> second = KotlinLoops.raw(new QueuedSource(peerLoop), TURNS);
        peerLoop.run();
        return first.result() + second.result();
    }

    /** Two coroutines of kotlinx that call {@code yield} in {@code runBlocking}. */
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public void kotlinYield() {
        KotlinTasks.yields(2, TURNS);
    }

    /** Two loops by hand around {@code whenComplete}. */
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public int whenComplete() {
        CompletableFuture<Integer> first = new FutureLoops.Driver(new QueuedSource(peerLoop), TURNS).start();
        CompletableFuture<Integer> second = new FutureLoops.Driver(new QueuedSource(peerLoop), TURNS).start();
        peerLoop.run();
        return first.join() + second.join();
    }

    /** Two methods woven by ea-async. */
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public int ea() {
        CompletableFuture<Integer> first = EaLoops.reads(new QueuedSource(peerLoop), TURNS);
        CompletableFuture<Integer> second = EaLoops.reads(new QueuedSource(peerLoop), TURNS);
        peerLoop.run();
        return first.join() + second.join();
    }

    /** Two virtual threads on one carrier that call {@code Thread.yield}. */
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    @Fork(value = 2, jvmArgsAppend = VirtualThreads.ONE_CARRIER)
    @SuppressWarnings("ThreadPriorityCheck") // that it gives way is what is measured
    public void virtualThreadYield() throws InterruptedException {
        Runnable yielding = () -> {
            for (int i = 0; i < TURNS; i++) {
                Thread.yield();
            }
        };
        Thread first = VirtualThreads.start(yielding);
        Thread second = VirtualThreads.start(yielding);
        first.join();
        second.join();
    }

    /** Two tasks of an event loop with an awaitable of a user's. */
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public int weft() {
        return loop.run(AsyncLoops.twoTasks(TURNS));
    }

    /** Two tasks of an event loop that await {@code yieldNow()}. */
    @Benchmark
    @OperationsPerInvocation(SWITCHES)
    public int weftYield() {
        return loop.run(twoYielding());
    }

    @Async
    private static Task<Integer> twoYielding() {
        ScheduledTask<Integer> first = spawn(yielding());
        ScheduledTask<Integer> second = spawn(yielding());
        return Task.of(await(first) + await(second));
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> yielding() {
        for (int i = 0; i < TURNS; i++) {
            await(yieldNow());
        }
        return Task.of(TURNS);
    }
}
