// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.benchmarks.work.Cell;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Loops that await, beside the same loops in plain Java: what it costs that a resume comes back into the middle of a loop. One op
 * is one turn of the loop. Where a name says suspending, the loop suspends twice in ten thousand turns; else never.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class LoopBenchmark {
    private static final int LOOPS = 100;
    private static final int OPS = LOOPS * Loops.TURNS;

    private final Cell cell = new Cell(42);
    private final Loops loops = new Loops();
    private EventLoop eventLoop = EventLoop.create();

    /** An unwoven loop would throw, but a half woven one would be measured. */
    @Setup
    public void requireWeaving() {
        if (!Weft.isWoven(LoopBenchmark.class) || !Weft.isWoven(Loops.class)) {
            throw new IllegalStateException("not woven: run java with -javaagent:weft-agent.jar");
        }
    }

    @TearDown
    public void closeLoop() {
        eventLoop.close();
    }

    /** A call in each turn: plain Java, inlined. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int callPlain() {
        for (int i = 0; i < LOOPS; i++) {
            Loops.callPlain(cell);
        }
        return cell.value();
    }

    /** An await in each turn, of a method that returns at once. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int callAsync() {
        return eventLoop.run(repeatCall(cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatCall(Cell cell) {
        for (int i = 0; i < LOOPS; i++) {
            await(Loops.callAsync(cell));
        }
        return Task.of(cell);
    }

    /** A sum over an array. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int sumPlain() {
        for (int i = 0; i < LOOPS; i++) {
            loops.sumPlain(cell);
        }
        return cell.value();
    }

    /** The same with an await twice in ten thousand turns, that never suspends. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int sumAsync() {
        return eventLoop.run(repeatSum(loops, cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatSum(Loops loops, Cell cell) {
        for (int i = 0; i < LOOPS; i++) {
            await(loops.sumAsync(cell));
        }
        return Task.of(cell);
    }

    /** The same with an await that always suspends. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int sumAsyncSuspending() {
        return eventLoop.run(repeatSumSuspending(loops, cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatSumSuspending(Loops loops, Cell cell) {
        for (int i = 0; i < LOOPS; i++) {
            await(loops.sumAsyncSuspending(cell));
        }
        return Task.of(cell);
    }

    /** A copy from array to array. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int copyPlain() {
        for (int i = 0; i < LOOPS; i++) {
            loops.copyPlain(cell);
        }
        return cell.value();
    }

    /** The same with an await twice in ten thousand turns, that always suspends. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int copyAsyncSuspending() {
        return eventLoop.run(repeatCopy(loops, cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatCopy(Loops loops, Cell cell) {
        for (int i = 0; i < LOOPS; i++) {
            await(loops.copyAsyncSuspending(cell));
        }
        return Task.of(cell);
    }

    /** A walk over a list. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int iteratePlain() {
        for (int i = 0; i < LOOPS; i++) {
            loops.iteratePlain(cell);
        }
        return cell.value();
    }

    /** The same with an await twice in ten thousand turns, that always suspends; the iterator has to survive that. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int iterateAsyncSuspending() {
        return eventLoop.run(repeatIterate(loops, cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatIterate(Loops loops, Cell cell) {
        for (int i = 0; i < LOOPS; i++) {
            await(loops.iterateAsyncSuspending(cell));
        }
        return Task.of(cell);
    }
}
