// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;
import static dev.weft.Weft.spawn;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.benchmarks.kotlin.KotlinTasks;
import dev.weft.benchmarks.work.Cell;
import dev.weft.benchmarks.work.PeerLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Starts a task that does next to nothing, and waits for it. One op is one task, from its start to its result. */
public class SpawnBenchmark extends AsyncBenchmark {
    private static final int TASKS = 10_000;
    private static final int THREADS = 1_000;

    private final Cell cell = new Cell(42);
    private final PeerLoop peerLoop = new PeerLoop();

    @Override
    List<Class<?>> woven() {
        return List.of(SpawnBenchmark.class);
    }

    /** {@code supplyAsync} on the bare loop: can be neither cancelled while it waits nor seen. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int supplyAsync() {
        for (int i = 0; i < TASKS; i++) {
            int operand = i;
            CompletableFuture<Cell> future = CompletableFuture.supplyAsync(() -> cell.add(operand), peerLoop);
            peerLoop.run();
            future.join();
        }
        return cell.value();
    }

    /** kotlinx's {@code coroutineScope} around nothing: what structure alone costs there. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int kotlinScope() {
        return KotlinTasks.scopes(TASKS);
    }

    /** kotlinx's {@code async} that runs at once, awaited. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int kotlinUndispatched() {
        return KotlinTasks.undispatched(TASKS);
    }

    /** kotlinx's {@code async}, awaited. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int kotlinAsync() {
        return KotlinTasks.async(TASKS);
    }

    /** kotlinx's {@code launch}, joined. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int kotlinLaunch() {
        return KotlinTasks.launch(TASKS);
    }

    /** A virtual thread, started and joined by another one; as many carriers as processors. */
    @Benchmark
    @OperationsPerInvocation(THREADS)
    public void virtualThread() throws InterruptedException {
        startAndJoinThreads();
    }

    /** The same with one carrier. */
    @Benchmark
    @OperationsPerInvocation(THREADS)
    @Fork(value = 2, jvmArgsAppend = VirtualThreads.ONE_CARRIER)
    public void virtualThreadOneCarrier() throws InterruptedException {
        startAndJoinThreads();
    }

    private void startAndJoinThreads() throws InterruptedException {
        VirtualThreads.start(() -> {
                    for (int i = 0; i < THREADS; i++) {
                        int operand = i;
                        join(VirtualThreads.start(() -> cell.add(operand)));
                    }
                })
                .join();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An async method, spawned and awaited by another task. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int weft() {
        return loop.run(repeat(cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeat(Cell cell) {
        for (int i = 0; i < TASKS; i++) {
            await(spawn(add(cell, i)));
        }
        return Task.of(cell);
    }

    @Async
    private static Task<Cell> add(Cell cell, int operand) {
        return Task.of(cell.add(operand));
    }
}
