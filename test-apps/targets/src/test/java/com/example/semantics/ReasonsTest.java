// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.Task;
import dev.weft.TaskGroup;
import dev.weft.TimeoutScope;
import dev.weft.Weft;
import dev.weft.junit.AsyncTest;
import dev.weft.sync.Event;
import dev.weft.sync.Mutex;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a timeout says of where the task stood, and a cancellation of who has asked for it. */
@Timeout(60)
class ReasonsTest implements OnEverySchedule {
    private static final String LINE = "com.example.semantics.ReasonsTest.%s(ReasonsTest.java:#)";

    /** The message has these words, with a number of a line for each #. */
    private static void assertSays(String words, Throwable thrown) {
        String pattern = Pattern.quote(words).replace("#", "\\E\\d+\\Q");
        assertTrue(String.valueOf(thrown.getMessage()).matches(pattern), thrown.getMessage() + "\nis not\n" + words);
    }

    private static String at(String method) {
        return " at " + LINE.formatted(method);
    }

    @Async
    private static Task<Void> sleeps() {
        await(sleep(LONG));
        return Task.done();
    }

    @Async
    private static Task<Void> outer() {
        await(sleeps());
        return Task.done();
    }

    @Async
    private static Task<Void> awaits(ScheduledTask<?> other) {
        await(other);
        return Task.done();
    }

    // ------------------------------------------------------------------ timeouts

    @AsyncTest
    void aTimeoutSaysWhatTheTaskAwaitedAndAtWhichLine() throws Exception {
        assertSays(
                "task " + ReasonsTest.class.getName() + ".outer did not end within PT0.005S: it awaited sleep " + LONG
                        + at("sleeps") + ", called from " + LINE.formatted("outer"),
                await(failureOf(waitFor(outer(), ms(5)))));
    }

    @Async
    private static Task<Void> cleansUp() throws Exception {
        try {
            await(sleep(LONG));
        } finally {
            await(Weft.shield(sleep(ms(10))));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> spawnsTwo(TaskGroup group) {
        group.spawn("first", sleeps());
        group.spawn("second", sleeps());
        return Task.done();
    }

    @AsyncTest
    void aTimeoutSaysHowManyChildrenOfAGroupHadNotEnded() throws Exception {
        Throwable late = await(failureOf(waitFor(TaskGroup.run(ReasonsTest::spawnsTwo), ms(5))));
        String message = late.getMessage();
        assertTrue(message.contains("group with 2 running did not end within PT0.005S: "), message);
    }

    @AsyncTest
    void theBlockOfAGroupIsCountedAsLongAsItRuns() throws Exception {
        Throwable late = await(failureOf(waitFor(
                TaskGroup.run(group -> {
                    group.spawn("child", sleeps());
                    await(sleeps());
                    return Task.done();
                }),
                ms(5))));
        assertTrue(late.getMessage().contains("group with 2 running did not end"), late.getMessage());
    }

    @AsyncTest
    void aTimeoutSaysWhereTheTaskStoodAndNotWhereItCleanedUp() throws Exception {
        Throwable late = await(failureOf(TimeoutScope.after(ms(5)).run(limit -> cleansUp())));
        assertSays("the block did not end within PT0.005S: it awaited sleep " + LONG + at("cleansUp"), late);
    }

    @AsyncTest
    void aTimeoutOverAnotherTaskSaysWhereThatOneStood() throws Exception {
        ScheduledTask<Void> other = EventLoop.current().spawn("other", outer());
        String stood = ": task other awaited sleep " + LONG + at("sleeps") + ", called from " + LINE.formatted("outer");
        assertSays("task other did not end within PT0.005S" + stood, await(failureOf(waitFor(other, ms(5)))));
    }

    @AsyncTest
    void aTimeoutOverATaskThatRunsSaysWhereThatStoodThoughThereIsNoTime() throws Exception {
        ScheduledTask<Void> other = EventLoop.current().spawn("other", sleeps());
        await(sleep(ms(1)));
        assertSays(
                "task other did not end within PT0S: it awaited sleep " + LONG + at("sleeps"),
                await(failureOf(waitFor(other, Duration.ZERO))));
    }

    @Async
    private static Task<Void> locks(Mutex mutex) throws Exception {
        await(mutex.lock());
        try {
            await(sleep(LONG));
        } finally {
            mutex.unlock();
        }
        return Task.done();
    }

    @AsyncTest
    void aTimeoutFollowsWhoHasTheLock() throws Exception {
        Mutex mutex = new Mutex("accounts");
        ScheduledTask<Void> holder = EventLoop.current().spawn("holder", locks(mutex));
        await(sleep(ms(1)));
        Throwable late = await(failureOf(waitFor(locks(mutex), ms(5))));
        String message = late.getMessage();
        assertTrue(message.contains("it awaited " + "mutex"), message);
        assertTrue(message.contains("; task holder awaited sleep " + LONG), message);
        holder.cancel();
        await(failureOf(holder));
    }

    @AsyncTest
    void aTimeoutNamesACircleOnce() throws Exception {
        AtomicReference<ScheduledTask<?>> second = new AtomicReference<>();
        ScheduledTask<?> first = EventLoop.current().spawn("first", awaitsLater(second));
        second.set(EventLoop.current().spawn("second", awaits(first)));
        Throwable late = await(failureOf(waitFor(first, ms(5))));
        assertSays(
                "task first did not end within PT0.005S: task first awaited task second" + at("awaitsLater")
                        + "; task second awaited task first" + at("awaits") + ", which waits for task first",
                late);
    }

    @Async
    private static Task<Void> awaitsLater(AtomicReference<ScheduledTask<?>> other) throws Exception {
        await(sleep(ms(1)));
        await(other.get());
        return Task.done();
    }

    @Async
    private static Task<Void> deep(int depth) {
        if (depth == 0) {
            await(sleep(LONG));
        } else {
            await(deep(depth - 1));
        }
        return Task.done();
    }

    @AsyncTest
    void theTextOfATimeoutIsShortHoweverDeepTheTaskStood() throws Exception {
        Throwable late = await(failureOf(waitFor(deep(50_000), ms(5))));
        assertTrue(late.getMessage().endsWith(" and 49997 more"), late.getMessage());
        assertTrue(late.getMessage().length() < 1000, late.getMessage());
    }

    // ------------------------------------------------------------------ cancellations

    @AsyncTest
    void aTimeoutCancelsByTheLineThatSetIt() throws Exception {
        Throwable late = await(failureOf(waitFor(sleeps(), ms(5))));
        assertTrue(
                late.getCause().getMessage().startsWith("cancelled by waitFor(...) at com.example.semantics."),
                late.getCause().getMessage());
        assertTrue(late.getCause().getMessage().endsWith(", whose time of PT0.005S is over"));
    }

    @Async
    private static Task<Void> fails() throws Exception {
        await(sleep(ms(1)));
        throw new IllegalStateException("on purpose");
    }

    @AsyncTest
    void aGatherSaysItsLineAndThatOfTheFailure() throws Exception {
        ScheduledTask<Void> sibling = spawn(sleeps());
        await(failureOf(gathers(sibling)));
        assertSays(
                "cancelled by gather(...)" + at("gathers")
                        + ", one part of which has failed with java.lang.IllegalStateException" + at("fails"),
                await(failureOf(sibling)));
    }

    @Async
    private static Task<Void> gathers(ScheduledTask<Void> sibling) throws Exception {
        await(gather(sibling, fails()));
        return Task.done();
    }

    @AsyncTest
    void aGroupSaysTheLineOfTheFailureAndThatOfItsCancellation() throws Exception {
        AtomicReference<ScheduledTask<?>> child = new AtomicReference<>();
        await(failureOf(TaskGroup.run(group -> spawnsAndFails(group, child))));
        assertTrue(
                await(failureOf(child.get()))
                        .getMessage()
                        .matches(".*since .* has failed with java\\.lang\\.IllegalStateException"
                                + " at .*ReasonsTest\\.fails\\(ReasonsTest\\.java:\\d+\\)"),
                await(failureOf(child.get())).getMessage());
        await(failureOf(TaskGroup.run(group -> spawnsAndCancels(group, child))));
        assertSays("cancelled by cancel() of a TaskGroup" + at("spawnsAndCancels"), await(failureOf(child.get())));
    }

    @Async
    private static Task<Void> spawnsAndFails(TaskGroup group, AtomicReference<ScheduledTask<?>> child)
            throws Exception {
        child.set(group.spawn(sleeps()));
        await(fails());
        return Task.done();
    }

    @Async
    private static Task<Void> spawnsAndCancels(TaskGroup group, AtomicReference<ScheduledTask<?>> child)
            throws Exception {
        child.set(group.spawn(sleeps()));
        await(sleep(ms(1)));
        group.cancel();
        return Task.done();
    }

    @AsyncTest
    void aFutureThatIsCancelledSaysByWhomToThoseWhoHaveItAndToItsTask() throws Exception {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        CompletableFuture<Void> future = notes(seen).toCompletableFuture();
        await(sleep(ms(1)));
        future.cancel(true);
        Throwable told = await(failureOf(dev.weft.Awaitable.of(future)));
        await(sleep(ms(1)));
        assertTrue(told.getMessage().contains(".aFutureThatIsCancelledSaysByWhomToThoseWhoHaveItAndToItsTask"));
        assertEquals(told.getMessage(), seen.get().getMessage());
    }

    @Async
    private static Task<Void> notes(AtomicReference<Throwable> seen) {
        try {
            await(sleep(LONG));
        } catch (CancellationException cancelled) {
            seen.set(cancelled);
            throw cancelled;
        }
        return Task.done();
    }

    @Test
    void anInterruptSaysWhichThreadItWasAndWhereThatWaited() throws Exception {
        AtomicReference<Throwable> seen = new AtomicReference<>();
        Thread thread = new Thread(
                () -> {
                    Thread.currentThread().interrupt();
                    try (EventLoop loop = EventLoop.create()) {
                        loop.run(sleeps());
                    } catch (Throwable thrown) {
                        seen.set(thrown);
                    }
                },
                "waits");
        thread.start();
        thread.join();
        assertTrue(
                seen.get()
                        .getMessage()
                        .matches(
                                "cancelled by an interrupt of thread \"waits\" at .*ReasonsTest\\..*\\(ReasonsTest.java:\\d+\\)"),
                seen.get().getMessage());
    }

    @AsyncTest
    void anEventThatNobodySetsIsNamed() throws Exception {
        Event never = new Event("never");
        Throwable late = await(failureOf(waitFor(waits(never), ms(5))));
        assertTrue(late.getMessage().contains(": it awaited event"), late.getMessage());
        assertTrue(late.getMessage().contains("never"), late.getMessage());
    }

    @Async
    private static Task<Void> waits(Event event) {
        await(event.untilSet());
        return Task.done();
    }
}
