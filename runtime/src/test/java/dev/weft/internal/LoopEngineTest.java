// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.Registration;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.spi.Readiness;
import dev.weft.spi.Watched;
import dev.weft.support.LogRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Holds off (docs/weaving-limits.md): Resumed twice, early, or by another thread; Lost exceptions; Registries for debugging. */
@Timeout(60)
class LoopEngineTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final SelectorEventLoop loop = new SelectorEventLoop();
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void nothingIsLeft() {
        loop.close();
        assertEquals(0, loop.timersSet());
    }

    // ------------------------------------------------------------------ turns

    @Test
    void aTurnRunsOnlyWhatWasReadyWhenItBegan() {
        loop.run(script((step, last) -> {
            if (step == 0) {
                loop.spawn(logging("a"));
                loop.spawn(logging("b"));
                return Weft.yieldNow();
            }
            events.add("main goes on");
            return step == 1 ? Weft.yieldNow() : null;
        }));
        assertEquals(List.of("a starts", "b starts", "main goes on", "a goes on", "b goes on", "main goes on"), events);
    }

    @Test
    void anActionPostedByAnActionRunsAfterWhatWasReady() {
        loop.post(() -> {
            events.add("first");
            loop.post(() -> events.add("third"));
        });
        loop.post(() -> events.add("second"));
        loop.run(Weft.sleep(Duration.ofNanos(1)));
        assertEquals(List.of("first", "second", "third"), events);
    }

    @Test
    void aTaskThatIsAlwaysReadyLetsOthersRun() {
        AtomicBoolean stop = new AtomicBoolean();
        loop.spawn(script((step, last) -> {
            stop.set(true);
            return null;
        }));
        int steps =
                loop.run(script((step, last) -> stop.get() || step == 1_000_000 ? (Object) step : Task.of("ready")));
        assertTrue(steps < 1_000, steps + " steps before another task ran");
    }

    @Test
    void aFailingActionIsLoggedAndTheLoopGoesOn() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            RuntimeException failure = new RuntimeException("of the action");
            loop.post(() -> {
                throw failure;
            });
            loop.post(() -> events.add("next"));
            loop.run(Weft.sleep(Duration.ofNanos(1)));
            assertEquals(List.of("next"), events);
            assertEquals(
                    List.of("The action posted to the event loop (a lambda in " + LoopEngineTest.class.getName()
                            + ") failed"),
                    warnings.messages());
            assertSame(failure, warnings.all().get(0).failure());
        }
    }

    @Test
    void aPostedActionRunsAsNoTask() {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        loop.run(script((step, last) -> {
            if (step == 0) {
                loop.post(() -> thrown.set(assertThrows(IllegalStateException.class, Weft::currentTask)));
                return Weft.yieldNow();
            }
            return step == 1 ? Weft.yieldNow() : null;
        }));
        assertMessage("No task is running on thread \"" + here() + "\"", thrown.get());
    }

    @Test
    void tasksOfOneRunGoOnInTheNext() {
        Latch latch = new Latch();
        ScheduledTask<Integer> task = loop.spawn(latch);
        loop.run(Weft.yieldNow());
        assertEquals(State.SUSPENDED, task.state());
        latch.open();
        assertEquals(7, loop.run(task));
    }

    @Test
    void tasksAreListedInTheOrderOfSpawning() {
        ScheduledTask<Void> early = loop.spawn("early", Weft.sleep(LONG));
        List<String> names = loop.run(script((step, last) -> {
            if (step == 0) {
                loop.spawn("late", Weft.sleep(LONG));
                return Weft.yieldNow();
            }
            return names();
        }));
        assertEquals(List.of("early", "main", "late"), names);
        assertFalse(early.isReady());
    }

    private List<String> names() {
        return loop.tasks().stream().map(ScheduledTask::name).toList();
    }

    @Test
    void tasksAreListedBeforeTheirFirstStepAndInIt() {
        assertEquals(List.of("main", "queued"), loop.run(script((step, last) -> {
            loop.spawn("queued", script((s, l) -> null));
            return names();
        })));
    }

    /** It is then in the run queue while it runs. */
    @Test
    void aTaskThatCancelsItselfInItsFirstStepIsListedOnce() {
        List<String> listed = new ArrayList<>();
        ScheduledTask<Object> own = loop.spawn("own", script((step, last) -> {
            loop.tasks().stream().filter(task -> task.name().equals("own")).forEach(ScheduledTask::cancel);
            listed.addAll(names());
            return null;
        }));
        loop.run(own);
        assertEquals(List.of("own", "main"), listed);
    }

    /** Those that ended in their first step never were in the list; one that is woken for its last is. */
    @Test
    void tasksThatHaveEndedAreNotListed() {
        Latch latch = new Latch();
        List<String> names = loop.run(script((step, last) -> {
            if (step == 0) {
                loop.spawn("ends at once", script((s, l) -> null));
                loop.spawn("ends later", latch);
                loop.spawn("stays", Weft.sleep(LONG));
                return Weft.yieldNow();
            }
            if (step == 1) {
                latch.open();
                events.addAll(names());
                return Weft.yieldNow();
            }
            return names();
        }));
        assertEquals(List.of("main", "ends later", "stays"), events);
        assertEquals(List.of("main", "stays"), names);
    }

    /** What starts in the middle of a step was never in the queue. */
    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // returned to be awaited
    void tasksAreListedThatStartInsideAStep() {
        Latch latch = new Latch();
        List<Integer> listed = new ArrayList<>();
        loop.run(script((step, last) -> {
            if (step == 0) {
                CompletableFuture<Integer> future = Completions.toFuture(latch);
                listed.add(loop.tasks().size());
                latch.open();
                return future;
            }
            listed.add(loop.tasks().size());
            return null;
        }));
        assertEquals(List.of(2, 1), listed);
    }

    /** A selector tells of a channel until it has been read, so each poll in between costs as much as there are such channels. */
    @Test
    void looksForReadinessOnceForAllThatIsReady() {
        Polls polls = new Polls();
        try (EventLoop counted = new LoopEngine(System::nanoTime, RunQueue.fifo(), polls) {}) {
            counted.run(script((step, last) -> {
                for (int i = 0; step == 0 && i < 1000; i++) {
                    counted.spawn(script((s, l) -> s < 10 ? Weft.yieldNow() : null));
                }
                return step < 10 ? Weft.yieldNow() : null;
            }));
            assertTrue(polls.count >= 9 && polls.count <= 12, polls.count + " polls in 10 rounds of 1,000 tasks");
        }
    }

    private static final class Polls implements Readiness {
        private int count;

        @Override
        public Registration watch(Watched what, int interest, IntConsumer onReady) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void poll() {
            count++;
        }

        @Override
        public void await(long nanos) {
            count++;
        }

        @Override
        public void wakeUp() {}

        @Override
        public void close() {}
    }

    // ------------------------------------------------------------------ misuse

    @Test
    void refusesToRunWhileItRuns() {
        assertRefused(
                () -> loop.run(Task.done()),
                "The event loop is already running, on thread \"" + here() + "\". Inside it, await or spawn");
    }

    /** Each completes the trace of an exception, which takes as long as many awaits that succeed. */
    @Test
    void awaitsThatFailAtOnceGiveWaySooner() {
        int[] failures = {0};
        int[] failuresBefore = {-1};
        try (EventLoop own = EventLoop.simulated(1)) {
            own.run(Script.of((step, last) -> {
                if (step == 0) {
                    own.spawn(Script.of((first, none) -> failuresBefore[0] = failures[0]));
                }
                failures[0]++;
                return step < 100 ? Task.failed(new IllegalStateException("at once")) : "over";
            }));
        }
        assertTrue(
                failuresBefore[0] >= 0 && failuresBefore[0] <= 8, "failures before others ran: " + failuresBefore[0]);
    }

    @Test
    void refusesToCloseWhileItRunsAndSaysWhatToDo() {
        assertRefused(
                loop::close,
                "The event loop cannot be closed while it runs, on thread \"" + here()
                        + "\". Call stop(), which has run(...) return once its tasks have ended, and close() after that.");
    }

    @Test
    void refusesToCloseWhereAnotherLoopRunsAndSaysWhatToDo() {
        try (EventLoop other = EventLoop.create()) {
            assertRefused(
                    other::close,
                    "The event loop cannot be closed on thread \"" + here()
                            + "\", where another one is running: to close it is to run it until its tasks have ended."
                            + " Close it on another thread, or after run(...) of the other has returned.");
        }
    }

    @Test
    void refusesToRunInsideAnotherLoop() {
        try (EventLoop other = EventLoop.create()) {
            assertRefused(
                    () -> other.run(Task.done()),
                    "Another event loop is running on thread \"" + here() + "\". Inside it, await or spawn");
        }
        assertRefused(() -> Weft.run(Task.done()), "Another event loop is running on thread");
    }

    @Test
    void refusesWhatBelongsToItsThreadElsewhere() {
        assertMessage(
                "tasks() belongs to the thread of its event loop (not running), but was called on thread \"" + here()
                        + "\". From there, hand it to EventLoop.post(...).",
                assertThrows(IllegalStateException.class, loop::tasks));
        loop.run(script((step, last) -> {
            String owner = here();
            onAnotherThread(() -> {
                assertMessage(
                        "tasks() belongs to the thread of its event loop (\"" + owner + "\")",
                        assertThrows(IllegalStateException.class, loop::tasks));
                assertFalse(loop.isLoopThread());
                assertNull(EventLoop.current());
            });
            assertTrue(loop.isLoopThread());
            assertSame(loop, EventLoop.current());
            return null;
        }));
        assertNull(EventLoop.current());
    }

    @Test
    void spawnWithoutALoopSaysWhatToDo() {
        IllegalStateException thrown =
                assertThrows(IllegalStateException.class, () -> Weft.spawn(Weft.sleep(Duration.ZERO)));
        assertEquals(
                "spawn(...) needs a running event loop, and thread \"" + here()
                        + "\" runs none. Call it inside Weft.run(...) or EventLoop.run(...); from another thread use EventLoop.spawn(...) or EventLoop.post(...). An async method that returns a stage has no loop where it is called on such a thread, and can await stages, tasks, sleeps and awaitables of yours there. Where an async method calls it that is not woven, it runs at once and outside the loop: see Weft.isWoven(Class).",
                thrown.getMessage());
    }

    @Test
    void refusesToBlockItsThread() {
        assertRefused(
                () -> Weft.sleep(Duration.ZERO).block(),
                "block() would stop the event loop of thread \"" + here()
                        + "\", which has to complete what is waited for. Await instead.");
    }

    @Test
    void aTaskIsNotRunTwice() {
        Task<Object> once = script((step, last) -> "done");
        assertEquals("done", loop.run(once));
        assertMessage(
                "was awaited or spawned before, and a Task runs once",
                assertThrows(IllegalStateException.class, () -> loop.run(once)));
        assertEquals("again", loop.run(Task.of("again")));
    }

    private void assertRefused(Executable action, String message) {
        loop.run(script((step, last) -> {
            assertMessage(message, assertThrows(IllegalStateException.class, action));
            return null;
        }));
    }

    // ------------------------------------------------------------------ other threads

    @Test
    void otherThreadsPostAndSpawnAndCancel() {
        Latch latch = new Latch();
        loop.run(script((step, last) -> {
            if (step == 0) {
                onAnotherThread(() -> {
                    loop.post(() -> events.add("posted on the loop: " + loop.isLoopThread()));
                    loop.spawn(script((s, l) -> {
                        events.add("spawned on the loop: " + loop.isLoopThread());
                        latch.open();
                        return null;
                    }));
                    assertTrue(loop.spawn(logging("cancelled")).cancel());
                });
                return latch;
            }
            return last.get();
        }));
        assertEquals(List.of("posted on the loop: true", "spawned on the loop: true"), events);
    }

    @Test
    void aLoopThatWaitsIsReachedByOtherThreads() throws Exception {
        Latch latch = new Latch();
        FutureTask<Integer> run = new FutureTask<>(() -> loop.run(latch));
        Thread thread = new Thread(run);
        thread.start();
        CountDownLatch posted = new CountDownLatch(1);
        loop.post(posted::countDown);
        posted.await();
        loop.spawn(script((step, last) -> {
            latch.open();
            return null;
        }));
        assertEquals(7, run.get());
        thread.join();
    }

    @Test
    void stopFromAnotherThreadCancelsMain() throws Exception {
        FutureTask<Object> run = new FutureTask<>(() -> loop.run(Weft.sleep(LONG)));
        Thread thread = new Thread(run);
        thread.start();
        CountDownLatch posted = new CountDownLatch(1);
        loop.post(posted::countDown);
        posted.await();
        loop.stop();
        thread.join();
        assertInstanceOf(
                CancellationException.class,
                assertThrows(ExecutionException.class, run::get).getCause());
    }

    /** Many threads wake one task, spawn, and subscribe; nothing is lost and nothing runs off the loop. */
    @Test
    void manyThreadsAtOnce() throws Exception {
        int threads = 8;
        int each = 500;
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        Latch end = new Latch();
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            senders.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    end.wakeTooEarly();
                    ScheduledTask<Object> task = loop.spawn(script((step, last) -> {
                        ran.addAndGet(loop.isLoopThread() ? 1 : 1_000_000);
                        return step == 0 ? Weft.yieldNow() : null;
                    }));
                    task.onComplete((value, failure) -> {
                        if (seen.incrementAndGet() == threads * each) {
                            end.open();
                        }
                    });
                    if (i % 3 == 0) {
                        task.cancel();
                    }
                }
            }));
        }
        senders.forEach(Thread::start);
        assertEquals(7, loop.run(end));
        for (Thread sender : senders) {
            sender.join();
        }
        assertEquals(threads * each, seen.get());
        assertTrue(ran.get() <= 2 * threads * each);
    }

    // ------------------------------------------------------------------ interrupt

    @Test
    void anInterruptCancelsMainAndTheFlagStays() {
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> loop.run(Weft.sleep(LONG)));
        assertTrue(Thread.interrupted());
    }

    @Test
    void runLeavesNoTimerOfWhatWasCancelled() {
        loop.run(script((step, last) -> {
            if (step == 0) {
                ScheduledTask<Void> sleeper = loop.spawn(Weft.sleep(LONG));
                loop.post(sleeper::cancel);
                return sleeper;
            }
            assertEquals(0, loop.timersSet());
            assertEquals(1, loop.tasks().size());
            return null;
        }));
    }

    // ------------------------------------------------------------------ help

    private Task<Object> logging(String name) {
        return script((step, last) -> {
            events.add(name + (step == 0 ? " starts" : " goes on"));
            return step == 0 ? Weft.yieldNow() : null;
        });
    }

    private static <T> Task<T> script(Script.Body body) {
        return Script.of(body);
    }

    private static String here() {
        return Thread.currentThread().getName();
    }

    private static void assertMessage(String part, @Nullable Throwable thrown) {
        assertNotNull(thrown);
        assertTrue(String.valueOf(thrown.getMessage()).contains(part), thrown.getMessage());
    }

    private static void onAnotherThread(Runnable action) throws Exception {
        FutureTask<Void> task = new FutureTask<>(action, null);
        Thread thread = new Thread(task);
        thread.start();
        task.get();
        thread.join();
    }
}
