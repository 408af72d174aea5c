// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.run;
import static dev.weft.Weft.sleep;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.Task;
import java.time.Duration;
import java.util.List;

/** Generators: elements that are made one by one, when somebody asks for them. */
public final class Streams {
    private Streams() {}

    // region pages
    record Page(List<String> orders, int next) {}

    @Async
    static AsyncGenerator<String> orders() {
        int number = 0;
        while (number >= 0) {
            Page page = await(fetch(number));
            for (String order : page.orders()) {
                emit(order);
            }
            number = page.next();
        }
        return AsyncGenerator.done();
    }

    @Async
    static Task<Void> show() {
        try (AsyncGenerator<String> orders = orders()) {
            while (await(orders.next())) {
                System.out.println(orders.current());
            }
        }
        return Task.done();
    }
    // endregion

    @Async
    static Task<Page> fetch(int number) {
        System.out.println("fetches page " + number);
        await(sleep(Duration.ofMillis(10)));
        return Task.of(number == 0 ? new Page(List.of("tea", "coffee"), 1) : new Page(List.of("cake"), -1));
    }

    // region early
    @Async
    static AsyncGenerator<Integer> measurements() {
        System.out.println("switches the sensor on");
        try {
            for (int i = 1; ; i++) {
                await(sleep(Duration.ofMillis(10)));
                emit(i * i);
            }
        } finally {
            await(sleep(Duration.ofMillis(10)));
            System.out.println("switches the sensor off");
        }
    }

    @Async
    static Task<Integer> firstAbove(int limit) {
        try (AsyncGenerator<Integer> measured = measurements()) {
            while (await(measured.next())) {
                if (measured.current() > limit) {
                    return Task.of(measured.current());
                }
            }
        }
        return Task.of(-1);
    }
    // endregion

    // region tail
    @Async
    static AsyncGenerator<Integer> countdown(int from) {
        emit(from);
        return from == 0 ? AsyncGenerator.done() : countdown(from - 1);
    }
    // endregion

    @Async
    static Task<Void> all() {
        await(show());
        System.out.println(await(firstAbove(10)));
        int sum = 0;
        for (AsyncGenerator<Integer> numbers = countdown(100_000); await(numbers.next()); ) {
            sum += numbers.current() % 2;
        }
        System.out.println(sum + " odd numbers");
        return Task.done();
    }

    public static void main(String[] args) {
        run(all());
    }
}
