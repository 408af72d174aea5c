// SPDX-License-Identifier: Apache-2.0
package com.example.semantics.generate;

import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.inOrder;
import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.semantics.OnEverySchedule;
import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A generator that always has another element, beside other tasks: a loop over it gives way as a loop of calls does (decision 22). */
@Timeout(120)
class GeneratorGivesWayTest implements OnEverySchedule {
    private static final int ELEMENTS = 12_000;

    @AsyncTest
    void aConsumerThatHasGivenWayBetweenElementsCanBeCancelled() throws Exception {
        ScheduledTask<Void> consumer = spawn(drain(numbers()));
        await(yieldNow());
        await(yieldNow()); // it has given way in the middle of its loop
        consumer.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(consumer)));
    }

    @Test
    void aLoopOverElementsThatAreThereGivesWay() throws Exception {
        inOrder(() -> {
            await(assertGivesWay(take(numbers(), ELEMENTS)));
            await(assertGivesWay(take(passedOn(numbers()), ELEMENTS)));
            await(assertGivesWay(take(others(0), ELEMENTS)));
            return Task.done();
        });
    }

    @Test
    void aLoopOverAnOperatorGivesWay() throws Exception {
        inOrder(() -> {
            await(assertGivesWay(take(numbers().map(i -> i), ELEMENTS)));
            await(assertGivesWay(take(numbers().filter(i -> i >= 0), ELEMENTS)));
            await(assertGivesWay(take(numbers().filter(i -> i % 1_000 == 0), ELEMENTS / 1_000)));
            await(assertGivesWay(take(numbers().take(ELEMENTS), ELEMENTS)));
            return Task.done();
        });
    }

    @Test
    void aLoopThatClosesGivesWay() throws Exception {
        inOrder(() -> {
            await(assertGivesWay(closesEach(ELEMENTS)));
            await(assertGivesWay(closesWhatHasNotBegun(ELEMENTS)));
            await(assertGivesWay(closesAgain(ELEMENTS)));
            return Task.done();
        });
    }

    /** Another task, which has a turn each time when the busy one gives way, has one after each two thousand rounds at the latest. */
    @Async
    private static Task<Void> assertGivesWay(Task<Void> busy) {
        ScheduledTask<Void> running = spawn(busy);
        int turns = 0;
        while (!running.isReady()) {
            await(yieldNow());
            turns++;
        }
        assertTrue(turns > ELEMENTS / 2_000, "it gave way " + turns + " times");
        return Task.done();
    }

    @Async
    private static AsyncGenerator<Integer> numbers() {
        for (int i = 0; ; i++) {
            emit(i);
        }
    }

    @Async
    private static AsyncGenerator<Integer> passedOn(AsyncGenerator<Integer> source) {
        while (await(source.next())) {
            emit(source.current());
        }
        return AsyncGenerator.done();
    }

    @Async
    private static AsyncGenerator<Integer> others(int number) {
        emit(number);
        return number < 1_000_000 ? others(number + 1) : AsyncGenerator.done();
    }

    @Async
    private static Task<Void> drain(AsyncGenerator<Integer> generator) {
        while (await(generator.next())) {}
        return Task.done();
    }

    @Async
    private static Task<Void> take(AsyncGenerator<Integer> generator, int count) {
        for (int i = 0; i < count && await(generator.next()); i++) {}
        return Task.done();
    }

    @Async
    private static AsyncGenerator<Integer> oneInTry() {
        try {
            emit(1);
        } finally {
            Thread.onSpinWait();
        }
        return AsyncGenerator.done();
    }

    @Async
    private static Task<Void> closesEach(int count) {
        for (int i = 0; i < count; i++) {
            try (AsyncGenerator<Integer> one = oneInTry()) {
                await(one.next());
            }
        }
        return Task.done();
    }

    @Async
    private static Task<Void> closesWhatHasNotBegun(int count) {
        for (int i = 0; i < count; i++) {
            oneInTry().close();
        }
        return Task.done();
    }

    @Async
    private static Task<Void> closesAgain(int count) {
        AsyncGenerator<Integer> closed = oneInTry();
        for (int i = 0; i < count; i++) {
            closed.close();
        }
        return Task.done();
    }
}
