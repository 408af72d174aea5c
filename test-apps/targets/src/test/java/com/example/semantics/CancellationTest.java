// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.millis;
import static com.example.semantics.Schedules.ms;
import static com.example.semantics.Schedules.named;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static dev.weft.Weft.yieldNow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;

/**
 * Behaviours of asyncio's test_tasks that concern cancelling a task. Holds off (docs/weaving-limits.md): Cancellation that does
 * not arrive.
 */
@Timeout(120)
class CancellationTest implements OnEverySchedule {
    /** asyncio test_tasks: cancel before the first step. trio test_run: cancel points; precancelled task. */
    @AsyncTest
    void beforeTheStartTheBodyNeverRuns() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> task = spawn(named("a", LONG, events));
        assertTrue(task.cancel());
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(List.of(), events);
        assertEquals(State.CANCELLED, task.state());
    }

    @Async
    private static Task<Void> cleansUp(List<String> events) {
        try {
            events.add("waits");
            await(sleep(LONG));
            events.add("never");
        } catch (CancellationException cancelled) {
            events.add("cancelled at " + cancelled.getStackTrace()[0].getMethodName());
            throw cancelled;
        } finally {
            await(sleep(ms(5)));
            events.add("cleaned up at " + millis());
        }
        return Task.done();
    }

    /** asyncio test_tasks: cancel while waiting; finally may await. netcan: cancel, then await. */
    @AsyncTest
    void whileWaitingItIsThrownAtTheAwaitAndFinallyMayAwait() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> task = spawn(cleansUp(events));
        await(sleep(ms(1)));
        assertEquals(State.SUSPENDED, task.state());
        task.cancel();
        assertEquals(State.READY, task.state());
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(List.of("waits", "cancelled at cleansUp", "cleaned up at 6"), events);
    }

    @Async
    private static Task<String> survivesOne(List<String> events) {
        try {
            await(sleep(LONG));
        } catch (CancellationException cancelled) {
            events.add("requests " + currentTask().cancelling());
            events.add("left " + currentTask().uncancel());
        }
        await(sleep(ms(1)));
        return Task.of("survived");
    }

    /** asyncio test_tasks: uncancel; a task that caught the exception goes on, and is not cancelled again. */
    @AsyncTest
    void caughtAndTakenBackTheTaskGoesOn() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> task = spawn(survivesOne(events));
        await(sleep(ms(1)));
        task.cancel();
        assertEquals(1, task.cancelling());
        assertEquals("survived", await(task));
        assertEquals(List.of("requests 1", "left 0"), events);
        assertEquals(0, task.cancelling());
        assertEquals(State.SUCCEEDED, task.state());
    }

    /** asyncio test_tasks: the second request is delivered at the await of the clean-up. */
    @AsyncTest
    void eachRequestIsDeliveredOnce() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> task = spawn(cleansUp(events));
        await(sleep(ms(1)));
        task.cancel();
        await(sleep(ms(1)));
        assertTrue(task.cancel());
        assertEquals(2, task.cancelling());
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(List.of("waits", "cancelled at cleansUp"), events);
        assertEquals(2, millis());
    }

    /** asyncio test_tasks: two requests before the task runs are one exception. */
    @AsyncTest
    void requestsMadeTogetherAreDeliveredTogether() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> task = spawn(cleansUp(events));
        await(sleep(ms(1)));
        task.cancel();
        task.cancel();
        assertEquals(2, task.cancelling());
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(List.of("waits", "cancelled at cleansUp", "cleaned up at 6"), events);
    }

    /** asyncio test_tasks: cancel of a finished task. */
    @AsyncTest
    void aFinishedTaskIsNotCancelled() throws Exception {
        ScheduledTask<Integer> task = spawn(Task.of(3));
        assertEquals(3, await(task));
        assertFalse(task.cancel());
        assertEquals(0, task.cancelling());
        assertEquals(3, await(task));
    }

    @Async
    private static Task<String> swallows() {
        try {
            await(sleep(LONG));
            return Task.of("slept");
        } catch (CancellationException swallowed) {
            return Task.of("swallowed");
        }
    }

    /** asyncio test_tasks: a task that ignores the cancellation ends with its value. */
    @AsyncTest
    void aTaskThatSwallowsItEndsWithItsValue() throws Exception {
        ScheduledTask<String> task = spawn(swallows());
        await(sleep(ms(1)));
        assertTrue(task.cancel());
        assertEquals("swallowed", await(task));
        assertEquals(State.SUCCEEDED, task.state());
        assertEquals(1, task.cancelling());
    }

    @Async
    private static Task<Void> cancelsItself(List<String> events) {
        currentTask().cancel();
        events.add("goes on to its next await");
        await(sleep(ms(1)));
        events.add("never");
        return Task.done();
    }

    /**
     * asyncio test_tasks: a task cancels itself. The operation at which it is delivered does not start. Hackerl: task: a cancel that was
     * not taken is applied at the next suspension. trio test_run: cancel points; precancelled task.
     */
    @AsyncTest
    void aTaskThatCancelsItselfEndsAtItsNextAwait() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> task = spawn(cancelsItself(events));
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(List.of("goes on to its next await"), events);
        assertEquals(0, millis());
    }

    @Async
    private static Task<String> cancelsItselfAtTheEnd() {
        currentTask().cancel();
        return Task.of("value");
    }

    /** asyncio test_tasks: cancelled at the very end; without a further await there is nowhere to deliver it. */
    @AsyncTest
    void aTaskThatCancelsItselfAndAwaitsNothingEndsWithItsValue() throws Exception {
        ScheduledTask<String> task = spawn(cancelsItselfAtTheEnd());
        assertEquals("value", await(task));
    }

    @Async
    private static Task<Void> takesItsOwnRequestBack() {
        currentTask().cancel();
        currentTask().uncancel();
        await(sleep(ms(1)));
        return Task.done();
    }

    /** asyncio test_tasks, since 3.13: the last uncancel takes a request back that was not delivered yet. */
    @AsyncTest
    void aRequestTakenBackBeforeItIsDeliveredNeverIs() throws Exception {
        await(spawn(takesItsOwnRequestBack()));
    }

    @Async
    private static Task<Void> nested(int depth, List<String> events) {
        try {
            if (depth == 0) {
                await(sleep(LONG));
            } else {
                await(nested(depth - 1, events));
            }
        } finally {
            events.add("leaves " + depth);
        }
        return Task.done();
    }

    @AsyncTest
    void itIsThrownInTheInnermostCall() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> task = spawn(nested(3, events));
        await(sleep(ms(1)));
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(List.of("leaves 0", "leaves 1", "leaves 2", "leaves 3"), events);
    }

    @Async
    private static Task<String> awaits(Awaitable<String> other, List<String> events) {
        try {
            return Task.of(await(other));
        } finally {
            events.add("awaiter ends");
        }
    }

    /** asyncio test_tasks: cancelling a task that awaits another one cancels that, and waits until it has unwound. */
    @AsyncTest
    void itGoesThroughTheTaskThatIsAwaited() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> inner = spawn(named("inner", LONG, events));
        ScheduledTask<String> outer = spawn(awaits(inner, events));
        await(sleep(ms(1)));
        outer.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(outer)));
        assertEquals(List.of("inner", "inner cancelled", "awaiter ends"), events);
        assertEquals(State.CANCELLED, inner.state());
    }

    /** asyncio test_tasks: the awaited task swallows it, so that its awaiter gets the value. */
    @AsyncTest
    void theAwaiterOfATaskThatSwallowsItGetsTheValue() throws Exception {
        ScheduledTask<String> inner = spawn(swallows());
        ScheduledTask<String> outer = spawn(awaits(inner, new ArrayList<>()));
        await(sleep(ms(1)));
        outer.cancel();
        assertEquals("swallowed", await(outer));
    }

    /**
     * As in asyncio, whoever else awaits the task that was cancelled sees its cancellation, and is not cancelled itself. asyncio
     * test_tasks: cancel awaited task.
     */
    @AsyncTest
    void theOtherAwaitersSeeTheCancellationOfWhatTheyAwait() throws Exception {
        ScheduledTask<String> inner = spawn(named("inner", LONG, new ArrayList<>()));
        ScheduledTask<String> cancelled = spawn(awaits(inner, new ArrayList<>()));
        ScheduledTask<Throwable> bystander = spawn(failureOf(inner));
        await(sleep(ms(1)));
        cancelled.cancel();
        assertInstanceOf(CancellationException.class, await(bystander));
        assertEquals(0, bystander.cancelling());
        assertInstanceOf(CancellationException.class, await(failureOf(cancelled)));
    }

    /** A bare awaitable, spawned and cancelled before it could start, passes the cancellation on to what runs already. */
    @AsyncTest
    void beforeTheStartOfABareAwaitItReachesWhatThatAwaits() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<String> inner = spawn(named("inner", LONG, events));
        await(sleep(ms(1)));
        ScheduledTask<?> gathering = spawn(gather(List.of(inner)));
        gathering.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(gathering)));
        assertEquals(List.of("inner", "inner cancelled"), events);

        ScheduledTask<String> other = spawn(named("other", LONG, events));
        await(sleep(ms(1)));
        ScheduledTask<?> waiting = spawn(waitFor(other, LONG));
        waiting.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(waiting)));
        assertEquals(State.CANCELLED, other.state());
    }

    /**
     * Nothing is lost: a result that is there when the cancellation comes is given, and the next await throws. asyncio test_tasks:
     * cancel with message then future result.
     */
    @AsyncTest
    void aResultThatIsThereWinsAndTheNextAwaitThrows() throws Exception {
        List<String> events = new ArrayList<>();
        Gate gate = new Gate();
        ScheduledTask<Void> task = spawn(takesTwo(gate, events));
        await(sleep(ms(1)));
        gate.open("value");
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertEquals(List.of("value"), events);
    }

    @Async
    private static Task<Void> takesTwo(Gate gate, List<String> events) {
        events.add(await(gate));
        await(sleep(LONG));
        events.add("never");
        return Task.done();
    }

    @Async
    private static Task<Void> awaitsStage(CompletableFuture<Void> stage) {
        await(stage);
        return Task.done();
    }

    /**
     * asyncio: a task that is cancelled and whose future fails before it runs is cancelled. asyncio test_tasks: cancel with message then
     * future exception.
     */
    @AsyncTest
    void aFailureThatIsThereGoesAlongWithTheCancellation() throws Exception {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        ScheduledTask<Void> task = spawn(awaitsStage(stage));
        await(sleep(ms(1)));
        IllegalStateException failure = new IllegalStateException("later");
        task.cancel();
        stage.completeExceptionally(failure);
        Throwable thrown = await(failureOf(task));
        assertInstanceOf(CancellationException.class, thrown);
        assertEquals(List.of(failure), List.of(thrown.getSuppressed()));
    }

    @Async
    private static Task<Void> failsToCleanUp() throws IOException {
        try {
            await(sleep(LONG));
        } finally {
            fail();
        }
        return Task.done();
    }

    private static void fail() throws IOException {
        throw new IOException("on purpose");
    }

    @Async
    private static Task<Void> awaitsTask(ScheduledTask<Void> task) {
        await(task);
        return Task.done();
    }

    /** asyncio: what the awaited task makes of the request is what the waiter gets. */
    @AsyncTest
    void aFailureInAnswerToARequestThatWasPassedOnIsThrown() throws Exception {
        ScheduledTask<Void> outer = spawn(awaitsTask(spawn(failsToCleanUp())));
        await(sleep(ms(1)));
        outer.cancel();
        assertInstanceOf(IOException.class, await(failureOf(outer)));
    }

    /** asyncio test_tasks: a cancelled wait is taken back, so that nothing of it stays. */
    @AsyncTest
    void theOperationIsWithdrawn() throws Exception {
        Gate gate = new Gate();
        ScheduledTask<String> task = spawn(gate);
        await(yieldNow());
        await(yieldNow());
        assertTrue(gate.isAwaited());
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        assertFalse(gate.isAwaited());
    }

    @Async
    private static Task<Void> spins() {
        while (true) {
            await(yieldNow());
        }
    }

    /** asyncio test_tasks: cancel yield. */
    @AsyncTest
    void aTaskThatOnlyGivesWayIsCancelled() throws Exception {
        ScheduledTask<Void> task = spawn(spins());
        await(yieldNow());
        task.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
    }

    @AsyncTest
    @SuppressWarnings("weft:BlockingCallInAsync") // the thread has nothing left to do
    void aRequestFromAnotherThreadIsDelivered() throws Exception {
        Gate never = new Gate();
        ScheduledTask<String> task = spawn(never);
        Thread thread = Schedules.startThread("canceller", task::cancel);
        assertInstanceOf(CancellationException.class, await(failureOf(task)));
        thread.join();
    }

    @AsyncTest
    void failureOfNothingIsNull() throws Exception {
        assertNull(await(failureOf(sleep(Duration.ZERO))));
    }

    @Async
    private static Task<Void> throughLimits(List<Gate> gates) throws TimeoutException {
        for (Gate gate : gates) {
            await(waitFor(gate, LONG));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> throughTasks(List<Gate> gates) {
        for (Gate gate : gates) {
            await(spawn(gate));
        }
        return Task.done();
    }

    /**
     * The result is there when the cancellation is passed on to it: it is taken, and the next await is cancelled. asyncio test_waitfor:
     * wait for issue86296.
     */
    @AsyncTest
    void aResultThatIsThereDoesNotSwallowACancellationThatWasPassedOn() throws Exception {
        for (boolean limited : new boolean[] {true, false}) {
            List<Gate> gates = List.of(new Gate(), new Gate());
            ScheduledTask<Void> task = spawn(limited ? throughLimits(gates) : throughTasks(gates));
            await(sleep(ms(1)));
            gates.get(0).open("there");
            task.cancel();
            assertInstanceOf(CancellationException.class, await(failureOf(task)));
            assertFalse(gates.get(1).isAwaited());
        }
    }

    @Async
    private static Task<Void> awaitsIts(ScheduledTask<?>[] other, boolean gathers) {
        await(yieldNow());
        if (gathers) {
            await(gather(List.of(other[0], Task.done())));
        } else {
            await(other[0]);
        }
        return Task.done();
    }

    /** asyncio test_tasks: a task cannot await itself. */
    @AsyncTest
    void aTaskThatAwaitsItselfIsTold() throws Exception {
        ScheduledTask<?>[] self = new ScheduledTask<?>[1];
        self[0] = spawn("self", awaitsIts(self, false));
        Throwable failure = await(failureOf(self[0]));
        assertEquals("Task self awaits itself, so it would never end.", failure.getMessage());
    }

    @AsyncTest
    void tasksThatAwaitOneAnotherEndWhenOneIsCancelled() throws Exception {
        for (boolean gathers : new boolean[] {false, true}) {
            ScheduledTask<?>[] first = new ScheduledTask<?>[1];
            ScheduledTask<?>[] second = new ScheduledTask<?>[1];
            first[0] = spawn(awaitsIts(second, gathers));
            second[0] = spawn(awaitsIts(first, gathers));
            await(sleep(ms(1)));
            first[0].cancel();
            assertInstanceOf(CancellationException.class, await(failureOf(first[0])));
            assertInstanceOf(CancellationException.class, await(failureOf(second[0])));
        }
    }
}
