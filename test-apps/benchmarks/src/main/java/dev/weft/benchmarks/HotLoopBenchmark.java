// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.benchmarks.work.Cell;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * Hot computations inside async methods, beside the same loops in plain Java: whether HotSpot compiles them as well when a loop awaits
 * now and then, and when a resume comes back into the middle of it. One op is one turn of the loop. {@code Async} awaits twice in
 * ten thousand turns and never suspends; {@code AsyncSuspending} suspends each time.
 */
public class HotLoopBenchmark extends AsyncBenchmark {
    private static final int LOOPS = 100;
    private static final int OPS = LOOPS * HotLoops.TURNS;

    private final Cell cell = new Cell(42);
    private final HotLoops loops = new HotLoops();
    private final Read read = Read.throughRunQueue();

    @Override
    List<Class<?>> woven() {
        return List.of(HotLoopBenchmark.class, HotLoops.class);
    }

    /** A sum over an array of ints. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int sumPlain() {
        for (int i = 0; i < LOOPS; i++) {
            loops.sumPlain(cell);
        }
        return cell.value();
    }

    /** The same in an async method, first entered. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int sumAsync() {
        return loop.run(repeatSumAsync(loops, cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatSumAsync(HotLoops loops, Cell cell) {
        for (int i = 0; i < LOOPS; i++) {
            await(loops.sumAsync(cell));
        }
        return Task.of(cell);
    }

    /** The same in an async method, entered again after each resume. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int sumAsyncSuspending() {
        return loop.run(repeatSumAsyncSuspending(loops, cell, read)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatSumAsyncSuspending(HotLoops loops, Cell cell, Read read) {
        for (int i = 0; i < LOOPS; i++) {
            await(loops.sumAsyncSuspending(cell, read));
        }
        return Task.of(cell);
    }

    /** Sums over five blocks of an array of bytes, with a call behind each. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int blocksPlain() {
        for (int i = 0; i < LOOPS; i++) {
            loops.blocksPlain(cell);
        }
        return cell.value();
    }

    /** The same in an async method that awaits between the loops, first entered. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int blocksAsync() {
        return loop.run(repeatBlocksAsync(loops, cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatBlocksAsync(HotLoops loops, Cell cell) {
        for (int i = 0; i < LOOPS; i++) {
            await(loops.blocksAsync(cell));
        }
        return Task.of(cell);
    }

    /** The same in an async method, entered again after each resume: four of the five loops are run by one that was suspended. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int blocksAsyncSuspending() {
        return loop.run(repeatBlocksAsyncSuspending(loops, cell, read)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatBlocksAsyncSuspending(HotLoops loops, Cell cell, Read read) {
        for (int i = 0; i < LOOPS; i++) {
            await(loops.blocksAsyncSuspending(cell, read));
        }
        return Task.of(cell);
    }

    /** A copy from array to array of bytes, with arithmetic. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int copyPlain() {
        for (int i = 0; i < LOOPS; i++) {
            loops.copyPlain(cell);
        }
        return cell.value();
    }

    /** The same in an async method, first entered. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int copyAsync() {
        return loop.run(repeatCopyAsync(loops, cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatCopyAsync(HotLoops loops, Cell cell) {
        for (int i = 0; i < LOOPS; i++) {
            await(loops.copyAsync(cell));
        }
        return Task.of(cell);
    }

    /** The same in an async method, entered again after each resume. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int copyAsyncSuspending() {
        return loop.run(repeatCopyAsyncSuspending(loops, cell, read)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatCopyAsyncSuspending(HotLoops loops, Cell cell, Read read) {
        for (int i = 0; i < LOOPS; i++) {
            await(loops.copyAsyncSuspending(cell, read));
        }
        return Task.of(cell);
    }

    /** A generator of random numbers: multiplications of longs that wait for one another. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int randomPlain() {
        for (int i = 0; i < LOOPS; i++) {
            loops.randomPlain(cell);
        }
        return cell.value();
    }

    /** The same in an async method, first entered. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int randomAsync() {
        return loop.run(repeatRandomAsync(loops, cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatRandomAsync(HotLoops loops, Cell cell) {
        for (int i = 0; i < LOOPS; i++) {
            await(loops.randomAsync(cell));
        }
        return Task.of(cell);
    }

    /** The same in an async method, entered again after each resume. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int randomAsyncSuspending() {
        return loop.run(repeatRandomAsyncSuspending(loops, cell, read)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatRandomAsyncSuspending(HotLoops loops, Cell cell, Read read) {
        for (int i = 0; i < LOOPS; i++) {
            await(loops.randomAsyncSuspending(cell, read));
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

    /** The same in an async method, first entered. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int iterateAsync() {
        return loop.run(repeatIterateAsync(loops, cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatIterateAsync(HotLoops loops, Cell cell) {
        for (int i = 0; i < LOOPS; i++) {
            await(loops.iterateAsync(cell));
        }
        return Task.of(cell);
    }

    /** The same in an async method, entered again after each resume. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public int iterateAsyncSuspending() {
        return loop.run(repeatIterateAsyncSuspending(loops, cell, read)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatIterateAsyncSuspending(HotLoops loops, Cell cell, Read read) {
        for (int i = 0; i < LOOPS; i++) {
            await(loops.iterateAsyncSuspending(cell, read));
        }
        return Task.of(cell);
    }
}
