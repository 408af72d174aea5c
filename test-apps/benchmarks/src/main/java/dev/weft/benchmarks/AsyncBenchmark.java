// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import dev.weft.EventLoop;
import dev.weft.Weft;
import dev.weft.benchmarks.ea.EaWeaving;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the benchmarks share: nanoseconds per op, an event loop for Weft's variants, which is the one that users get, and a check that
 * the classes are woven.
 *
 * <p>The async methods that repeat what is measured are not inlined into the event loop that calls them. In a program it calls many,
 * and does not inline them either; here it calls one, and its own calls would use up the depth to which HotSpot inlines.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public abstract class AsyncBenchmark {
    final EventLoop loop = EventLoop.create();

    /** The classes whose async methods are measured. */
    abstract List<Class<?>> woven();

    /** Unwoven code would throw, but half woven code would be measured. */
    @Setup
    public void requireWeaving() {
        for (Class<?> type : woven()) {
            if (!Weft.isWoven(type)) {
                throw new IllegalStateException(type + " is not woven: run java with -javaagent:weft-agent.jar");
            }
        }
        EaWeaving.require();
    }

    @TearDown
    public void closeLoop() {
        loop.close();
    }
}
