// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.benchmarks.kotlin.KotlinDepth;
import dev.weft.benchmarks.kotlin.Started;
import dev.weft.benchmarks.work.PeerLoop;
import dev.weft.benchmarks.work.QueuedSource;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;

/**
 * The innermost of so many calls suspends again and again. One op is one suspension and resumption of it, through the run queue. That
 * it takes the same time at every depth shows that only the innermost call is left and entered.
 */
public class ResumeDepthBenchmark extends AsyncBenchmark {
    private static final int TURNS = 100_000;

    @Param({"1", "10", "100", "1000"})
    int depth;

    private final PeerLoop peerLoop = new PeerLoop();

    @Override
    List<Class<?>> woven() {
        return List.of(ResumeDepthBenchmark.class);
    }

    /** Suspend functions of Kotlin, the innermost with its raw continuation. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int kotlinRaw() {
        Started<Integer> started = KotlinDepth.start(new QueuedSource(peerLoop), depth, TURNS);
        peerLoop.run();
        return started.result();
    }

    /** Async methods in a task of an event loop. */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int weft() {
        return loop.run(level(depth, Read.throughRunQueue()));
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Integer> level(int depth, Read read) {
        if (depth > 1) {
            return Task.of(await(level(depth - 1, read)) + depth);
        }
        int total = 0;
        for (int i = 0; i < TURNS; i++) {
            total += await(read);
        }
        return Task.of(total);
    }
}
