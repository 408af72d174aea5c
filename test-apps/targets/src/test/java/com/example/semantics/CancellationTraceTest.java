// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;

/**
 * What the exception says that ends a sleeping task: its awaits by their lines, the line that spawned it or that awaits it, and the line that
 * cancelled it.
 */
@Timeout(60)
class CancellationTraceTest implements OnEverySchedule {
    /** The lines of the calls of {@link #at}, the last first. */
    private final Deque<String> lines = new ArrayDeque<>();

    /** Notes the line that calls, and hands on what it got. */
    private <T> T at(T value) {
        lines.push(line(new Throwable().getStackTrace()[1]));
        return value;
    }

    private static String line(StackTraceElement element) {
        return element.getClassName() + "." + element.getMethodName() + "(" + element.getFileName() + ":"
                + element.getLineNumber() + ")";
    }

    @Async
    private Task<Void> innermost() {
        await(at(sleep(LONG)));
        return Task.done();
    }

    @Async
    private Task<Void> inner() {
        await(sleep(ms(1)));
        await(at(innermost()));
        return Task.done();
    }

    @Async
    private Task<Void> outer() {
        await(at(inner()));
        return Task.done();
    }

    private static Throwable endOf(ScheduledTask<?> task) {
        return assertThrows(CancellationException.class, task::result);
    }

    /** The top of a trace: as many lines as are expected. */
    private void assertTrace(Throwable thrown) {
        List<String> trace = Stream.of(thrown.getStackTrace())
                .limit(lines.size())
                .map(CancellationTraceTest::line)
                .toList();
        assertEquals(List.copyOf(lines), trace, thrown.toString());
    }

    @AsyncTest
    void theTraceHasTheLineOfEachAwaitAndThatOfTheSpawn() throws Exception {
        lines.clear();
        ScheduledTask<Void> task = at(spawn(outer()));
        await(sleep(ms(5)));
        task.cancel();
        await(sleep(ms(1)));
        assertTrace(endOf(task));
    }

    /** It waits in another task, and that in a gather, when the task that it awaits is cancelled. */
    @AsyncTest
    void whoAwaitsTheTaskIsInTheTraceInPlaceOfTheSpawn() throws Exception {
        lines.clear();
        ScheduledTask<Void> waiting = spawn(awaits());
        await(sleep(ms(5)));
        waiting.cancel();
        assertTrace(await(failureOf(waiting)));
    }

    @Async
    private Task<Void> awaits() {
        ScheduledTask<Void> task = spawn(outer());
        await(at(gather(List.of(task))));
        return Task.done();
    }

    @AsyncTest
    void theMessageHasTheLineThatCancels() throws Exception {
        ScheduledTask<Void> task = spawn(outer());
        await(sleep(ms(5)));
        at(task.cancel());
        await(sleep(ms(1)));
        assertEquals("cancelled by task main at " + lines.peek(), endOf(task).getMessage());
    }

    private void cancelsInPlainCode(ScheduledTask<?> task) {
        at(task.cancel());
    }

    /** In what is not woven, and behind a method reference, nobody passes the line: it is on the Java stack. */
    @AsyncTest
    void theMessageHasTheLineOfPlainCodeThatCancels() throws Exception {
        Consumer<ScheduledTask<?>> canceller = this::cancelsInPlainCode;
        ScheduledTask<Void> task = spawn(outer());
        await(sleep(ms(5)));
        canceller.accept(task);
        await(sleep(ms(1)));
        assertEquals("cancelled by task main at " + lines.peek(), endOf(task).getMessage());
    }

    @Async
    private Task<Boolean> cancels(ScheduledTask<?> task) {
        return Task.of(at(task.cancel()));
    }

    @AsyncTest
    void theMessageHasTheNameOfTheTaskThatCancelsAndHasEnded() throws Exception {
        ScheduledTask<Void> task = spawn(outer());
        await(sleep(ms(5)));
        ScheduledTask<Boolean> killer = spawn("killer", cancels(task));
        assertEquals(true, await(killer));
        await(sleep(ms(1)));
        assertEquals("cancelled by task killer at " + lines.peek(), endOf(task).getMessage());
        assertEquals(false, await(cancels(task)));
    }

    @Async
    private static Task<Void> waitsFor(ScheduledTask<?> task) {
        await(task);
        return Task.done();
    }

    /** One part ends because what it awaits was cancelled: nobody has asked it to, so the other is told that it has failed, and with what. */
    @AsyncTest
    void messagesNameTheClassThatUsersCatch() throws Exception {
        ScheduledTask<Void> awaited = spawn(outer());
        ScheduledTask<Void> other = spawn(outer());
        ScheduledTask<List<Void>> both = spawn(gather(List.of(waitsFor(awaited), waitsFor(other))));
        await(sleep(ms(5)));
        awaited.cancel();
        await(failureOf(both));
        String message = endOf(other).getMessage();
        assertTrue(
                message.contains(
                        ", one part of which has failed with java.util.concurrent.CancellationException at com.example."),
                message);
    }
}
