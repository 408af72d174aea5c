// SPDX-License-Identifier: Apache-2.0
package dev.weft.benchmarks;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import org.openjdk.jmh.annotations.CompilerControl;

/** The generator whose elements benchmarks measure, and the consumer that takes them. */
final class Elements {
    static final int COUNT = 16_000;

    private Elements() {}

    /** So many numbers for which the JVM keeps the objects. */
    @Async
    static AsyncGenerator<Integer> numbers() {
        for (int i = 0; i < COUNT; i++) {
            emit(i & 127);
        }
        return AsyncGenerator.done();
    }

    /** Sums the elements of a generator. */
    @Async
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    static Task<Integer> sum(AsyncGenerator<Integer> numbers) {
        int sum = 0;
        while (await(numbers.next())) {
            sum += numbers.current();
        }
        return Task.of(sum);
    }
}
