// SPDX-License-Identifier: Apache-2.0
package dev.weft.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.EventLoop;
import dev.weft.ForeignLoop;
import dev.weft.ScheduledTask;
import dev.weft.ScheduledTask.State;
import dev.weft.Task;
import dev.weft.Weft;
import dev.weft.support.LogRecords;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The turns of a loop over an executor, which the test runs by hand. */
@Timeout(60)
class ForeignThreadTest {
    private static final Duration LONG = Duration.ofDays(1);

    private final ByHand executor = new ByHand();
    private final ForeignLoop loop = EventLoop.over(executor);
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    ForeignThreadTest() {
        executor.runAll(); // what over() has tried it with
    }

    private ScheduledTask<String> spawnLogging(String name) {
        return loop.spawn(Script.of((step, last) -> {
            events.add(name);
            return name;
        }));
    }

    // ------------------------------------------------------------------ turns

    @Test
    void aTurnIsHandedOverWhenSomethingComesAndNotBefore() {
        assertEquals(0, executor.waiting());
        spawnLogging("a");
        assertEquals(1, executor.waiting());
        spawnLogging("b");
        loop.post(() -> events.add("c"));
        assertEquals(1, executor.waiting(), "one turn for all");
        executor.runOne();
        assertEquals(List.of("a", "b", "c"), events);
        assertEquals(0, executor.waiting());
    }

    @Test
    void whatComesInATurnRunsInOneOfTheNext() {
        loop.post(() -> {
            events.add("first");
            loop.post(() -> events.add("second"));
        });
        executor.runAll();
        assertEquals(List.of("first", "second"), events);
    }

    @Test
    void aTurnLeavesTheThreadToOthersAfterSomeSteps() {
        for (int i = 0; i < 100; i++) {
            loop.post(() -> events.add("step"));
        }
        executor.execute(() -> events.add("other"));
        executor.runAll();
        assertEquals(101, events.size());
        assertEquals(64, events.indexOf("other"));
    }

    /** Its budget of steps ends, though nothing else of the loop is ready. */
    @Test
    void aTaskThatIsAlwaysReadyLetsOthersOfTheThreadRun() throws Exception {
        ScheduledTask<Integer> task = loop.spawn(
                Script.of((step, last) -> events.isEmpty() && step < 1_000_000 ? Task.of("ready") : (Object) step));
        executor.execute(() -> events.add("other"));
        executor.runAll();
        assertTrue(task.result() < 10_000, task.result() + " steps before another ran");
    }

    @Test
    void theLoopIsTheThreadsInItsTurnsAlone() {
        AtomicReference<EventLoop> inside = new AtomicReference<>();
        loop.post(() -> {
            inside.set(EventLoop.current());
            assertTrue(loop.isLoopThread());
            loop.random().nextInt();
        });
        executor.runAll();
        assertSame(loop, inside.get());
        assertThrows(IllegalStateException.class, loop::random);
        assertNull(EventLoop.current());
        assertFalse(loop.isLoopThread());
        IllegalStateException refused = assertThrows(IllegalStateException.class, loop::tasks);
        assertSays("which does something else just now", refused);
    }

    /** As of the code of two libraries that each have a loop on the thread. */
    @Test
    void twoLoopsMayBeOnOneThread() {
        ForeignLoop other = EventLoop.over(executor);
        AtomicReference<EventLoop> first = new AtomicReference<>();
        AtomicReference<EventLoop> second = new AtomicReference<>();
        loop.post(() -> {
            other.post(() -> second.set(EventLoop.current()));
            first.set(EventLoop.current());
        });
        executor.runAll();
        assertSame(loop, first.get());
        assertSame(other, second.get());
    }

    /** Who pumps events in the middle of a step, as a modal dialog does, has the loop stand still, and no turn inside the step. */
    @Test
    void noTurnIsMadeInTheMiddleOfAStep() {
        loop.post(() -> {
            loop.post(() -> events.add("next"));
            CompletableFuture.runAsync(() -> loop.post(() -> events.add("from outside")))
                    .join();
            executor.runAll();
            events.add("step ends");
        });
        executor.runAll();
        assertEquals(List.of("step ends", "next", "from outside"), events);
    }

    @Test
    void whatAnActionThrowsIsLoggedAndTheNextRuns() throws Exception {
        try (LogRecords warnings = new LogRecords()) {
            loop.post(() -> {
                throw new IllegalStateException("of the action");
            });
            loop.post(() -> events.add("next"));
            executor.runAll();
            assertEquals(List.of("next"), events);
            assertEquals(1, warnings.messages().size());
        }
    }

    /** A failure of a task that was spawned by the executor's own thread is told at once, as one of the loop's own. */
    @Test
    void aFailureThatNobodySeesIsToldInTheTurn() {
        List<Throwable> unseen = new ArrayList<>();
        loop.setExceptionHandler(failure -> unseen.add(failure.failure()));
        IllegalStateException failure = new IllegalStateException("of the task");
        loop.spawn(Script.of((step, last) -> {
            throw failure;
        }));
        executor.runAll();
        assertEquals(List.of(failure), unseen);
    }

    @Test
    void watchesNoChannels() {
        AtomicReference<Throwable> refused = new AtomicReference<>();
        loop.post(() -> {
            try (SocketChannel channel = SocketChannel.open()) {
                channel.configureBlocking(false);
                loop.watch(channel, SelectionKey.OP_READ, ready -> {});
            } catch (Exception thrown) {
                refused.set(thrown);
            }
        });
        executor.runAll();
        assertSays("EventLoop.create()", assertInstanceOf(UnsupportedOperationException.class, refused.get()));
    }

    // ------------------------------------------------------------------ run and close

    @Test
    void runWaitsOnAnotherThread() throws Exception {
        FutureTask<String> run = new FutureTask<>(() -> loop.run(Script.of((step, last) -> "result")));
        start(run);
        executor.runUntil(run);
        assertEquals("result", run.get());
    }

    @Test
    void runThrowsWhatItsTaskThrows() throws Exception {
        IllegalStateException failure = new IllegalStateException("of main");
        FutureTask<Throwable> run = new FutureTask<>(() -> assertThrows(
                IllegalStateException.class,
                () -> loop.run(Script.of((step, last) -> {
                    throw failure;
                }))));
        start(run);
        executor.runUntil(run);
        assertSame(failure, run.get());
    }

    @Test
    void anInterruptCancelsWhatIsRun() throws Exception {
        FutureTask<Boolean> run = new FutureTask<>(() -> {
            assertThrows(CancellationException.class, () -> loop.run(Script.awaiting(Weft.sleep(LONG))));
            return Thread.interrupted();
        });
        Thread thread = start(run);
        while (executor.waiting() == 0) {
            Thread.onSpinWait();
        }
        executor.runAll();
        thread.interrupt();
        executor.runUntil(run);
        assertTrue(run.get(), "the flag is set again");
    }

    @Test
    void runAndCloseAreRefusedOnTheThreadOfTheTurns() {
        List<@Nullable String> messages = new ArrayList<>();
        Runnable both = () -> {
            messages.add(assertThrows(IllegalStateException.class, () -> loop.run(Task.done()))
                    .getMessage());
            messages.add(assertThrows(IllegalStateException.class, loop::close).getMessage());
        };
        loop.post(both);
        executor.runAll();
        both.run(); // in plain code of the same thread
        assertEquals(4, messages.size());
        assertEquals(messages.subList(0, 2), messages.subList(2, 4));
        assertTrue(messages.toString().contains("wait for itself. Spawn the task instead"), messages::toString);
        assertTrue(messages.toString().contains("closeAsync()"), messages::toString);
    }

    /** In a handler of the thread's owner, which so would never come back. */
    @Test
    void toBlockOnATaskIsRefusedOnTheThreadThatHasToRunIt() {
        ScheduledTask<String> task = spawnLogging("a");
        ScheduledTask<Void> waiting = loop.spawn(Script.awaiting(Weft.sleep(LONG)));
        executor.runAll();
        assertSays("block() would block thread", assertThrows(IllegalStateException.class, waiting::block));
        assertEquals("a", task.block(), "it has ended");
    }

    @Test
    void runAndCloseAreRefusedOnTheThreadOfAnotherLoop() {
        try (EventLoop other = EventLoop.create()) {
            other.post(() -> {
                assertThrows(IllegalStateException.class, () -> loop.run(Task.done()));
                assertSays("on which another event loop runs", assertThrows(IllegalStateException.class, loop::close));
                events.add("refused");
            });
            other.run(Weft.sleep(Duration.ofNanos(1)));
        }
        assertEquals(List.of("refused"), events);
    }

    @Test
    void theCloseCancelsTheTasksAndWaitsForThem() {
        ScheduledTask<String> task = loop.spawn(Script.of((step, last) -> {
            if (step == 1) {
                events.add("cleans up");
                return Weft.sleep(Duration.ofNanos(1));
            }
            return step == 0 ? Weft.sleep(LONG) : events.add("has cleaned up") ? "end" : null;
        }));
        loop.onClose(() -> events.add("closed"));
        executor.runAll();
        CompletionStage<Void> closed = loop.closeAsync();
        CompletableFuture<Void> future = closed.toCompletableFuture();
        executor.runUntil(future);
        assertEquals(List.of("cleans up", "has cleaned up", "closed"), events);
        assertEquals(State.SUCCEEDED, task.state());
        assertTrue(loop.isClosed());
        assertThrows(IllegalStateException.class, () -> loop.post(() -> {}));
        assertTrue(loop.closeAsync().toCompletableFuture().isDone());
    }

    @Test
    void theCloseWaitsOnAnotherThread() throws Exception {
        ScheduledTask<Void> task = loop.spawn(Script.awaiting(Weft.sleep(LONG)));
        FutureTask<Boolean> close = new FutureTask<>(() -> {
            loop.close();
            return loop.isClosed();
        });
        start(close);
        executor.runUntil(close);
        assertTrue(close.get());
        assertEquals(State.CANCELLED, task.state());
    }

    /** Who cancels the stage of the close, or is cancelled while it awaits it, takes nothing back. */
    @Test
    void theStageOfTheCloseIsNobodysToCancel() {
        loop.closeAsync().toCompletableFuture().cancel(false);
        executor.runAll();
        assertTrue(loop.isClosed());
    }

    @Test
    void aRunEndsWithTheLoop() throws Exception {
        FutureTask<Throwable> run = new FutureTask<>(
                () -> assertThrows(CancellationException.class, () -> loop.run(Script.awaiting(Weft.sleep(LONG)))));
        start(run);
        while (executor.waiting() == 0) {
            Thread.onSpinWait();
        }
        executor.runAll();
        loop.closeAsync();
        executor.runUntil(run);
        assertNotSame(null, run.get());
    }

    @Test
    void stopCancelsFromAnyThread() {
        ScheduledTask<Void> task = loop.spawn(Script.awaiting(Weft.sleep(LONG)));
        executor.runAll();
        loop.stop();
        executor.runAll();
        assertEquals(State.CANCELLED, task.state());
    }

    @Test
    void whoBlocksOnATaskIsNotToldThatNobodyRunsIt() {
        assertTrue(((LoopEngine) loop).isRunning());
    }

    private static void assertSays(String part, Throwable thrown) {
        assertTrue(String.valueOf(thrown.getMessage()).contains(part), thrown::toString);
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        return thread;
    }
}
