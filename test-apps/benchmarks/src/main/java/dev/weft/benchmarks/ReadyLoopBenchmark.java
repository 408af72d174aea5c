// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.benchmarks.ea.EaLoops;
import dev.weft.benchmarks.kotlin.KotlinLoops;
import dev.weft.benchmarks.work.Cell;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** A loop of awaits of which each completes synchronously. One op is one turn of the loop. */
public class ReadyLoopBenchmark extends AsyncBenchmark {
    private static final int MILLION = 1_000_000;
    private static final int MANY = 100 * MILLION;

    private final Cell cell = new Cell(42);

    @Override
    List<Class<?>> woven() {
        return List.of(AsyncLoops.class);
    }

    /** The same loop in plain Java, with a call: the floor. */
    @Benchmark
    @OperationsPerInvocation(MILLION)
    public int plain() {
        for (int i = 0; i < MILLION; i++) {
            PlainLoop.add(cell, i);
        }
        return cell.value();
    }

    /** A loop that callbacks drive, and that a flag keeps from recursing: a trampoline. */
    @Benchmark
    @OperationsPerInvocation(MILLION)
    public int callbacks() {
        new CallbackLoops.Trampoline(cell, MILLION).loop();
        return cell.value();
    }

    /** Awaits of a method that returns a completed future, woven by ea-async. */
    @Benchmark
    @OperationsPerInvocation(MILLION)
    public int ea() {
        return EaLoops.ready(cell, MILLION).join().value();
    }

    /** Calls of a suspend function that does not suspend. */
    @Benchmark
    @OperationsPerInvocation(MILLION)
    public int kotlin() {
        return KotlinLoops.ready(cell, MILLION).value();
    }

    /** Awaits of an async method that returns at once. */
    @Benchmark
    @OperationsPerInvocation(MILLION)
    public int weft() {
        return loop.run(AsyncLoops.calls(cell, MILLION)).value();
    }

    /** As {@link #weft}, a hundred times as long: that it takes the same time per turn shows that nothing grows. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public int weftHundredMillion() {
        return loop.run(AsyncLoops.calls(cell, MANY)).value();
    }

    /** Awaits of an awaitable of a user's whose result is there. */
    @Benchmark
    @OperationsPerInvocation(MILLION)
    public int weftAwaitable() {
        return loop.run(AsyncLoops.ready(new Ready(cell), MILLION)).value();
    }

    private static final class PlainLoop {
        static Cell add(Cell cell, int operand) {
            return cell.add(operand);
        }
    }
}
