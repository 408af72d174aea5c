// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Elements.slowInBoth;
import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.onEverySchedule;
import static dev.weft.Weft.await;
import static dev.weft.Weft.emit;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.AsyncGenerator;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import dev.weft.support.LogRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A consumer that is cancelled while it closes: each request is delivered once, and none of them is told as a failure. */
@Timeout(60)
class GeneratorSecondRequestTest implements OnEverySchedule {
    private final List<String> events = new ArrayList<>();

    private AsyncGenerator<Integer> source() {
        return slowInBoth(ms(10), events);
    }

    private AsyncGenerator<Integer> merged() {
        return AsyncGenerator.merge(source(), source());
    }

    /** It breaks off the finally block of the source, and comes out of the close: then it was delivered, and does not come again. */
    @Test
    void aRequestWhileItIsClosedIsDeliveredOnce() throws Exception {
        for (int shape = 0; shape < 4; shape++) {
            int which = shape;
            onEverySchedule(() -> {
                List<AsyncGenerator<?>> shapes = List.of(
                        source().buffer(1),
                        merged(),
                        merged().buffer(1),
                        AsyncGenerator.merge(source().buffer(1), merged()));
                List<String> cleaned = new ArrayList<>();
                ScheduledTask<Void> consumer = spawn(closesAndCleansUp(shapes.get(which), cleaned));
                await(sleep(ms(13)));
                consumer.cancel();
                Throwable thrown = await(failureOf(consumer));
                assertInstanceOf(CancellationException.class, thrown);
                assertTrue(thrown.getMessage().contains("GeneratorSecondRequestTest"), thrown::getMessage);
                assertEquals(List.of("cleaned up"), cleaned);
                return Task.done();
            });
        }
    }

    @Async
    private Task<Void> closesAndCleansUp(AsyncGenerator<?> generator, List<String> events) {
        try (generator) {
            await(generator.next());
        } finally {
            await(sleep(ms(5)));
            events.add("cleaned up");
        }
        return Task.done();
    }

    /** Then it is not cleaning up, and the close need not wait for what it waits for. */
    @AsyncTest
    void aSourceThatHasCaughtARequestAndGoneOnIsCancelledByTheClose() throws Exception {
        long before = millis();
        AsyncGenerator<Integer> buffered = catchesOnce().buffer(1);
        ScheduledTask<Boolean> next = spawn("consumer", takesOneAndCloses(buffered));
        await(sleep(ms(1)));
        EventLoop.current().tasks().stream()
                .filter(task -> task.name().startsWith("buffer"))
                .forEach(ScheduledTask::cancel);
        assertTrue(await(next));
        assertEquals(before + 6, millis());
    }

    @Async
    private static AsyncGenerator<Integer> catchesOnce() {
        try {
            await(sleep(LONG));
        } catch (CancellationException caught) {
            emit(1);
        }
        await(sleep(LONG));
        return AsyncGenerator.done();
    }

    @Async
    private static Task<Boolean> takesOneAndCloses(AsyncGenerator<Integer> generator) {
        try (generator) {
            boolean hasOne = await(generator.next());
            await(sleep(ms(5)));
            return Task.of(hasOne);
        }
    }

    /** A try statement suppresses in the first cancellation the second one, which broke the close off. Somebody has asked for both. */
    @Test
    void aSecondRequestThatBreaksTheCloseOffIsNoFailure() throws Exception {
        try (LogRecords log = new LogRecords()) {
            onEverySchedule(() -> {
                ScheduledTask<Void> consumer = spawn(takesOneAndWaits(source()));
                await(sleep(ms(15)));
                consumer.cancel();
                await(sleep(ms(2)));
                consumer.cancel();
                await(sleep(ms(20)));
                return Task.done();
            });
            assertEquals(List.of(), log.messages());
        }
    }

    /** The same with a task that the close awaits, and which the end of the loop has ended too. */
    @Test
    void aCloseThatAwaitsATaskWhichTheSameRequestHasEndedIsNoFailure() throws Exception {
        try (LogRecords log = new LogRecords()) {
            for (long seed = 0; seed < 8; seed++) {
                try (EventLoop loop = EventLoop.simulated(seed)) {
                    loop.run(leavesAnAwaitingClose());
                }
            }
            assertEquals(List.of(), log.messages());
        }
    }

    @Async
    private static Task<Void> leavesAnAwaitingClose() {
        ScheduledTask<Void> helper = spawn("helper", sleep(ms(100)));
        spawn("service", takesOneAndWaits(awaitingAtItsEnd(helper)));
        await(sleep(ms(10)));
        return Task.done();
    }

    @Async
    private static Task<Void> takesOneAndWaits(AsyncGenerator<Integer> generator) {
        try (generator) {
            await(generator.next());
            await(sleep(ms(100)));
        }
        return Task.done();
    }

    @Async
    private static AsyncGenerator<Integer> awaitingAtItsEnd(ScheduledTask<Void> helper) {
        try {
            emit(1);
        } finally {
            await(helper);
        }
        return AsyncGenerator.done();
    }
}
