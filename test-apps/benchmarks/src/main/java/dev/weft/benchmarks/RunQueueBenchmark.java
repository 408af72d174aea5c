// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.ea.EaLoops;
import dev.weft.benchmarks.kotlin.KotlinLoops;
import dev.weft.benchmarks.kotlin.Started;
import dev.weft.benchmarks.work.PeerLoop;
import dev.weft.benchmarks.work.QueuedSource;
import dev.weft.benchmarks.work.Source;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import kotlinx.coroutines.Deferred;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * A loop whose operations complete through the run queue of the loop that it runs on. One op is one turn: start an operation, wait, and
 * be completed when what was queued before has run. The peers' loop is a bare {@link PeerLoop}; Weft's is its event loop, with timers,
 * channels, an inbox, cancellation and dumps.
 */
public class RunQueueBenchmark extends AsyncBenchmark {
    private static final int TURNS = 10_000;

    private final PeerLoop peerLoop = new PeerLoop();
    private final Source source = new QueuedSource(peerLoop);

    @Override
    List<Class<?>> woven() {
        return List.of(AsyncLoops.class);
    }

    /** An object that queues itself: what the queue costs alone. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int floor() {
        CallbackLoops.Posting posting = new CallbackLoops.Posting(peerLoop, TURNS);
        peerLoop.execute(posting);
        peerLoop.run();
        return posting.total();
    }

    /** The paper's state machine: its own object is the callback. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int callbackObject() {
        CallbackLoops.Machine machine = new CallbackLoops.Machine(source, TURNS);
        machine.start();
        peerLoop.run();
        return machine.total();
    }

    /** The same with a lambda per operation. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int callbackLambda() {
        CallbackLoops.Lambdas lambdas = new CallbackLoops.Lambdas(source);
        lambdas.read(TURNS);
        peerLoop.run();
        return lambdas.total();
    }

    /** Kotlin with its raw continuations. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int kotlinRaw() {
        Started<Integer> started = KotlinLoops.raw(source, TURNS);
        peerLoop.run();
        return started.result();
    }

    /** Kotlin with {@code suspendCoroutine}. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int kotlinSafe() {
        Started<Integer> started = KotlinLoops.safe(source, TURNS);
        peerLoop.run();
        return started.result();
    }

    /** Kotlin with {@code suspendCancellableCoroutine}, in a coroutine without a job. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int kotlinCancellable() {
        Started<Integer> started = KotlinLoops.cancellable(source, TURNS);
        peerLoop.run();
        return started.result();
    }

    /** kotlinx's {@code async}, whose dispatcher queues it; the operation completes at once, so this is one pass of the queue. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int kotlinAsync() {
        Deferred<Integer> deferred = KotlinLoops.async(peerLoop, callback -> callback.completed(Source.RESULT), TURNS);
        peerLoop.run();
        return KotlinLoops.result(deferred);
    }

    /** A loop by hand around {@code whenComplete}. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int whenComplete() {
        CompletableFuture<Integer> end = new FutureLoops.Driver(source, TURNS).start();
        peerLoop.run();
        return end.join();
    }

    /** Each turn composed with the rest of the loop. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int thenCompose() {
        CompletableFuture<Integer> end = FutureLoops.composed(source, TURNS, 0);
        peerLoop.run();
        return end.join();
    }

    /** Awaits of futures, woven by ea-async. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int ea() {
        CompletableFuture<Integer> end = EaLoops.reads(source, TURNS);
        peerLoop.run();
        return end.join();
    }

    /** A virtual thread that parks, and a loop in a platform thread that unparks it; as many carriers as processors. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int virtualThread() throws InterruptedException {
        return VirtualThreads.reads(TURNS);
    }

    /** The same with one carrier. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    @Fork(value = 2, jvmArgsAppend = VirtualThreads.ONE_CARRIER)
    public int virtualThreadOneCarrier() throws InterruptedException {
        return VirtualThreads.reads(TURNS);
    }

    /** A task of an event loop; the operation wakes it at once, so this is one pass of the loop's run queue. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int weft() {
        return loop.run(AsyncLoops.reads(Read.throughRunQueue(), TURNS));
    }

    /** As {@link #weft}, but the operation goes through {@code EventLoop.post} first, as one of another thread would. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int weftPosted() {
        return loop.run(AsyncLoops.reads(new Read(new QueuedSource(loop::post)), TURNS));
    }
}
