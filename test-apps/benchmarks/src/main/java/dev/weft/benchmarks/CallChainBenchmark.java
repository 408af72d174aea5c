// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;

import dev.weft.Async;
import dev.weft.Task;
import dev.weft.benchmarks.ea.EaChain;
import dev.weft.benchmarks.kotlin.KotlinChain;
import dev.weft.benchmarks.work.Cell;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/**
 * A chain of ten calls of which nothing suspends: {@code level10} calls {@code level9}, and so on; each level does one cheap operation
 * on a {@link Cell}. One op is one whole chain. All variants run {@link #CHAINS} chains one after the other; the async ones do so in
 * an async method, so that starting and ending a loop's run is paid once per that many ops.
 */
public class CallChainBenchmark extends AsyncBenchmark {
    private static final int CHAINS = 100_000;

    private final Cell cell = new Cell(42);
    private final PlainPrivateChain plainPrivateChain = new PlainPrivateChain();
    private final PlainInterfaceChain plainInterfaceChain = new PlainInterfaceChain.One();
    private final PrivateChain privateChain = new PrivateChain();
    private final FinalChain finalChain = new FinalChain();
    private final OverridableChain overridableChain = new OverridableChain();
    private final InterfaceChain interfaceChain = new InterfaceChain.One();

    @Override
    List<Class<?>> woven() {
        return List.of(
                CallChainBenchmark.class,
                StaticChain.class,
                EvenLevels.class,
                OddLevels.class,
                PrivateChain.class,
                FinalChain.class,
                OverridableChain.class,
                OverridableChain.Overriding.class,
                InterfaceChain.One.class,
                InterfaceChain.Other.class);
    }

    /** So that HotSpot cannot bind these calls because there is one class only. */
    @Setup
    public void loadOtherImplementations() {
        new PlainInterfaceChain.Other().level10(cell);
        loop.run(new OverridableChain.Overriding().level10(cell));
        loop.run(new InterfaceChain.Other().level10(cell));
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

    /** The time of ten Java calls of private methods: the floor of {@link #asyncPrivateCalls} and {@link #asyncFinalCalls}. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int plainPrivateCalls() {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = plainPrivateChain.level10(result);
        }
        return result.value();
    }

    /** The time of ten Java calls through an interface that two classes implement: the floor of {@link #asyncInterfaceCalls}. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int plainInterfaceCalls() {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = plainInterfaceChain.level10(result);
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
    public int thenCompose() {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = FutureChain.level10(result).join();
        }
        return result.value();
    }

    /** The time of ten awaits of methods that return completed futures, woven by ea-async. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int ea() {
        return EaChain.repeat(cell, CHAINS).join().value();
    }

    /** The time of ten calls of Kotlin suspend functions. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int kotlin() {
        return KotlinChain.repeat(cell, CHAINS).value();
    }

    /** The time of ten awaits of static methods of one class. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int asyncStaticCalls() {
        return loop.run(repeatStatic(cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatStatic(Cell cell) {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = await(StaticChain.level10(result));
        }
        return Task.of(result);
    }

    /** As {@link #asyncStaticCalls}, where each call goes to another class. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int asyncCallsAcrossClasses() {
        return loop.run(repeatAcrossClasses(cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatAcrossClasses(Cell cell) {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = await(EvenLevels.level10(result));
        }
        return Task.of(result);
    }

    /** The time of ten awaits of private instance methods. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int asyncPrivateCalls() {
        return loop.run(repeatPrivate(privateChain, cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatPrivate(PrivateChain chain, Cell cell) {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = await(chain.level10(result));
        }
        return Task.of(result);
    }

    /** The time of ten awaits of final instance methods. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int asyncFinalCalls() {
        return loop.run(repeatFinal(finalChain, cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatFinal(FinalChain chain, Cell cell) {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = await(chain.level10(result));
        }
        return Task.of(result);
    }

    /** The time of ten awaits of methods that a subclass overrides; the calls that are measured meet one class. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int asyncOverridableCalls() {
        return loop.run(repeatOverridable(overridableChain, cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatOverridable(OverridableChain chain, Cell cell) {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = await(chain.level10(result));
        }
        return Task.of(result);
    }

    /** The time of ten awaits through an interface that two classes implement; the calls that are measured meet one. */
    @Benchmark
    @OperationsPerInvocation(CHAINS)
    public int asyncInterfaceCalls() {
        return loop.run(repeatInterface(interfaceChain, cell)).value();
    }

    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static Task<Cell> repeatInterface(InterfaceChain chain, Cell cell) {
        Cell result = cell;
        for (int i = 0; i < CHAINS; i++) {
            result = await(chain.level10(result));
        }
        return Task.of(result);
    }
}
