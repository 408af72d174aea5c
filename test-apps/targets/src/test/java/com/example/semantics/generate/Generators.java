// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.generate;

import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import java.util.ArrayList;
import java.util.List;

/** Generators that the tests consume again and again, and what consumes them. */
final class Generators {
    private Generators() {}

    /** Counts from zero, a millisecond before each number, and leaves in the events that its finally block has run. */
    @Async
    static AsyncGenerator<Integer> count(int end, List<String> events) {
        try {
            for (int i = 0; i < end; i++) {
                await(sleep(ms(1)));
                emit(i);
            }
        } finally {
            await(sleep(ms(2)));
            events.add("finally");
        }
        return AsyncGenerator.done();
    }

    /** Counts from zero and never waits. */
    @Async
    static AsyncGenerator<Integer> ready(int end) {
        for (int i = 0; i < end; i++) {
            emit(i);
        }
        return AsyncGenerator.done();
    }

    @Async
    static <T> Task<List<T>> all(AsyncGenerator<T> generator) {
        List<T> all = new ArrayList<>();
        while (await(generator.next())) {
            all.add(generator.current());
        }
        return Task.of(all);
    }

    @Async
    static <T> Task<T> first(AsyncGenerator<T> generator) {
        await(generator.next());
        return Task.of(generator.current());
    }

    /** Awaits the elements until it is cancelled. */
    @Async
    static Task<Void> consume(AsyncGenerator<?> generator) {
        try (generator) {
            while (await(generator.next())) {
                generator.current();
            }
        }
        return Task.done();
    }

    /** Closes, where only an await is at hand. */
    @Async
    static Task<Void> close(AsyncGenerator<?> generator) {
        generator.close();
        return Task.done();
    }
}
