// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.benchmarks.work.Cell;
import java.util.List;
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
 * A chain of ten calls: {@code level10} calls {@code level9}, and so on; each level does one cheap operation on a {@link
 * Cell}. One op is one whole chain. All variants loop over {@link #CHAINS} chains; the async ones do so in an async
 * method, so that starting and ending a loop's run is paid once per that many ops. README.md says how to read the figures.
 *
 * <p>The async methods that loop are not inlined into the event loop that calls them. In a program it calls many, and
 * does not inline them either; here it calls one, and its own calls would use up the depth to which HotSpot inlines.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CallChainBenchmark {
    private static final int CHAINS = 100_000;

    private final Cell cell = new Cell(42);
    private final VirtualChain virtualChain = new VirtualChain();
    private EventLoop loop = EventLoop.create();

    /** An unwoven chain would throw, but a half woven one would be measured. */
    @Setup
    public void requireWeaving() {
        for (Class<?> type : List.of(
                CallChainBenchmark.class,
                AsyncChain.class,
                EvenLevels.class,
                OddLevels.class,
                VirtualChain.class,
                SuspendingChain.class)) {
            if (!Weft.isWoven(type)) {
                throw new IllegalStateException(type + " is not woven: run java with -javaagent:weft-agent.jar");
            }
        }
    }

    @TearDown
    public void closeLoop() {
        loop.close();
    }

    /** The time of ten Java calls, which HotSpot inlines into one piece of code: the floor. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int plainCalls() {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = PlainChain.level10(result);
        }
        return result.value();
    }

    /** The time of ten calls that take a callback, each wrapping the one it was given; all run on the stack. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int callbacks() {
        CallbackChain.Last last = new CallbackChain.Last(cell);
        for (int i = 0; i < CHAINS; i++) {
            CallbackChain.level10(last.result, last);
        }
        return last.result.value();
    }

    /** The time of ten futures, completed from the start and composed. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int completableFutures() {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = FutureChain.level10(result).join();
        }
        return result.value();
    }

    /** The time of ten awaits of methods of the same class that return without suspending. Allocates nothing. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int asyncCalls() {
        return loop.run(repeatAsyncCalls(cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatAsyncCalls(Cell cell) {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = await(AsyncChain.level10(result));
        }
        return Task.of(result);
    }

    /** As {@link #asyncCalls}, where each call goes to another class. Allocates nothing. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int asyncCallsAcrossClasses() {
        return loop.run(repeatAsyncCallsAcrossClasses(cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatAsyncCallsAcrossClasses(Cell cell) {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = await(EvenLevels.level10(result));
        }
        return Task.of(result);
    }

    /** As {@link #asyncCalls}, where each call is to a method that could be overridden: one frame per call. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int asyncVirtualCalls() {
        return loop.run(repeatAsyncVirtualCalls(virtualChain, cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatAsyncVirtualCalls(VirtualChain chain, Cell cell) {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = await(chain.level10(result));
        }
        return Task.of(result);
    }

    /** The time to suspend ten calls at the innermost one, go through the run queue, and resume and complete all ten. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int asyncSuspendingCalls() {
        return loop.run(repeatAsyncSuspendingCalls(cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatAsyncSuspendingCalls(Cell cell) {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = await(SuspendingChain.level10(result));
        }
        return Task.of(result);
    }

    /** The floor of {@link #asyncSuspendingCalls}: the loop itself suspends, with no call in between. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int asyncYield() {
        return loop.run(repeatAsyncYield(cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatAsyncYield(Cell cell) {
        for (int i = 0; i < CHAINS; i++) {
            await(yieldNow());
            cell.add(1);
        }
        return Task.of(cell);
    }
}
