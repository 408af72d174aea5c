// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Generators for tests, and what consumes them. Each leaves in the events when it begins and when its finally block has run. */
final class Elements {
    private Elements() {}

    /** The numbers from 1, each after a pause. */
    @Async
    static AsyncGenerator<Integer> numbers(String name, int count, Duration pause, List<String> events) {
        events.add(name + " begins");
        try {
            for (int i = 1; i <= count; i++) {
                await(sleep(pause));
                events.add(name + " makes " + i);
                emit(i);
            }
            return AsyncGenerator.done();
        } finally {
            events.add(name + " ends");
        }
    }

    /** The numbers from 1 without an end, at once; its finally block takes a while. */
    @Async
    static AsyncGenerator<Integer> slowToEnd(String name, Duration cleaning, List<String> events) {
        int i = 0;
        try {
            while (true) {
                emit(++i);
            }
        } finally {
            await(sleep(cleaning));
            events.add(name + " ends after " + i);
        }
    }

    /** Numbers without an end, each after a pause; its finally block takes as long. */
    @Async
    static AsyncGenerator<Integer> slowInBoth(Duration pause, List<String> events) {
        try {
            for (int i = 1; ; i++) {
                await(sleep(pause));
                emit(i);
            }
        } finally {
            await(sleep(pause));
            events.add("cleaned up");
        }
    }

    /** The numbers from 1, each after a pause; then it fails. */
    @Async
    static AsyncGenerator<Integer> failing(int count, Duration pause, Exception failure) {
        for (int i = 1; i <= count; i++) {
            await(sleep(pause));
            emit(i);
        }
        await(sleep(pause));
        throw Elements.<RuntimeException>unchecked(failure);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // thrown as what it is
    private static <X extends Exception> X unchecked(Exception failure) throws X {
        throw (X) failure;
    }

    /** Ends with a failure of its finally block when it is closed. */
    @Async
    static AsyncGenerator<Integer> failsToEnd(RuntimeException failure) {
        try {
            for (int i = 1; ; i++) {
                await(sleep(Duration.ofMillis(1)));
                emit(i);
            }
        } finally {
            fail(failure);
        }
    }

    private static void fail(RuntimeException failure) {
        throw failure;
    }

    /** Takes so many elements and closes. */
    @Async
    static <T> Task<List<T>> first(int count, AsyncGenerator<T> generator) {
        List<T> taken = new ArrayList<>();
        try (generator) {
            while (taken.size() < count && await(generator.next())) {
                taken.add(generator.current());
            }
        }
        return Task.of(taken);
    }

    /** Takes all elements, with a pause after each, and closes. */
    @Async
    static <T> Task<List<T>> slowly(AsyncGenerator<T> generator, Duration pause, List<String> events) {
        List<T> taken = new ArrayList<>();
        try (generator) {
            while (await(generator.next())) {
                events.add("takes " + generator.current());
                taken.add(generator.current());
                await(sleep(pause));
            }
        }
        return Task.of(taken);
    }

    /** Leaves in the events what it takes, and what it ends with. */
    @Async
    static Task<Void> into(List<String> events, AsyncGenerator<?> generator) {
        try (generator) {
            while (await(generator.next())) {
                events.add(String.valueOf(generator.current()));
            }
            events.add("end");
        } catch (Throwable thrown) {
            events.add(thrown.toString());
        }
        return Task.done();
    }
}
