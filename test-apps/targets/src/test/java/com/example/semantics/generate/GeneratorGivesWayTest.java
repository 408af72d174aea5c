// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.generate;

import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.onEverySchedule;
import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A generator that always has another element, beside other tasks. */
@Timeout(120)
class GeneratorGivesWayTest {
    @Test
    void aConsumerThatHasGivenWayBetweenElementsCanBeCancelled() throws Exception {
        onEverySchedule(() -> {
            ScheduledTask<Void> consumer = spawn(drain(numbers()));
            await(yieldNow());
            await(yieldNow()); // it has given way in the middle of its loop
            consumer.cancel();
            assertInstanceOf(CancellationException.class, await(failureOf(consumer)));
            return Task.done();
        });
    }

    @Async
    private static AsyncGenerator<Integer> numbers() {
        for (int i = 0; ; i++) {
            emit(i);
        }
    }

    @Async
    private static Task<Void> drain(AsyncGenerator<Integer> generator) {
        while (await(generator.next())) {}
        return Task.done();
    }
}
