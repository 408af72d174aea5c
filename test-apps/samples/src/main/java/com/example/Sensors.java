// SPDX-License-Identifier: Apache-2.0
package com.example;

import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.waitFor;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;

/** Streams of readings: one made of another, several at once, in windows, ahead of their consumer, and as a publisher. In virtual time. */
public final class Sensors {
    private Sensors() {}

    // region sensor
    @Async
    static AsyncGenerator<String> sensor(String name, Duration interval, int count) {
        for (int i = 1; i <= count; i++) {
            await(sleep(interval));
            emit(name + " " + i);
        }
        return AsyncGenerator.done();
    }
    // endregion

    // region map
    @Async
    static Task<Void> loud() {
        AsyncGenerator<String> readings = sensor("roof", Duration.ofMillis(100), 9)
                .filter(reading -> !reading.endsWith("2"))
                .map(String::toUpperCase)
                .take(3);
        System.out.println(await(readings.toList()));
        return Task.done();
    }
    // endregion

    // region merge
    @Async
    static Task<Void> watch() {
        AsyncGenerator<String> all = AsyncGenerator.merge(
                sensor("roof", Duration.ofMillis(100), 5), sensor("cellar", Duration.ofMillis(240), 2));
        try (AsyncGenerator<List<String>> windows = all.window(10, Duration.ofMillis(200))) {
            while (await(windows.next())) {
                System.out.println(windows.current());
            }
        }
        return Task.done();
    }
    // endregion

    // region buffer
    @Async
    static Task<Void> patient() {
        try (AsyncGenerator<String> readings =
                sensor("roof", Duration.ofMillis(100), 2).buffer(1)) {
            boolean more = true;
            while (more) {
                try {
                    more = await(waitFor(readings.next(), Duration.ofMillis(70)));
                    System.out.println(more ? readings.current() : "the end");
                } catch (TimeoutException late) {
                    System.out.println("nothing yet");
                }
            }
        }
        return Task.done();
    }
    // endregion

    // region flow
    @Async
    static Task<Void> overFlow() {
        Flow.Publisher<String> publisher = AsyncGenerator.publisher(() -> sensor("roof", Duration.ofMillis(100), 3));
        try (AsyncGenerator<String> readings = AsyncGenerator.from(publisher, 16)) {
            while (await(readings.next())) {
                System.out.println("published: " + readings.current());
            }
        }
        return Task.done();
    }
    // endregion

    /** Runs the sample. */
    public static void main(String[] args) {
        try (EventLoop loop = EventLoop.simulatedInOrder()) {
            loop.run(loud());
            loop.run(watch());
            loop.run(patient());
            loop.run(overFlow());
        }
    }
}
