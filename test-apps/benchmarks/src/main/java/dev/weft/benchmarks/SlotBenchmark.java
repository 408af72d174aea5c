// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.ea.EaLoops;
import dev.weft.benchmarks.kotlin.KotlinLoops;
import dev.weft.benchmarks.kotlin.Started;
import dev.weft.benchmarks.work.Slot;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * P0055R1's benchmark: a loop whose operations leave their callback in a {@link Slot}, and a driver that takes it and calls it. One op
 * is one turn of the loop: start an operation, wait, be completed by the driver.
 */
public class SlotBenchmark extends AsyncBenchmark {
    private static final int TURNS = 10_000;

    private final Slot slot = new Slot();

    @Override
    List<Class<?>> woven() {
        return List.of(AsyncLoops.class);
    }

    /** The paper's state machine: its own object is the callback. Can be neither cancelled nor seen. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int callbackObject() {
        CallbackLoops.Machine machine = new CallbackLoops.Machine(slot, TURNS);
        machine.start();
        slot.drive();
        return machine.total();
    }

    /** The same with a lambda per operation. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int callbackLambda() {
        CallbackLoops.Lambdas lambdas = new CallbackLoops.Lambdas(slot);
        lambdas.read(TURNS);
        slot.drive();
        return lambdas.total();
    }

    /** Kotlin with its raw continuations. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int kotlinRaw() {
        Started<Integer> started = KotlinLoops.raw(slot, TURNS);
        slot.drive();
        return started.result();
    }

    /** Kotlin with {@code suspendCoroutine}. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int kotlinSafe() {
        Started<Integer> started = KotlinLoops.safe(slot, TURNS);
        slot.drive();
        return started.result();
    }

    /** Kotlin with {@code suspendCancellableCoroutine}, in a coroutine without a job. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int kotlinCancellable() {
        Started<Integer> started = KotlinLoops.cancellable(slot, TURNS);
        slot.drive();
        return started.result();
    }

    /** A loop by hand around {@code whenComplete}. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int whenComplete() {
        CompletableFuture<Integer> end = new FutureLoops.Driver(slot, TURNS).start();
        slot.drive();
        return end.join();
    }

    /** Each turn composed with the rest of the loop. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int thenCompose() {
        CompletableFuture<Integer> end = FutureLoops.composed(slot, TURNS, 0);
        slot.drive();
        return end.join();
    }

    /** Awaits of futures, woven by ea-async. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int ea() {
        CompletableFuture<Integer> end = EaLoops.reads(slot, TURNS);
        slot.drive();
        return end.join();
    }

    /** An async method that returns a {@code CompletableFuture}: without an event loop, the driver runs it in place. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int weftDetached() {
        CompletableFuture<Integer> end = AsyncLoops.detachedReads(new Read(slot), TURNS);
        slot.drive();
        return end.join();
    }

    /**
     * A task of an event loop, and beside it, in another task of the same loop, the driver. A turn takes both of them once through the
     * run queue, so this is two switches between tasks besides the slot.
     */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int weftTask() {
        return loop.run(AsyncLoops.drivenReads(TURNS));
    }
}
