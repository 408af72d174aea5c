// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the runtime says of woven tasks that were cancelled and are still there, and of failures that nobody sees. */
@Timeout(120)
class UnendedTest {
    private static final Duration LATE = Duration.ofSeconds(15);

    private interface Code {
        Task<Void> start();
    }

    /** Cancels a task that would end long after the report, and returns what was reported, of each schedule the same. */
    private static String reportOn(Code code) throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            Schedules.onEverySchedule(() -> {
                await(cancelled(spawn("subject", code.start())));
                return Task.done();
            });
            assertEquals(1, warnings.messages().stream().distinct().count(), warnings.messages()::toString);
            return warnings.messages().get(0);
        }
    }

    @Async
    private static Task<Void> cancelled(ScheduledTask<Void> task) {
        await(sleep(ms(1)));
        task.cancel();
        await(sleep(LONG));
        return Task.done();
    }

    @Async
    private static Task<Void> cleansUpInFinally() {
        try {
            await(sleep(LONG));
        } finally {
            await(sleep(LATE));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> cleansUpInCatch() {
        try {
            await(sleep(LONG));
        } catch (CancellationException e) {
            await(cleanUp());
            throw e;
        }
        return Task.done();
    }

    @Async
    private static Task<Void> cleanUp() {
        await(sleep(LATE));
        return Task.done();
    }

    @Async
    private static Task<Void> swallows() {
        try {
            await(sleep(LONG));
        } catch (Exception e) {
            System.identityHashCode(e);
        }
        await(sleep(LATE));
        return Task.done();
    }

    @Test
    void aTaskThatCleansUpInFinallyIsReportedAsOneThatCleansUp() throws Exception {
        String report = reportOn(UnendedTest::cleansUpInFinally);
        assertTrue(report.contains("after 10 s is cleaning up"), report);
        assertTrue(
                report.contains("\n\tat com.example.semantics.UnendedTest.cleansUpInFinally(UnendedTest.java:"),
                report);
    }

    @Test
    void aTaskThatCleansUpInCatchIsReportedAsOneThatCleansUp() throws Exception {
        String report = reportOn(UnendedTest::cleansUpInCatch);
        assertTrue(report.contains("after 10 s is cleaning up"), report);
        assertTrue(report.contains(".cleanUp(UnendedTest.java:"), report);
    }

    @Test
    void aTaskThatSwallowsItsCancellationIsReportedAsOneThatGoesOn() throws Exception {
        String report = reportOn(UnendedTest::swallows);
        assertTrue(
                report.contains("after 10 s goes on: it has caught its CancellationException and dropped it"), report);
    }

    @Async
    private static Task<Void> fails() {
        await(sleep(ms(1)));
        throw new IllegalStateException("nobody looks");
    }

    @Async
    private static Task<Void> holdsTheTask(List<ScheduledTask<Void>> held) {
        held.add(spawn("holder", fails()));
        await(sleep(ms(2)));
        return Task.done();
    }

    @Test
    void aFailureIsReportedWithTheAsyncStackWhileSomebodyHoldsTheTask() throws Exception {
        for (long seed = 0; seed < 8; seed++) {
            List<ScheduledTask<Void>> held = new ArrayList<>();
            List<List<StackTraceElement>> stacks = new ArrayList<>();
            try (EventLoop loop = EventLoop.simulated(seed)) {
                loop.setExceptionHandler(failure -> stacks.add(failure.asyncStack()));
                loop.run(holdsTheTask(held));
                assertEquals(
                        List.of("fails", "holdsTheTask"),
                        stacks.get(0).stream()
                                .map(StackTraceElement::getMethodName)
                                .limit(2)
                                .toList());
            }
            assertEquals(1, stacks.size());
        }
    }
}
