// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.benchmarks.ea.EaSuspendingChain;
import dev.weft.benchmarks.kotlin.KotlinSuspendingChain;
import dev.weft.benchmarks.kotlin.Started;
import dev.weft.benchmarks.work.Cell;
import dev.weft.benchmarks.work.PeerLoop;
import dev.weft.benchmarks.work.QueuedSource;
import dev.weft.benchmarks.work.Source;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * A chain of ten calls of which the innermost waits once, for an operation that goes through the run queue. One op is one whole chain:
 * ten calls in, one suspension under all ten, ten completions out.
 */
public class SuspendingChainBenchmark extends AsyncBenchmark {
    private static final int CHAINS = 10_000;

    private final Cell cell = new Cell(42);
    private final PeerLoop peerLoop = new PeerLoop();
    private final Source source = new QueuedSource(peerLoop);

    @Override
    List<Class<?>> woven() {
        return List.of(SuspendingChainBenchmark.class, SuspendingChain.class);
    }

    /** Ten callbacks, each wrapping the one it was given. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int callbacks() {
        new SuspendingCallbackChain.Repeat(source, CHAINS).completed(cell);
        peerLoop.run();
        return cell.value();
    }

    /** Ten suspend functions, the innermost with its raw continuation. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int kotlinRaw() {
        Started<Cell> started = KotlinSuspendingChain.start(cell, source, CHAINS);
        peerLoop.run();
        return started.result().value();
    }

    /** Ten composed futures. The loop around them is a callback, so that no chain of futures grows. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int thenCompose() {
        composed(CHAINS);
        peerLoop.run();
        return cell.value();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails is not completed, and the count is then wrong
    private void composed(int left) {
        SuspendingFutureChain.level10(cell, source).whenComplete((result, failure) -> {
            if (failure == null && left > 1) {
                composed(left - 1);
            }
        });
    }

    /** Ten methods woven by ea-async. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int ea() {
        CompletableFuture<Cell> end = EaSuspendingChain.repeat(cell, source, CHAINS);
        peerLoop.run();
        return end.join().value();
    }

    /** Ten async methods in a task of an event loop. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int weft() {
        return loop.run(repeat(cell, Read.throughRunQueue())).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeat(Cell cell, Read read) {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = await(SuspendingChain.level10(result, read));
        }
        return Task.of(result);
    }
}
