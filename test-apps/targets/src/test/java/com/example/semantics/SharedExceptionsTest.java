// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.junit.AsyncTest;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;

/** One exception that is thrown again and again, by whomever: it is the same object each time, and does not grow. */
@Timeout(120)
class SharedExceptionsTest implements OnEverySchedule {
    private static final int TIMES = 1000;

    private final IllegalStateException shared = new IllegalStateException("shared");

    @Async
    private Task<Void> throwsAtOnce() {
        throw shared;
    }

    @Async
    private Task<Void> throwsLater() {
        await(sleep(ms(1)));
        throw shared;
    }

    @Async
    private Task<Void> throwsBelow() {
        await(throwsLater());
        return Task.done();
    }

    /** Throws it so often that a trace, suppressed exceptions or causes that came with each time would show. */
    @Async
    private Task<Void> throwsOften(Callable<Awaitable<?>> thrower) throws Exception {
        await(throwsAgain(thrower)); // its callers come to the trace when it first goes through a loop
        int length = shared.getStackTrace().length;
        int suppressed = shared.getSuppressed().length;
        await(throwsAgain(thrower));
        assertEquals(length, shared.getStackTrace().length);
        assertEquals(suppressed, shared.getSuppressed().length);
        assertNull(shared.getCause());
        assertTrue(Stream.of(shared.getStackTrace())
                .noneMatch(line -> line.getClassName().startsWith("dev.weft.")));
        return Task.done();
    }

    @Async
    private Task<Void> throwsAgain(Callable<Awaitable<?>> thrower) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            assertSame(shared, await(failureOf(thrower.call())));
        }
        return Task.done();
    }

    @AsyncTest
    void byTheStepThatAwaits() throws Exception {
        await(throwsOften(this::throwsAtOnce));
        await(throwsOften(this::throwsBelow));
    }

    @AsyncTest
    void byAnotherTask() throws Exception {
        await(throwsOften(() -> spawn(throwsBelow())));
        await(throwsOften(() -> waitFor(throwsBelow(), ms(100))));
    }

    @AsyncTest
    void byPartsOfWhichEachThrowsIt() throws Exception {
        await(throwsOften(() -> gather(throwsBelow(), throwsLater(), throwsAtOnce())));
        await(throwsOften(() -> TaskGroup.run(group -> spawnsTwo(group))));
    }

    @Async
    private Task<Void> spawnsTwo(TaskGroup group) throws Exception {
        group.spawn(throwsBelow());
        group.spawn(throwsLater());
        await(sleep(ms(5)));
        return Task.done();
    }

    @AsyncTest
    @SuppressWarnings("weft:BlockingCallInAsync") // the thread has ended by then
    void byAPlainThread() throws Exception {
        CompletableFuture<Void> failed = new CompletableFuture<>();
        Thread thread = new Thread(() -> failed.completeExceptionally(shared));
        thread.start();
        thread.join();
        await(throwsOften(() -> awaits(failed)));
    }

    @Async
    private Task<Void> awaits(CompletableFuture<Void> future) {
        await(future);
        return Task.done();
    }
}
