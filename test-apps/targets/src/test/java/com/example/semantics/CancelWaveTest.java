// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.ms;
import static dev.weft.Weft.await;
import static dev.weft.Weft.currentTask;
import static dev.weft.Weft.gather;
import static dev.weft.Weft.sleep;
import static dev.weft.Weft.spawn;
import static dev.weft.Weft.waitFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.junit.AsyncTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A request to cancel goes through tasks that await one another: at once, once, and however many they are. */
@Timeout(120)
class CancelWaveTest implements OnEverySchedule {
    private int cleaned;

    /** What one link of a chain does with the next. */
    private interface Link {
        Task<Integer> of(ScheduledTask<Integer> next) throws Exception;
    }

    @Async
    private Task<Integer> forever() {
        try {
            await(sleep(LONG));
            return Task.of(1);
        } finally {
            cleaned++;
        }
    }

    @Async
    private Task<Integer> waits(ScheduledTask<Integer> next) {
        try {
            return Task.of(await(next));
        } finally {
            cleaned++;
        }
    }

    @Async
    private Task<Integer> gathers(ScheduledTask<Integer> next) {
        try {
            return Task.of(await(gather(next, Task.done())).first());
        } finally {
            cleaned++;
        }
    }

    @Async
    private Task<Integer> limits(ScheduledTask<Integer> next) throws TimeoutException {
        try {
            return Task.of(await(waitFor(next, LONG)));
        } finally {
            cleaned++;
        }
    }

    @Async
    private Task<Void> cancelsAChain(int length, List<Link> links) throws Exception {
        cleaned = 0;
        ScheduledTask<Integer> outermost = spawn(forever());
        for (int i = 0; i < length; i++) {
            outermost = spawn(links.get(i % links.size()).of(outermost));
        }
        await(sleep(ms(1)));
        outermost.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(outermost)));
        assertEquals(length + 1, cleaned);
        assertEquals(1, EventLoop.current().tasks().size(), "the one that asks");
        return Task.done();
    }

    private void chain(int length, List<Link> links) throws Exception {
        try (EventLoop loop = EventLoop.simulated(1)) {
            loop.run(cancelsAChain(length, links));
        }
    }

    @Test
    void aChainOfTasksUnwinds() throws Exception {
        chain(10_000, List.of(this::waits));
    }

    @Test
    void aChainThroughGatherUnwinds() throws Exception {
        chain(10_000, List.of(this::gathers));
    }

    @Test
    void aChainThroughWaitForUnwinds() throws Exception {
        chain(10_000, List.of(this::limits));
    }

    @Test
    void aMixedChainOfAHundredThousandUnwinds() throws Exception {
        chain(100_000, List.of(this::waits, this::gathers, this::limits));
    }

    @Async
    private static Task<Void> idle() {
        await(sleep(LONG));
        return Task.done();
    }

    @Async
    private static Task<Void> plain(Awaitable<?> awaited) {
        await(awaited);
        return Task.done();
    }

    @Async
    private static Task<Void> cleaning(String name, Awaitable<?> awaited, List<String> events) {
        try {
            await(awaited);
        } finally {
            events.add(name + " cleans up");
            await(sleep(ms(5)));
            events.add(name + " is clean"); // unless it is cancelled again
        }
        return Task.done();
    }

    /** asyncio: a task and the one that it awaits are cancelled in one step, in either order. */
    @AsyncTest
    void twoRequestsOfOneStepThatMeetAreOne() throws Exception {
        for (boolean outerFirst : List.of(true, false)) {
            List<String> events = new ArrayList<>();
            ScheduledTask<Void> inner = spawn(cleaning("inner", sleep(LONG), events));
            ScheduledTask<Void> outer = spawn(cleaning("outer", inner, events));
            await(sleep(ms(1)));
            (outerFirst ? outer : inner).cancel();
            (outerFirst ? inner : outer).cancel();
            assertInstanceOf(CancellationException.class, await(failureOf(outer)));
            assertEquals(List.of("inner cleans up", "inner is clean", "outer cleans up", "outer is clean"), events);
            assertEquals(1, outer.cancelling());
            assertEquals(2, inner.cancelling());
        }
    }

    /** asyncio: the end of run cancels a task and what that awaits; neither is disturbed while it cleans up. */
    @Test
    void theEndOfTheLoopDisturbsNoCleanUp() throws Exception {
        for (int seed = 0; seed < 20; seed++) {
            List<String> events = new ArrayList<>();
            try (EventLoop loop = EventLoop.simulated(seed)) {
                ScheduledTask<Void> inner = loop.spawn(cleaning("inner", sleep(LONG), events));
                ScheduledTask<Void> middle = loop.spawn(cleaning("middle", inner, events));
                loop.spawn(cleaning("outer", middle, events));
                loop.run(sleep(ms(1)));
            }
            assertEquals(
                    List.of(
                            "inner cleans up",
                            "inner is clean",
                            "middle cleans up",
                            "middle is clean",
                            "outer cleans up",
                            "outer is clean"),
                    events);
        }
    }

    /** asyncio: whoever waits for a task that is cleaning up and is cancelled again disturbs it again. */
    @AsyncTest
    void aSecondRequestReachesTheCleanUp() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> inner = spawn(cleaning("inner", sleep(LONG), events));
        ScheduledTask<Void> outer = spawn(plain(gather(List.of(plain(inner)))));
        await(sleep(ms(1)));
        outer.cancel();
        await(sleep(ms(1)));
        outer.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(outer)));
        assertEquals(List.of("inner cleans up"), events);
    }

    /**
     * asyncio: the awaited task has been cancelled, and its waiter is cancelled before it sees that. asyncio test_tasks: cancel both
     * task and inner future.
     */
    @AsyncTest
    void aRequestAndACancellationThatIsThereAreOne() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<Void> inner = spawn(idle());
        ScheduledTask<Void> outer = spawn(cleaning("outer", inner, events));
        ScheduledTask<Void> witness = spawn(cancelsWhenEnded(inner, outer));
        await(sleep(ms(1)));
        inner.cancel();
        assertInstanceOf(CancellationException.class, await(failureOf(outer)));
        await(witness);
        assertEquals(List.of("outer cleans up", "outer is clean"), events);
    }

    @Async
    private static Task<Void> cancelsWhenEnded(ScheduledTask<Void> ended, ScheduledTask<Void> waiter) {
        await(failureOf(ended));
        if (waiter.state() == State.READY) { // woken, and has not run
            waiter.cancel();
        }
        return Task.done();
    }

    @Async
    private static Task<Void> cancelsItsParent(ScheduledTask<?>[] parent, List<String> events) {
        await(sleep(ms(1)));
        parent[0].cancel();
        try {
            await(sleep(ms(1)));
            events.add("never");
        } finally {
            events.add("the part that asked is cancelled at its next await");
        }
        return Task.done();
    }

    /** asyncio: a part of a gather cancels the task that waits for the gather, and so itself. */
    @AsyncTest
    void aPartThatCancelsItsParentIsCancelledItself() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<?>[] parent = new ScheduledTask<?>[1];
        parent[0] = spawn(plain(gather(cancelsItsParent(parent, events), idle())));
        assertInstanceOf(CancellationException.class, await(failureOf(parent[0])));
        assertEquals(List.of("the part that asked is cancelled at its next await"), events);
    }

    @Async
    private static Task<Void> cancelsItsWaiterWhileCleaningUp(ScheduledTask<?>[] waiter, List<String> events) {
        try {
            await(sleep(LONG));
        } finally {
            waiter[0].cancel();
            try {
                await(sleep(ms(1)));
                events.add("never");
            } catch (CancellationException again) {
                events.add("cancelled with its waiter");
            }
        }
        return Task.done();
    }

    /** asyncio since 3.12: a cancellation from outside, after the time is over, is no timeout and goes to what still cleans up. */
    @AsyncTest
    void aCleanUpThatCancelsTheWaiterAfterTheTimeIsNoTimeout() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<?>[] waiter = new ScheduledTask<?>[1];
        waiter[0] = spawn(plain(waitFor(cancelsItsWaiterWhileCleaningUp(waiter, events), ms(1))));
        assertInstanceOf(CancellationException.class, await(failureOf(waiter[0])));
        assertEquals(List.of("cancelled with its waiter"), events);
    }

    @Async
    private static Task<Void> awaitsOneOf(ScheduledTask<?>[] tasks, int which, List<String> events) {
        await(sleep(ms(1)));
        try {
            await(which % 2 == 0 ? plain(tasks[which]) : plain(gather(plain(tasks[which]), idle())));
        } finally {
            events.add("ends");
        }
        return Task.done();
    }

    @AsyncTest
    void tasksThatWaitInACircleEnd() throws Exception {
        List<String> events = new ArrayList<>();
        ScheduledTask<?>[] tasks = new ScheduledTask<?>[4];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = spawn(awaitsOneOf(tasks, (i + 1) % tasks.length, events));
        }
        await(sleep(ms(2)));
        tasks[1].cancel();
        for (ScheduledTask<?> task : tasks) {
            assertInstanceOf(CancellationException.class, await(failureOf(task)));
            assertEquals(1, task.cancelling());
        }
    }

    @Async
    private static Task<Void> passesOnAsItLikes(ScheduledTask<?>[] tasks, int which) {
        await(sleep(ms(1)));
        await(new Relay(tasks[which]));
        return Task.done();
    }

    /** The request finds the circle also where it goes over an awaitable of the user's. */
    @AsyncTest
    void tasksThatWaitInACircleOverAwaitablesOfTheUserEnd() throws Exception {
        ScheduledTask<?>[] tasks = new ScheduledTask<?>[3];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = spawn(passesOnAsItLikes(tasks, (i + 1) % tasks.length));
        }
        await(sleep(ms(2)));
        tasks[0].cancel();
        for (ScheduledTask<?> task : tasks) {
            assertInstanceOf(CancellationException.class, await(failureOf(task)));
        }
    }

    /** Thousands wait for what thousands do: each is asked once, not once for each that asks. */
    @AsyncTest(seed = 1, seeds = 1)
    void aSharedGatherIsCancelledOnceForAllThatAskInOneStep() throws Exception {
        await(cancelsManyWaiters(4_000));
    }

    @Async
    private static Task<Void> cancelsManyWaiters(int count) {
        List<ScheduledTask<Void>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(spawn(idle()));
        }
        ScheduledTask<Void> shared = spawn(plain(gather(calls)));
        List<ScheduledTask<Void>> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(spawn(plain(shared)));
        }
        await(sleep(ms(1)));
        requests.forEach(ScheduledTask::cancel);
        assertEquals(1, calls.get(count - 1).cancelling());
        for (ScheduledTask<Void> request : requests) {
            assertInstanceOf(CancellationException.class, await(failureOf(request)));
        }
        return Task.done();
    }

    @Async
    private static Task<Void> cancelsInTurn(ScheduledTask<?> task) {
        task.cancel();
        await(sleep(ms(1)));
        return Task.done();
    }

    /**
     * The exception says who asked and where, also after it was passed on. asyncio test_tasks: task cancel message getter; task cancel
     * message setter.
     */
    @AsyncTest
    void theCancellationSaysWhoAskedAndWhere() throws Exception {
        ScheduledTask<Void> task = spawn(plain(gather(List.of(plain(spawn(idle()))))));
        await(sleep(ms(1)));
        await(EventLoop.current().spawn("killer", cancelsInTurn(task)));
        CancellationException cancelled = (CancellationException) await(failureOf(task));
        assertTrue(
                cancelled
                        .getMessage()
                        .matches("cancelled by task killer at"
                                + " .*CancelWaveTest\\.cancelsInTurn\\(CancelWaveTest.java:\\d+\\)"),
                cancelled.getMessage());
    }

    /** The text is the expected one, with a line of code for each star. */
    private static void assertMatches(String expected, String text) {
        assertTrue(text.matches(Pattern.quote(expected).replace("*", "\\E\\S+\\.java:\\d+\\)\\Q")), text);
    }

    @Async
    private static Task<Void> fails() {
        throw new IllegalStateException("on purpose");
    }

    @AsyncTest
    void theCancellationSaysThatASiblingFailedOrTheTimeIsOver() throws Exception {
        ScheduledTask<Void> sibling = spawn(idle());
        await(failureOf(gather(sibling, fails())));
        assertMatches(
                "cancelled by gather(...) at *, one part of which has failed with java.lang.IllegalStateException at *",
                await(failureOf(sibling)).getMessage());
        TimeoutException late = (TimeoutException) await(failureOf(waitFor(idle(), ms(3))));
        assertMatches(
                "cancelled by waitFor(...) at *, whose time of PT0.003S is over",
                late.getCause().getMessage());
    }

    @Test
    void theCancellationSaysWhichThreadStoppedTheLoop() throws Exception {
        try (EventLoop loop = EventLoop.simulated(1)) {
            ScheduledTask<Void> left = loop.spawn(idle());
            loop.post(loop::stop);
            assertThrows(CancellationException.class, () -> loop.run(sleep(LONG)));
            CancellationException stopped = assertThrows(CancellationException.class, left::result);
            assertTrue(stopped.getMessage().startsWith("cancelled by stop()"), stopped.getMessage());
            ScheduledTask<Void> other = loop.spawn(idle());
            loop.run(sleep(ms(1)));
            other.cancel();
            loop.run(sleep(ms(1)));
            String message =
                    assertThrows(CancellationException.class, other::result).getMessage();
            assertTrue(
                    message.startsWith(
                            "cancelled by thread \"" + Thread.currentThread().getName() + "\" at "),
                    message);
        }
    }

    @Async
    private static Task<Integer> countsItsRequests() {
        try {
            await(sleep(LONG));
        } catch (CancellationException cancelled) {
            return Task.of(currentTask().uncancel());
        }
        return Task.of(-1);
    }

    /** What takes its request back is cancelled anew by the next. */
    @AsyncTest
    void aRequestThatWasTakenBackDoesNotSwallowTheNext() throws Exception {
        ScheduledTask<Integer> inner = spawn(countsItsRequests());
        ScheduledTask<Void> outer = spawn(plain(inner));
        await(sleep(ms(1)));
        outer.cancel();
        outer.uncancel();
        outer.cancel();
        assertEquals(1, await(inner), "two requests, one of which is taken back");
        await(outer);
    }

    /** An awaitable of the user's that hands everything to a task. */
    private record Relay(ScheduledTask<?> to) implements Awaitable<Void> {
        @Override
        public boolean isReady() {
            return to.isReady();
        }

        @Override
        public Void result() throws Exception {
            to.result();
            return null;
        }

        @Override
        public void subscribe(dev.weft.Waiter waiter) {
            to.subscribe(waiter);
        }

        @Override
        public boolean withdraw(dev.weft.Waiter waiter) {
            return to.withdraw(waiter);
        }
    }
}
