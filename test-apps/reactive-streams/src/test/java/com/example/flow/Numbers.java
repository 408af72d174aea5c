// SPDX-License-Identifier: Apache-2.0
package com.example.flow;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.yieldNow;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import dev.weft.sync.Channel;
import java.util.Optional;

/** Woven generators and consumers of numbers. */
final class Numbers {
    private Numbers() {}

    /** So many numbers from 0. */
    @Async
    static AsyncGenerator<Integer> numbers(long count) {
        for (int i = 0; i < count; i++) {
            if (i % 3 == 2) {
                await(yieldNow());
            }
            emit(i);
        }
        return AsyncGenerator.done();
    }

    /** Takes all there are. */
    @Async
    static Task<Void> takeAll(AsyncGenerator<Integer> generator) {
        try (generator) {
            while (await(generator.next())) {
                generator.current();
            }
        }
        return Task.done();
    }

    /** Takes as many as are asked for, from the first on, which is awaited before. */
    @Async
    static Task<Void> takeAsAsked(AsyncGenerator<Integer> generator, Channel<Long> asked) {
        try (generator) {
            boolean more = await(generator.next());
            for (Optional<Long> count = await(asked.next()); count.isPresent(); count = await(asked.next())) {
                for (long i = 0; i < count.get() && more; i++) {
                    more = await(generator.next());
                }
            }
        }
        return Task.done();
    }
}
