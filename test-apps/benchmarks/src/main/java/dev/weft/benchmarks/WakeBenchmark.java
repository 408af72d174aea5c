// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.benchmarks.kotlin.KotlinBatons;
import dev.weft.benchmarks.kotlin.KotlinTasks;
import dev.weft.benchmarks.kotlin.Started;
import dev.weft.benchmarks.work.PeerLoop;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Two tasks of which each wakes the other and then waits for it. One op is one wake, from the one that gives it to the one that gets it. */
public class WakeBenchmark extends AsyncBenchmark {
    private static final int ROUNDS = 10_000;
    private static final int WAKES = 2 * ROUNDS;

    private final PeerLoop peerLoop = new PeerLoop();

    @Override
    List<Class<?>> woven() {
        return List.of(WakeBenchmark.class);
    }

    /** Raw coroutines of Kotlin with the same baton as {@link #weft}. */
    @Benchmark
    @OperationsPerInvocation(WAKES)
    public int kotlinRaw() {
        Started<Integer> first = KotlinBatons.start(peerLoop, ROUNDS);
        peerLoop.run();
        return first.result();
    }

    /** Coroutines of kotlinx with a channel in each direction that holds nothing. */
    @Benchmark
    @OperationsPerInvocation(WAKES)
    public int kotlinChannel() {
        return KotlinTasks.channels(ROUNDS);
    }

    /** Virtual threads that park and unpark each other; as many carriers as processors. */
    @Benchmark
    @OperationsPerInvocation(WAKES)
    public void virtualThreadPark() throws InterruptedException {
        ThreadPairs.parking(ROUNDS);
    }

    /** The same with one carrier. */
    @Benchmark
    @OperationsPerInvocation(WAKES)
    @Fork(value = 2, jvmArgsAppend = VirtualThreads.ONE_CARRIER)
    public void virtualThreadParkOneCarrier() throws InterruptedException {
        ThreadPairs.parking(ROUNDS);
    }

    /** Virtual threads with a {@code SynchronousQueue} in each direction; as many carriers as processors. */
    @Benchmark
    @OperationsPerInvocation(WAKES)
    public void virtualThreadQueue() throws InterruptedException {
        ThreadPairs.queueing(ROUNDS);
    }

    /** The same with one carrier. */
    @Benchmark
    @OperationsPerInvocation(WAKES)
    @Fork(value = 2, jvmArgsAppend = VirtualThreads.ONE_CARRIER)
    public void virtualThreadQueueOneCarrier() throws InterruptedException {
        ThreadPairs.queueing(ROUNDS);
    }

    /** Tasks of an event loop with an awaitable that a user wrote. */
    @Benchmark
    @OperationsPerInvocation(WAKES)
    public int weft() {
        return loop.run(pair());
    }

    @Async
    private static Task<Integer> pair() {
        Baton there = new Baton();
        Baton back = new Baton();
        ScheduledTask<Integer> first = spawn(relay(there, back));
        ScheduledTask<Integer> second = spawn(relay(back, there));
        there.pass();
        return Task.of(await(first) + await(second));
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> relay(Baton from, Baton to) {
        for (int i = 0; i < ROUNDS; i++) {
            await(from);
            to.pass();
        }
        return Task.of(ROUNDS);
    }
}
