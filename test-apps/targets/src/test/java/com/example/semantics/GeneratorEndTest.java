// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.support.LogRecords;
import dev.weft.support.Scale;
import dev.weft.testing.Exploration;
import dev.weft.testing.Explorer;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The tasks of what works ahead are cancelled by whoever ends the consumer, the loop or themselves, in any order. One that cleans up
 * already is left alone.
 */
@Timeout(120)
class GeneratorEndTest {
    private static final int SEEDS = Scale.of(60, 1_000, 2_000);

    private int begun;
    private int cleanedUp;
    private Throwable thrownByClose;

    /** Its finally block takes a while. */
    @Async
    private AsyncGenerator<Integer> source() {
        begun++;
        try {
            for (int i = 0; ; i++) {
                await(sleep(ms(10)));
                emit(i);
            }
        } finally {
            await(sleep(ms(5)));
            cleanedUp++;
        }
    }

    private AsyncGenerator<Integer> merged() {
        return AsyncGenerator.merge(source(), source());
    }

    private AsyncGenerator<Integer> published(Supplier<AsyncGenerator<Integer>> source) {
        return AsyncGenerator.from(AsyncGenerator.publisher(source, EventLoop.current()), 2);
    }

    /** What the consumer consumes. */
    private enum Shape {
        BUFFER,
        WINDOW,
        MERGE,
        BUFFER_OF_BUFFER,
        BUFFER_OF_MERGE,
        WINDOW_OF_MERGE,
        MERGE_OF_BUFFER_AND_MERGE,
        BUFFER_OF_MAP_OF_MERGE,
        BUFFER_OF_PUBLISHED,
        PUBLISHED_BUFFER;

        AsyncGenerator<?> of(GeneratorEndTest test) {
            return switch (this) {
                case BUFFER -> test.source().buffer(2);
                case WINDOW -> test.source().window(2, ms(15));
                case MERGE -> test.merged();
                case BUFFER_OF_BUFFER -> test.source().buffer(2).buffer(2);
                case BUFFER_OF_MERGE -> test.merged().buffer(4);
                case WINDOW_OF_MERGE -> test.merged().window(3, ms(12));
                case MERGE_OF_BUFFER_AND_MERGE ->
                    AsyncGenerator.merge(test.source().buffer(2), test.merged());
                case BUFFER_OF_MAP_OF_MERGE -> test.merged().map(i -> i).buffer(1);
                case BUFFER_OF_PUBLISHED -> test.published(test::source).buffer(2);
                case PUBLISHED_BUFFER -> test.published(() -> test.merged().buffer(2));
            };
        }
    }

    @Async
    private Task<Void> consume(AsyncGenerator<?> generator) {
        try (generator) {
            while (await(generator.next())) {
                await(sleep(ms(1)));
            }
        }
        return Task.done();
    }

    /** Answers to its cancellation by a close, and notes what that throws. */
    @Async
    private Task<Void> consumeAndClose(AsyncGenerator<?> generator) {
        try {
            while (await(generator.next())) {
                await(sleep(ms(1)));
            }
        } catch (CancellationException cancelled) {
            thrownByClose = await(failureOf(generator.closing()));
        }
        return Task.done();
    }

    @Async
    private Task<Void> endsWithMain(Shape shape) {
        spawn("service", consume(shape.of(this)));
        await(sleep(ms(55)));
        return Task.done();
    }

    @ParameterizedTest
    @EnumSource
    void cleansUpUndisturbedAtTheEndOfTheLoop(Shape shape) {
        underEverySeed(loop -> loop.run(endsWithMain(shape)));
    }

    @ParameterizedTest
    @EnumSource
    void cleansUpUndisturbedWhenTheLoopStops(Shape shape) {
        underEverySeed(loop -> {
            loop.run(endsByStop(shape));
            assertNull(thrownByClose);
        });
    }

    @Async
    private Task<Void> endsByStop(Shape shape) {
        ScheduledTask<Void> consumer = spawn(consumeAndClose(shape.of(this)));
        await(sleep(ms(55)));
        EventLoop.current().stop();
        try {
            await(consumer);
            await(sleep(ms(20)));
        } catch (CancellationException stopped) {
            await(sleep(ms(20))); // nobody waits for the task of a publisher
        }
        return Task.done();
    }

    @ParameterizedTest
    @EnumSource
    void cleansUpUndisturbedWhenTheConsumerIsCancelled(Shape shape) {
        underEverySeed(loop -> {
            loop.run(endsByCancel(shape, loop.random().nextInt(40)));
            assertNull(thrownByClose);
        });
    }

    @Async
    private Task<Void> endsByCancel(Shape shape, int after) {
        ScheduledTask<Void> consumer = spawn(consumeAndClose(shape.of(this)));
        await(sleep(ms(15 + after)));
        consumer.cancel();
        await(consumer);
        await(sleep(ms(20))); // nobody waits for the task of a publisher
        return Task.done();
    }

    private interface Run {
        void on(EventLoop loop);
    }

    private void underEverySeed(Run run) {
        try (LogRecords log = new LogRecords()) {
            for (long seed = 0; seed < SEEDS; seed++) {
                begun = 0;
                cleanedUp = 0;
                thrownByClose = null;
                try (EventLoop loop = EventLoop.simulated(seed)) {
                    run.on(loop);
                }
                assertTrue(begun > 0);
                assertEquals(begun, cleanedUp, "seed " + seed);
                assertEquals(List.of(), log.messages(), "seed " + seed);
            }
        }
    }

    /** All orders of the consumer's task, the buffer's, and that of what it buffers, which are cancelled at once. */
    @Test
    void cleansUpUndisturbedInEveryOrder() {
        Exploration explored = Explorer.allOrders().run(() -> {
            begun = 0;
            cleanedUp = 0;
            ScheduledTask<Void> consumer =
                    spawn(consumePaused(AsyncGenerator.merge(pausing()).buffer(1)));
            await(Explorer.pause());
            EventLoop.current().tasks().stream()
                    .filter(task -> task != currentTask())
                    .forEach(ScheduledTask::cancel);
            await(failureOf(consumer));
            assertEquals(begun, cleanedUp);
            return Task.done();
        });
        assertTrue(explored.isExhaustive(), explored::toString);
    }

    @Async
    private AsyncGenerator<Integer> pausing() {
        begun++;
        try {
            await(Explorer.pause());
            emit(1);
        } finally {
            await(Explorer.pause());
            cleanedUp++;
        }
        return AsyncGenerator.done();
    }

    @Async
    private Task<Void> consumePaused(AsyncGenerator<?> generator) {
        try (generator) {
            await(generator.next());
        }
        return Task.done();
    }

    /** Somebody has begun to consume the source before the task that was to go on with it, and which the end of the loop has ended first. */
    @Test
    void closesASourceWhoseTaskHasNotBegun() throws Exception {
        underEverySeed(loop -> loop.run(endsAtOnce()));
    }

    @Async
    private Task<Void> endsAtOnce() {
        AsyncGenerator<Integer> source = source();
        await(source.next());
        spawn("service", consume(source.buffer(1)));
        for (long i = EventLoop.current().random().nextInt(4); i > 0; i--) {
            await(sleep(ms(0)));
        }
        return Task.done();
    }
}
