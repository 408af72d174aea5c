// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.benchmarks.kotlin.KotlinStreams;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * What an element of a generator costs. One op is one element, from its generator to the sum that its consumer makes. The elements are
 * numbers for which the JVM keeps the objects, so that what is allocated is the generator's.
 */
public class GeneratorBenchmark extends AsyncBenchmark {
    private static final int ELEMENTS = Elements.COUNT;
    private static final int SIZE = 64;

    @Override
    List<Class<?>> woven() {
        return List.of(GeneratorBenchmark.class, Elements.class);
    }

    /** An iterator written by hand: what a loop over a state machine costs that cannot suspend. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterator() {
        int sum = 0;
        for (Iterator<Integer> numbers = new Numbers(ELEMENTS); numbers.hasNext(); ) {
            sum += numbers.next();
        }
        return sum;
    }

    private static final class Numbers implements Iterator<Integer> {
        private final int count;
        private int next;

        Numbers(int count) {
            this.count = count;
        }

        @Override
        public boolean hasNext() {
            return next < count;
        }

        @Override
        public Integer next() {
            return next++ & 127;
        }
    }

    /** The iterator of a stream, which is pulled too. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int streamIterator() {
        int sum = 0;
        for (Iterator<Integer> numbers =
                        IntStream.range(0, ELEMENTS).mapToObj(i -> i & 127).iterator();
                numbers.hasNext(); ) {
            sum += numbers.next();
        }
        return sum;
    }

    /** A step of Kotlin's sequence, a generator that cannot await. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int kotlinSequence() {
        return KotlinStreams.sequence(ELEMENTS);
    }

    /** An element of kotlinx' flow, which calls its collector and stands nowhere between. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int kotlinFlow() {
        return KotlinStreams.flow(ELEMENTS);
    }

    /** A step of a generator that does not suspend. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int weft() {
        return loop.run(Elements.sum(Elements.numbers()));
    }

    /** A step of a generator with a finally block. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int weftInTry() {
        return loop.run(Elements.sum(numbersInTry()));
    }

    /** A flow that gives way before each element. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int kotlinFlowYielding() {
        return KotlinStreams.flowYielding(ELEMENTS);
    }

    /** A generator that gives way before each element. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int weftYielding() {
        return loop.run(Elements.sum(yieldingNumbers()));
    }

    /** Three operators on a sequence. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int kotlinSequenceOperators() {
        return KotlinStreams.sequenceOperators(ELEMENTS);
    }

    /** Three operators on a flow. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int kotlinFlowOperators() {
        return KotlinStreams.flowOperators(ELEMENTS);
    }

    /** Three operators on a generator. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int weftOperators() {
        return loop.run(Elements.sum(
                Elements.numbers().map(i -> i + 1 & 127).filter(i -> i >= 0).take(ELEMENTS)));
    }

    /** A flow that another coroutine makes ahead. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int kotlinFlowBuffer() {
        return KotlinStreams.flowBuffer(ELEMENTS, SIZE);
    }

    /** A generator that another task makes ahead. */
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int weftBuffer() {
        return loop.run(Elements.sum(Elements.numbers().buffer(SIZE)));
    }

    @Async
    private static AsyncGenerator<Integer> numbersInTry() {
        int i = 0;
        try {
            for (; i < ELEMENTS; i++) {
                emit(i & 127);
            }
            return AsyncGenerator.done();
        } finally {
            requireAll(i);
        }
    }

    private static void requireAll(int count) {
        if (count != ELEMENTS) {
            throw new IllegalStateException(count + " elements");
        }
    }

    @Async
    private static AsyncGenerator<Integer> yieldingNumbers() {
        for (int i = 0; i < ELEMENTS; i++) {
            await(yieldNow());
            emit(i & 127);
        }
        return AsyncGenerator.done();
    }
}
