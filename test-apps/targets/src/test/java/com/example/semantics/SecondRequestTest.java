// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.shield;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;

/** What a second request to cancel does to a task that cleans up because of the first (decision 28). */
@Timeout(60)
class SecondRequestTest implements OnEverySchedule {
    @Async
    private static Task<Void> flush(List<String> events) {
        await(sleep(ms(10)));
        events.add("flushed");
        return Task.done();
    }

    @Async
    private static Task<Void> cleansUp(List<String> events) {
        try {
            await(sleep(LONG));
        } finally {
            await(flush(events));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> cleansUpShielded(List<String> events) {
        try {
            await(sleep(LONG));
        } finally {
            await(shield(() -> flush(events)));
            events.add("with " + currentTask().cancelling());
        }
        return Task.done();
    }

    @Async
    private static Task<Void> cleansUpForSoLong(List<String> events) throws TimeoutException {
        try {
            await(sleep(LONG));
        } finally {
            await(shield(() -> Task.of(await(waitFor(flush(events), ms(5))))));
        }
        return Task.done();
    }

    /** Cancels, lets it clean up, and cancels again. */
    @Async
    private static Task<Throwable> cancelledTwice(ScheduledTask<Void> task) {
        await(sleep(ms(1)));
        task.cancel();
        await(sleep(ms(1)));
        task.cancel();
        return Task.of(await(failureOf(task)));
    }

    /** asyncio: a request is thrown wherever the task stands, also in finally. */
    @AsyncTest
    void aSecondRequestBreaksAnAwaitThatCleansUp() throws Exception {
        List<String> events = new ArrayList<>();
        assertInstanceOf(CancellationException.class, await(cancelledTwice(spawn(cleansUp(events)))));
        assertEquals(List.of(), events);
    }

    /** trio: a shielded scope in finally; its end is waited for, and the request stands behind it. */
    @AsyncTest
    void aSecondRequestDoesNotBreakAShieldedBlockThatCleansUp() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> task = spawn(cleansUpShielded(events));
        assertInstanceOf(CancellationException.class, await(cancelledTwice(task)));
        assertEquals(List.of("flushed", "with 2"), events);
        assertEquals(State.CANCELLED, task.state());
    }

    /** trio: move_on_after with a shield: its own limit ends it all the same. */
    @AsyncTest
    void aLimitOfTimeInsideTheShieldEndsWhatCleansUp() throws Exception {
        List<String> events = new ArrayList<>();
        Throwable end = await(cancelledTwice(spawn(cleansUpForSoLong(events))));
        assertInstanceOf(TimeoutException.class, end);
        assertEquals(List.of(), events);
    }

    /** As many requests as come before the task does anything are one. */
    @AsyncTest
    void requestsOfOneStepDoNotBreakIt() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> task = spawn(cleansUp(events));
        await(sleep(ms(1)));
        task.cancel();
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(List.of("flushed"), events);
    }
}
