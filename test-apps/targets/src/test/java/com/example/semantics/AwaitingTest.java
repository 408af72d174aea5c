// SPDX-License-Identifier: Apache-2.0
package com.example.semantics;

import static com.example.semantics.Schedules.LONG;
import static com.example.semantics.Schedules.failsAfter;
import static com.example.semantics.Schedules.failureOf;
import static com.example.semantics.Schedules.inOrder;
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
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.Async;
import dev.weft.Awaitable;
import dev.weft.EventLoop;
import dev.weft.NotWovenException;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.junit.AsyncTest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * What can be awaited, how often, and by whom; names and states of tasks; sleeping and giving way. Holds off
 * (docs/weaving-limits.md): Awaits that block in silence; Hidden classes.
 */
@Timeout(120)
class AwaitingTest implements OnEverySchedule {
    /**
     * asyncio test_tasks: one task awaited by many. netcan: awaiting the handle twice gives the value twice. cppcoro: shared_task: two
     * awaiters.
     */
    @AsyncTest
    void manyTasksAwaitOne() throws Exception {
        ScheduledTask<String> shared = spawn(named("shared", ms(3), new ArrayList<>()));
        List<ScheduledTask<String>> awaiters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            awaiters.add(spawn(awaits(shared)));
        }
        for (ScheduledTask<String> awaiter : awaiters) {
            assertEquals("shared", await(awaiter));
        }
        assertEquals("shared", await(shared));
        assertEquals(3, millis());
    }

    @Async
    private static Task<String> awaits(Awaitable<String> other) {
        return Task.of(await(other));
    }

    /** asyncio test_tasks: cannot reuse an already awaited coroutine. netcan: awaiting what was moved from. */
    @AsyncTest
    void aTaskAwaitedTwiceIsRefusedByTheNameOfItsMethod() throws Exception {
        Task<String> once = named("once", ms(1), new ArrayList<>());
        assertEquals("once", await(once));
        for (Throwable thrown :
                List.of(await(failureOf(once)), assertThrows(IllegalStateException.class, () -> spawn(once)))) {
            assertInstanceOf(IllegalStateException.class, thrown);
            assertTrue(thrown.getMessage().contains("Schedules.named(Schedules.java:"), thrown.getMessage());
            assertTrue(thrown.getMessage().contains("a Task runs once"), thrown.getMessage());
        }
    }

    @AsyncTest
    void completedTasksAreAwaitedAnyNumberOfTimes() throws Exception {
        Task<Integer> five = Task.of(5);
        assertEquals(10, await(five) + await(five));
        assertNull(await(Task.done()));
        IOException failure = new IOException();
        Task<Integer> failed = Task.failed(failure);
        assertSame(failure, await(failureOf(failed)));
        assertSame(failure, await(failureOf(failed)));
    }

    @AsyncTest
    void awaitOfNullSaysSo() throws Exception {
        for (Throwable thrown : List.of(await(awaitNull()), await(awaitNullStage()))) {
            assertEquals(
                    "There is nothing to await: a call that should have given a task or stage gave null. An async"
                            + " method returns Task.of(null) or Task.done() where it has no value, and not null",
                    thrown.getMessage());
        }
    }

    @Async
    private static Task<Throwable> awaitNull() {
        try {
            await((Awaitable<String>) null);
            return Task.of(null);
        } catch (NullPointerException thrown) {
            return Task.of(thrown);
        }
    }

    @Async
    private static Task<Throwable> awaitNullStage() {
        try {
            await((CompletionStage<String>) null);
            return Task.of(null);
        } catch (NullPointerException thrown) {
            return Task.of(thrown);
        }
    }

    /** An awaitable of the user's, completed by another thread, with wakes that come too early and too often. */
    @AsyncTest
    @SuppressWarnings("weft:BlockingCallInAsync") // the thread has nothing left to do
    void anAwaitableOfTheUsersIsCompletedByAnotherThread() throws Exception {
        Gate gate = new Gate();
        ScheduledTask<String> other = spawn(awaits(gate));
        Thread thread = Schedules.startThread("opener", () -> {
            gate.rattle();
            gate.rattle();
            gate.open("opened");
            gate.rattle();
        });
        assertEquals("opened", await(gate));
        assertEquals("opened", await(other));
        thread.join();
    }

    @AsyncTest
    @SuppressWarnings("weft:BlockingCallInAsync") // the thread has nothing left to do
    void aStageIsCompletedByAnotherThread() throws Exception {
        Thread loopThread = Thread.currentThread();
        CompletableFuture<String> stage = new CompletableFuture<>();
        Thread thread = Schedules.startThread("completer", () -> stage.complete("completed"));
        assertEquals("completed", await(stage));
        assertSame(loopThread, Thread.currentThread());
        thread.join();
        IOException failure = new IOException();
        CompletableFuture<String> failing = new CompletableFuture<>();
        Thread second = Schedules.startThread("failer", () -> failing.completeExceptionally(failure));
        assertSame(failure, await(failureOfStage(failing.thenApply(value -> value))));
        second.join();
    }

    /** {@code CompletableFuture.get} of newer JDKs throws a cancellation of its own. asyncio test_tasks: cancel inner future. */
    @AsyncTest
    void theCancellationOfAStageIsTheSameObject() throws Exception {
        CancellationException failure = new CancellationException();
        assertSame(failure, await(failureOfStage(CompletableFuture.failedFuture(failure))));
        assertSame(failure, assertThrows(CancellationException.class, () -> failed(failure)));
    }

    private static void failed(CancellationException failure) throws Exception {
        FutureTask<Object> block = new FutureTask<>(() -> Task.failed(failure).block());
        Thread thread = new Thread(block);
        thread.start();
        try {
            block.get();
        } catch (ExecutionException wrapped) {
            throw (CancellationException) wrapped.getCause();
        }
    }

    @Async
    private static Task<Throwable> failureOfStage(CompletionStage<String> stage) {
        try {
            await(stage);
            return Task.of(null);
        } catch (Throwable thrown) {
            return Task.of(thrown);
        }
    }

    // ------------------------------------------------------------------ async methods that return a stage

    @Async
    private static CompletableFuture<String> asFuture(Gate gate, List<String> events) {
        events.add("started on " + Thread.currentThread().getName());
        String value = await(gate);
        events.add("goes on on " + Thread.currentThread().getName());
        return CompletableFuture.completedFuture(value);
    }

    @Test
    void fromAPlainThreadAFutureStartsAtOnceAndGoesOnWithTheCompleter() throws Exception {
        List<String> events = new ArrayList<>();
        Gate gate = new Gate();
        CompletableFuture<String> future = asFuture(gate, events);
        String here = Thread.currentThread().getName();
        assertEquals(List.of("started on " + here), events);
        assertFalse(future.isDone());
        Thread thread = Schedules.startThread("completer", () -> gate.open("value"));
        thread.join();
        assertEquals("value", future.join());
        assertEquals(List.of("started on " + here, "goes on on completer"), events);
    }

    /** asyncio test_tasks: create task with asynclike function. */
    @AsyncTest
    @SuppressWarnings("weft:BlockingCallInAsync") // the thread has nothing left to do
    void onALoopAFutureStartsAtOnceAndStaysThere() throws Exception {
        List<String> events = new ArrayList<>();
        Gate gate = new Gate();
        String here = Thread.currentThread().getName();
        CompletableFuture<String> future = asFuture(gate, events);
        assertEquals(List.of("started on " + here), events);
        Thread thread = Schedules.startThread("completer", () -> gate.open("value"));
        assertEquals("value", await(future));
        assertEquals(List.of("started on " + here, "goes on on " + here), events);
        thread.join();
    }

    @Async
    private static CompletableFuture<String> failing(IOException failure) throws IOException {
        await(yieldNow());
        throw failure;
    }

    @Test
    void aFutureFailsWithTheSameObject() throws Exception {
        IOException failure = new IOException();
        CompletableFuture<String> future = failing(failure);
        assertSame(
                failure, assertThrows(CompletionException.class, future::join).getCause());
    }

    // ------------------------------------------------------------------ names, states, the current task

    /** asyncio test_tasks: bare create named task; task set name. trio test_run: spawn name. */
    @AsyncTest
    void tasksHaveNames() throws Exception {
        assertEquals("main", currentTask().name());
        ScheduledTask<String> task = spawn("loader", nameOfCurrent());
        assertEquals("loader", task.name());
        assertEquals("loader", await(task));
        ScheduledTask<String> unnamed = spawn(nameOfCurrent());
        assertTrue(unnamed.name().matches("task-\\d+"), unnamed.name());
        assertEquals(unnamed.name(), await(unnamed));
        assertSame(EventLoop.current(), unnamed.loop());
    }

    @Async
    private static Task<String> nameOfCurrent() {
        await(yieldNow());
        return Task.of(currentTask().name());
    }

    @Async
    private static Task<State> stateInside(Gate gate) {
        await(gate);
        return Task.of(currentTask().state());
    }

    /** asyncio test_tasks: create task with async function; bare create task; task class; ensure future coroutine. */
    @AsyncTest
    void tasksGoThroughTheirStates() throws Exception {
        Gate gate = new Gate();
        ScheduledTask<State> task = spawn(stateInside(gate));
        assertEquals(State.READY, task.state());
        assertEquals(State.RUNNING, currentTask().state());
        await(sleep(ms(1)));
        assertEquals(State.SUSPENDED, task.state());
        gate.open("");
        assertEquals(State.READY, task.state());
        assertFalse(task.isReady());
        assertEquals(State.RUNNING, await(task));
        assertEquals(State.SUCCEEDED, task.state());
        assertTrue(task.isReady());
        ScheduledTask<String> failed = spawn(failsAfter(ms(1), new IOException()));
        await(failureOf(failed));
        assertEquals(State.FAILED, failed.state());
    }

    @AsyncTest
    void theResultOfATaskThatHasNotEndedIsRefused() throws Exception {
        ScheduledTask<String> task = spawn("slow", named("a", ms(1), new ArrayList<>()));
        assertEquals(
                "Task slow has not ended. Await it, or ask isReady() first.",
                assertThrows(IllegalStateException.class, task::result).getMessage());
        await(task);
        assertEquals("a", task.result());
    }

    // ------------------------------------------------------------------ sleeping and giving way

    /**
     * asyncio test_tasks: sleeps end in the order of their deadlines. cppcoro: io_service: timers wait at least their time. trio
     * test_timeouts: sleep.
     */
    @AsyncTest
    void sleepsEndInTheOrderOfTheirDeadlines() throws Exception {
        List<Integer> order = new ArrayList<>();
        List<ScheduledTask<Void>> sleepers = new ArrayList<>();
        for (int millis : new int[] {5, 1, 4, 2, 3}) {
            sleepers.add(spawn(sleeps(millis, order)));
        }
        for (ScheduledTask<Void> sleeper : sleepers) {
            await(sleeper);
        }
        assertEquals(List.of(1, 2, 3, 4, 5), order);
    }

    /** Deadlines set one after the other for the same time are equal or rising, so the order is that of setting. */
    @Test
    void sleepsOfTheSameLengthEndInTheOrderTheyBegan() throws Exception {
        inOrder(() -> {
            List<Integer> order = new ArrayList<>();
            List<ScheduledTask<Void>> sleepers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                sleepers.add(spawn(sleepsFor(Duration.ofNanos(1), i, order)));
            }
            for (ScheduledTask<Void> sleeper : sleepers) {
                await(sleeper);
            }
            List<Integer> sorted = new ArrayList<>(order);
            sorted.sort(null);
            assertEquals(sorted, order);
            return Task.done();
        });
    }

    @Async
    private static Task<Void> sleeps(int millis, List<Integer> order) {
        await(sleep(ms(millis)));
        order.add(millis);
        return Task.done();
    }

    @Async
    private static Task<Void> sleepsFor(Duration duration, int number, List<Integer> order) {
        await(sleep(duration));
        order.add(number);
        return Task.done();
    }

    /** asyncio test_tasks: sleep of zero lets the others run, and takes no time. */
    @AsyncTest
    void sleepingForNoTimeGivesWayOnce() throws Exception {
        for (Awaitable<Void> givingWay : List.of(yieldNow(), sleep(Duration.ZERO), sleep(ms(-5)))) {
            List<String> events = new ArrayList<>();
            ScheduledTask<String> other = spawn(named("other", Duration.ZERO, events));
            assertEquals(List.of(), events);
            await(givingWay);
            assertEquals(List.of("other"), events);
            await(other);
        }
        assertEquals(0, millis());
    }

    @AsyncTest
    void aSleepIsAwaitedOnce() throws Exception {
        Awaitable<Void> sleep = sleep(LONG);
        ScheduledTask<Void> first = spawn(sleep);
        await(yieldNow());
        await(yieldNow());
        Throwable thrown = await(failureOf(sleep));
        assertEquals(
                "sleep(...) was awaited before; what it returns is awaited once. Call it again for another.",
                thrown.getMessage());
        first.cancel();
        await(failureOf(first));
    }

    // ------------------------------------------------------------------ unwoven, or without a loop

    @Test
    void anAwaitThatIsNotWovenSaysWhereAndWhatToDo() {
        NotWovenException thrown = assertThrows(NotWovenException.class, () -> AwaitByReflection.await(Task.of(1)));
        assertTrue(
                thrown.getMessage().startsWith("await ran in com.example.semantics.AwaitByReflection.await("),
                thrown.getMessage());
        assertTrue(thrown.getMessage().contains("-javaagent:weft-agent.jar"), thrown.getMessage());
    }

    /** Agents never see such a class. */
    @Test
    @DisabledIfSystemProperty(
            named = "weft.pluginJar",
            matches = ".*",
            disabledReason = "the class is woven when it is compiled, and can no longer be made hidden")
    void anAwaitInAHiddenClassSaysThatItIsHidden() throws Exception {
        byte[] classFile;
        try (InputStream in = AwaitingTest.class.getResourceAsStream("AwaitInAHiddenClass.class")) {
            classFile = in.readAllBytes();
        }
        Class<?> hidden =
                MethodHandles.lookup().defineHiddenClass(classFile, true).lookupClass();
        @SuppressWarnings("unchecked") // as the source says
        Supplier<Task<Integer>> awaits =
                (Supplier<Task<Integer>>) hidden.getDeclaredConstructor().newInstance();
        String message = assertThrows(NotWovenException.class, awaits::get).getMessage();
        assertTrue(message.startsWith("await ran in com.example.semantics.AwaitInAHiddenClass/"), message);
        assertTrue(message.contains(".get(AwaitInAHiddenClass.java:14)"), message);
        assertTrue(message.contains("It is a hidden class"), message);
    }

    /** asyncio test_tasks: current task no running loop; current task no running loop implicit. */
    @Test
    void aPlainThreadHasNoTask() {
        assertEquals(
                "No task is running on thread \"" + Thread.currentThread().getName()
                        + "\"; currentTask() is for code that a task calls.",
                assertThrows(IllegalStateException.class, Weft::currentTask).getMessage());
    }

    /** trio test_run: out of context. */
    @Test
    void spawnOutsideALoopSaysWhatToDo() {
        String message = assertThrows(IllegalStateException.class, () -> spawn(yieldNow()))
                .getMessage();
        assertTrue(message.startsWith("spawn(...) needs a running event loop, and thread \""), message);
        CompletionException wrapped = assertThrows(
                CompletionException.class,
                () -> Weft.gather(Task.of(1), Task.of(2)).toCompletableFuture().join());
        assertTrue(wrapped.getCause().getMessage().startsWith("gather(...) needs a running event loop"));
    }

    /** A minimal stage is a CompletableFuture that refuses to be asked whether it is done. */
    @AsyncTest
    void aMinimalStageIsAwaitedLikeAnyOther() throws Exception {
        CompletableFuture<String> future = new CompletableFuture<>();
        CompletionStage<String> stage = future.minimalCompletionStage();
        EventLoop.current().post(() -> future.complete("late"));
        assertEquals("late", await(stage));
        assertEquals("at once", await(CompletableFuture.completedStage("at once")));
        IllegalStateException failure = new IllegalStateException("of a stage");
        assertSame(failure, await(failureOf(stageOf(failure))));
    }

    @Async
    private static Task<String> stageOf(Exception failure) {
        return Task.of(await(CompletableFuture.<String>failedStage(failure)));
    }

    @AsyncTest
    void whatIsAwaitedOnceRefusesASecondAwait() throws Exception {
        List<Awaitable<?>> operations =
                List.of(sleep(ms(1)), gather(sleep(ms(1)), yieldNow()), waitFor(sleep(ms(1)), LONG));
        for (Awaitable<?> operation : operations) {
            assertNull(await(failureOf(operation)));
            Throwable failure = await(failureOf(operation));
            assertInstanceOf(IllegalStateException.class, failure);
            assertTrue(failure.getMessage().contains("was awaited before"), failure.getMessage());
        }
    }

    /** trio test_run: trivial yields. */
    @Test
    void oneYieldGivesWayEachTimeItIsAwaited() throws Exception {
        List<Integer> turns = new ArrayList<>();
        Weft.run(takeTurns(turns, yieldNow()));
        assertEquals(List.of(0, 10, 1, 11, 2, 12), turns);
    }

    @Async
    private static Task<Void> takeTurns(List<Integer> turns, Awaitable<Void> yield) {
        await(gather(count(turns, 0, yield), count(turns, 10, yield)));
        return Task.done();
    }

    @Async
    private static Task<Void> count(List<Integer> turns, int from, Awaitable<Void> yield) {
        for (int i = from; i < from + 3; i++) {
            turns.add(i);
            await(yield);
        }
        return Task.done();
    }

    /** Nothing was opened that would have to be closed, so nothing is suppressed either. trio test_run: run nesting. */
    @AsyncTest
    void runInsideALoopIsRefusedBeforeItOpensAnother() throws Exception {
        await(yieldNow()); // a lambda that does not await is plain code, and would run before the loop does
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> Weft.run(Task.done()));
        assertTrue(refused.getMessage().contains("Inside it, await or spawn"), refused.getMessage());
        assertEquals(0, refused.getSuppressed().length);
    }
}
